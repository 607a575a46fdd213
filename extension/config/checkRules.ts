import { fixedNumber } from "./numberText.ts";
import { t } from "./translate.ts";
import type { ConfigDocument } from "./configDocument.ts";
import type { EffectiveConfig, EffectiveStream, Value } from "./effectiveConfig.ts";
import type { Finding, Fix } from "./finding.ts";
import { ungarbled } from "./garbledText.ts";
import { makeFinding, possibleFix, sureFix } from "./makeFinding.ts";
import { looksLikeName, escapedRegex } from "./regex.ts";
import { streamOptions } from "./schema.ts";
import { draftRemoveOption } from "./setOption.ts";
import { tomlFloat, tomlString } from "./tomlText.ts";

type Direction = "input" | "output";
const DIRECTIONS = ["input", "output"] as const;

/** What holds between options, whatever the backend. */
export function checkRules(document: ConfigDocument, config: EffectiveConfig): Finding[] {
  const findings: (Finding | null)[] = [];
  for (const direction of DIRECTIONS) {
    const stream = config[direction];
    findings.push(
      deviceAndRegex(document, direction),
      noSuchName(document, config, direction),
      spaces(stream.device),
      garbled(stream.device),
      nameAsRegex(document, direction),
      offOptions(document, direction, stream),
      milliseconds(stream),
    );
  }
  findings.push(nothingOn(document), unequalSampleTypes(config), bufferLength(config.bufferSizeSamples));
  return findings.filter((finding) => finding !== null);
}

function deviceAndRegex(document: ConfigDocument, table: Direction): Finding | null {
  const device = document.findAll(table, "device")[0];
  const regex = document.findAll(table, "deviceRegex")[0];
  if (device === undefined || regex === undefined) {
    return null;
  }
  return makeFinding(
    "device-and-regex",
    document.rangeOf(regex.keyPart.span),
    t("device and deviceRegex cannot both stand in [{0}].", table),
    t("Keep the one that finds the device, remove the other."),
    {
      fixes: (["deviceRegex", "device"] as const).flatMap((key) => removal(document, table, key, t("Remove {0}", key))),
      related: [{ message: t("device is set here."), range: document.rangeOf(device.keyPart.span) }],
    },
  );
}

function removal(document: ConfigDocument, table: Direction, key: string, title: string, preferred = false): Fix[] {
  const edits = draftRemoveOption(document, table, key);
  return edits.length > 0 ? [{ title, edits, preferred }] : [];
}

/** Other tools write `(None)` for "no device", and people `default`; the driver looks for a device of that name. */
function noSuchName(document: ConfigDocument, config: EffectiveConfig, table: Direction): Finding | null {
  const { value, range } = config[table].device;
  const name = value?.trim() ?? "";
  if (value === null || range === null) {
    return null;
  }
  if (/^(\(none\)|none|\(off\)|off|null|disabled)$/i.test(name)) {
    return makeFinding(
      "device-none",
      range,
      t('"{0}" is taken for the name of a device, not for "no device".', value),
      t('Write device = "" to turn this direction off.'),
      { fixes: [sureFix(t('Turn this direction off (device = "")'), { range, newText: '""' })] },
    );
  }
  // ALSA and JACK have devices of that name.
  const backend = config.backend.value;
  if (/^(\(default\)|default)( device)?$/i.test(name) && backend !== "ALSA" && backend !== "JACK Audio Connection Kit" && backend !== "Virtual") {
    return makeFinding(
      "device-default",
      range,
      t('"{0}" is taken for the name of a device, not for "the default device".', value),
      t("Without the line the driver takes the default device of the backend."),
      {
        fixes:
          document.findAll(table, "device").length === 1
            ? removal(document, table, "device", t("Remove the line (the default device)"), true)
            : [],
      },
    );
  }
  return null;
}

function spaces({ value, range }: Value<string | null>): Finding | null {
  if (value === null || range === null || value === value.trim()) {
    return null;
  }
  const newText = tomlString(value.trim());
  return makeFinding(
    "device-spaces",
    range,
    t("There is a space before or behind the name, and names must match letter by letter."),
    t("Remove it, unless the device is really called so."),
    { fixes: [possibleFix(t("Write {0}", newText), { range, newText })] },
  );
}

/** Tools that take one encoding for another write names that no device has. */
function garbled({ value, range }: Value<string | null>): Finding | null {
  const name = value === null ? null : ungarbled(value);
  if (name === null || range === null) {
    return null;
  }
  const newText = tomlString(name);
  return makeFinding(
    "device-garbled",
    range,
    t('This reads like "{0}", garbled by a program that took one encoding for another.', name),
    t("Write the name as the device has it; drivers read UTF-8."),
    { fixes: [possibleFix(t("Write {0}", newText), { range, newText })] },
  );
}

/** A device name as it is, taken for a regular expression, does not match itself: brackets mean something else there. */
function nameAsRegex(document: ConfigDocument, table: Direction): Finding | null {
  const entry = document.find(table, "deviceRegex");
  const value = entry?.value;
  if (value?.type !== "string" || !looksLikeName(value.value)) {
    return null;
  }
  const range = document.rangeOf(value.span);
  const newText = tomlString(escapedRegex(value.value));
  return makeFinding(
    "regex-unescaped",
    range,
    t("This regular expression does not match the name that it looks like: brackets have a meaning of their own."),
    t("Write \\( for a bracket of the name, in single quotes."),
    { fixes: [sureFix(t("Write {0}", newText), { range, newText })] },
  );
}

/** One finding for the table, at the first option that no longer counts. */
function offOptions(document: ConfigDocument, table: Direction, stream: EffectiveStream): Finding | null {
  if (stream.enabled || stream.device.range === null) {
    return null;
  }
  const others = [...streamOptions.keys()]
    .filter((key) => key !== "device" && key !== "deviceRegex")
    .flatMap((key) => document.findAll(table, key))
    .sort((a, b) => a.keyPart.span.start - b.keyPart.span.start);
  const [first] = others;
  return first === undefined
    ? null
    : makeFinding(
        "direction-off",
        document.rangeOf(first.keyPart.span),
        t("This direction is off, so nothing else in [{0}] has an effect.", table),
        t('Remove device = "" to turn it on, or leave the options for later.'),
        { related: [{ message: t("It is turned off here."), range: stream.device.range }] },
      );
}

/** Nobody wants a latency of ten seconds. */
const MORE_THAN_ANYONE_WANTS = 1;

function milliseconds({ suggestedLatencySeconds: { value, range } }: EffectiveStream): Finding | null {
  if (value === null || range === null || value < MORE_THAN_ANYONE_WANTS) {
    return null;
  }
  const newText = tomlFloat(Number((value / 1000).toPrecision(12)));
  return makeFinding(
    "latency-in-milliseconds",
    range,
    value === 1 ? t("{0} means 1 second.", tomlFloat(value)) : t("{0} means {1} seconds.", tomlFloat(value), value),
    t("For {0} milliseconds write {1}.", value, newText),
    { fixes: [possibleFix(t("Write {0}", newText), { range, newText })] },
  );
}

function nothingOn(document: ConfigDocument): Finding | null {
  const devices = DIRECTIONS.map((table) => ({ table, value: document.find(table, "device")?.value }));
  if (!devices.every(({ value }) => value?.type === "string" && value.value === "")) {
    return null;
  }
  const places = devices
    .flatMap(({ table, value }) => (value === null || value === undefined ? [] : [{ table, span: value.span }]))
    .sort((a, b) => a.span.start - b.span.start);
  const [first, second] = places;
  return first === undefined || second === undefined
    ? null
    : makeFinding(
        "nothing-on",
        document.rangeOf(second.span),
        t("Input and output are both turned off: nothing is left to open."),
        t('Remove device = "" from [input] or [output].'),
        {
          fixes: places.flatMap(({ table }) =>
            removal(document, table, "device", table === "input" ? t('Turn input on (remove device = "")') : t('Turn output on (remove device = "")')),
          ),
          related: [{ message: t("The other direction is turned off here."), range: document.rangeOf(first.span) }],
        },
      );
}

function unequalSampleTypes({ input, output }: EffectiveConfig): Finding | null {
  const known = (stream: EffectiveStream): string | null =>
    stream.sampleType.value ?? (stream.wasapiExclusiveMode.value ? null : "Float32");
  const a = known(input);
  const b = known(output);
  const ranges = [input.sampleType.range, output.sampleType.range].filter((range) => range !== null);
  const range = ranges[ranges.length - 1];
  return !input.enabled || !output.enabled || a === null || b === null || a === b || range === undefined
    ? null
    : makeFinding(
        "unequal-sample-types",
        range,
        t("Input is {0} and output is {1}: some host programs (Pro Tools) want the same type in both directions.", a, b),
        t("Set the same sampleType in [input] and [output]."),
      );
}

/** The driver itself never offers less than 32 frames, nor more than a second. */
function bufferLength({ value, range }: Value<number | null>): Finding | null {
  if (value === null || range === null || (value >= 32 && value <= 192000)) {
    return null;
  }
  return value < 32
    ? makeFinding(
        "buffer-length",
        range,
        t("Hardly any device or host program works with buffers of {0} frames.", value),
        t("The driver itself offers 32 frames at least."),
      )
    : makeFinding(
        "buffer-length",
        range,
        t("{0} frames are {1} seconds at 48 kHz.", value, fixedNumber(value / 48000, 1)),
        t("The driver itself offers one second at most."),
      );
}
