import type { BackendDevices } from "../audio/contract.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { Finding } from "../config/finding.ts";
import { redact } from "./redact.ts";

/** Everything that helps somebody else to see what is wrong. The report is for forums: it is always in English. */
export interface ReportFacts {
  readonly versions: readonly (readonly [string, string])[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly document: ConfigDocument;
  readonly findings: readonly Finding[];
  /** Null: not listed. */
  readonly devices: readonly BackendDevices[] | null;
  /** The last test as text; null: none. */
  readonly test: string | null;
  readonly testedDevices: readonly string[];
  readonly log: readonly string[];
}

export interface Redaction {
  readonly homes: readonly string[];
  readonly users: readonly string[];
}

/** The report as Markdown. `redaction` null: with all names; else with pseudonyms, and without what comments say. */
export function diagnosticsReport(facts: ReportFacts, redaction: Redaction | null): string {
  const { document } = facts;
  const text = [
    "## FlexLab diagnostics report",
    "",
    ...facts.versions.map(([name, value]) => `- ${name}: ${value}`),
    `- File: ${facts.file}`,
    ...(redaction === null ? [] : ["- Names of devices, folders and users are replaced; comments are left out"]),
    "",
    "### Configuration",
    "",
    ...fenced("toml", redaction === null ? document.text : withoutComments(document)),
    "### Findings",
    "",
    ...list(facts.findings.map(findingLine)),
    "### Devices",
    "",
    ...deviceLines(facts.devices),
    "### Last test",
    "",
    ...(facts.test === null ? ["None.", ""] : fenced("text", facts.test)),
    "### Settings",
    "",
    ...fenced("json", JSON.stringify(facts.settings, null, 2)),
    "### Log",
    "",
    ...(facts.log.length === 0 ? ["Empty.", ""] : fenced("text", facts.log.join("\n"))),
  ].join("\n");
  if (redaction === null) return text;
  const { input, output } = effectiveConfig(document);
  const written = [input, output];
  return redact(text, {
    devices: [
      ...(facts.devices ?? []).flatMap(({ devices }) => devices.map(({ name }) => name)),
      ...written.flatMap(({ device }) => device.value ?? []),
      ...facts.testedDevices,
    ],
    patterns: [...written.flatMap(({ deviceRegex }) => deviceRegex.value ?? []), ...unreadable(document)],
    ...redaction,
  });
}

/** The text with the words of comments taken out; the lines stay, so that findings still point to the right ones. */
function withoutComments({ text, statements }: ConfigDocument): string {
  let result = "";
  let at = 0;
  for (const statement of statements) {
    const hidden =
      statement.kind === "comment" || statement.kind === "header" || statement.kind === "keyValue"
        ? statement.comment
        : statement.kind === "error"
          ? statement.span
          : null;
    if (hidden === null) continue;
    result += text.slice(at, hidden.start) + (statement.kind === "error" ? text.slice(hidden.start, hidden.end).replace(/#.*/g, "# …") : "# …");
    at = hidden.end;
  }
  return result + text.slice(at);
}

/** What stands where a value should and cannot be read: it may be half a name, and findings quote it. */
function unreadable({ text, statements }: ConfigDocument): readonly string[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== "error" || statement.valueSpan === null) return [];
    const value = text.slice(statement.valueSpan.start, statement.valueSpan.end).trim();
    return [value.replace(/^["']+|["']+$/g, "")];
  });
}

function findingLine({ code, severity, range, drivers, message }: Finding): string {
  return `Line ${String(range.start.line + 1)}: ${severity} \`${code}\` (${drivers.join(", ")}): ${message}`;
}

function deviceLines(backends: readonly BackendDevices[] | null): readonly string[] {
  if (backends === null) return ["Not listed.", ""];
  return list(
    backends.flatMap(({ backend, devices }) => [
      `${backend}: ${devices.length === 0 ? "no devices" : ""}`.trimEnd(),
      ...devices.map((device) => {
        const marks = [device.isDefaultInput ? "default input" : null, device.isDefaultOutput ? "default output" : null, device.isLoopback ? "loopback" : null].filter((mark) => mark !== null);
        const counts = `${String(device.inputChannels)} in, ${String(device.outputChannels)} out, ${String(device.defaultSampleRate)} Hz`;
        return `  ${device.name} (${[counts, ...marks].join(", ")})`;
      }),
    ]),
  );
}

function list(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return ["None.", ""];
  return [...lines.map((line) => (line.startsWith("  ") ? `  - ${line.trim()}` : `- ${line}`)), ""];
}

/** A fence longer than any in the text. */
function fenced(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text.replace(/\s+$/, ""), fence, ""];
}
