import type { ConfigDocument } from "./configDocument.ts";
import { effectiveConfig } from "./effectiveConfig.ts";
import type { EffectiveStream } from "./effectiveConfig.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";
import { draftRemoveOption } from "./setOption.ts";

/** What holds between options. */
export function checkRules(document: ConfigDocument): Finding[] {
  const findings: Finding[] = [];
  for (const table of ["input", "output"] as const) {
    deviceAndRegex(document, table, findings);
    deviceNone(document, table, findings);
  }
  const config = effectiveConfig(document);
  nothingOn(document, findings);
  unequalSampleTypes(config.input, config.output, findings);
  return findings;
}

function deviceAndRegex(document: ConfigDocument, table: "input" | "output", findings: Finding[]): void {
  const device = document.findAll(table, "device")[0];
  const regex = document.findAll(table, "deviceRegex")[0];
  if (device === undefined || regex === undefined) {
    return;
  }
  findings.push({
    code: "device-and-regex",
    severity: "error",
    layer: "rules",
    message: `device and deviceRegex cannot both stand in [${table}].`,
    hint: "Keep the one that finds the device, remove the other.",
    range: document.rangeOf(regex.keyPart.span),
    drivers: BOTH_DRIVERS,
    fixes: (["deviceRegex", "device"] as const).flatMap((key) => removal(document, table, key)),
    related: [{ message: "device is set here.", range: document.rangeOf(device.keyPart.span) }],
  });
}

function removal(document: ConfigDocument, table: "input" | "output", key: string): Fix[] {
  const edits = draftRemoveOption(document, table, key);
  return edits.length > 0 ? [{ title: `Remove ${key}`, edits, preferred: false }] : [];
}

/** Other tools write `(None)` for "no device"; the driver looks for a device of that name and fails. */
function deviceNone(document: ConfigDocument, table: "input" | "output", findings: Finding[]): void {
  const value = document.find(table, "device")?.value;
  if (value?.type !== "string" || !/^\s*(\(none\)|none|\(off\)|off)\s*$/i.test(value.value)) {
    return;
  }
  const range = document.rangeOf(value.span);
  findings.push({
    code: "device-none",
    severity: "warning",
    layer: "rules",
    message: `"${value.value}" is taken for the name of a device, not for "no device".`,
    hint: `Write device = "" to turn this direction off.`,
    range,
    drivers: BOTH_DRIVERS,
    fixes: [{ title: `Turn this direction off (device = "")`, edits: [{ range, newText: '""' }], preferred: true }],
  });
}

function nothingOn(document: ConfigDocument, findings: Finding[]): void {
  const devices = (["input", "output"] as const).map((table) => ({ table, value: document.find(table, "device")?.value }));
  if (!devices.every(({ value }) => value?.type === "string" && value.value === "")) {
    return;
  }
  const places = devices
    .flatMap(({ table, value }) => (value === null || value === undefined ? [] : [{ table, span: value.span }]))
    .sort((a, b) => a.span.start - b.span.start);
  const [first, second] = places;
  if (first === undefined || second === undefined) {
    return;
  }
  findings.push({
    code: "nothing-on",
    severity: "error",
    layer: "rules",
    message: "Input and output are both turned off: nothing is left to open.",
    hint: `Remove device = "" from [input] or [output].`,
    range: document.rangeOf(second.span),
    drivers: BOTH_DRIVERS,
    fixes: places.flatMap(({ table }) =>
      removal(document, table, "device").map((fix) => ({ ...fix, title: `Turn ${table} on (remove device = "")` })),
    ),
    related: [{ message: "The other direction is turned off here.", range: document.rangeOf(first.span) }],
  });
}

function unequalSampleTypes(input: EffectiveStream, output: EffectiveStream, findings: Finding[]): void {
  const known = (stream: EffectiveStream): string | null =>
    stream.sampleType.value ?? (stream.wasapiExclusiveMode.value ? null : "Float32");
  const a = known(input);
  const b = known(output);
  const ranges = [input.sampleType.range, output.sampleType.range].filter((range) => range !== null);
  const range = ranges[ranges.length - 1];
  if (!input.enabled || !output.enabled || a === null || b === null || a === b || range === undefined) {
    return;
  }
  findings.push({
    code: "unequal-sample-types",
    severity: "information",
    layer: "rules",
    message: `Input is ${a} and output is ${b}: some host programs (Pro Tools) want the same type in both directions.`,
    hint: "Set the same sampleType in [input] and [output].",
    range,
    drivers: BOTH_DRIVERS,
    fixes: [],
  });
}
