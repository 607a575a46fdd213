import type { Finding } from "../config/finding.ts";
import { isDone } from "../config/fixAll.ts";
import type { FixedAll } from "../config/fixAll.ts";
import type { Severity } from "../config/findingCodes.ts";
import { columnsOf, printable, styled, type Style } from "./style.ts";
import type { Look } from "./terminal.ts";

const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow", information: "blue", hint: "cyan" };
const CONTEXT_LIMIT = 160;

/**
 * A finding as compilers tell it: place, what, how to mend it, and the line with a mark under it.
 * Lines and columns count from 1 here; columns in UTF-16 units, as editors jump. `fixable`: what `--fix` would do, when
 * that is known; a fix that it would leave is not called safe.
 */
export function findingText(file: string, lines: readonly string[], finding: Finding, look: Look, fixable: FixedAll | null = null): string {
  const { start } = finding.range;
  const place = `${file}:${String(start.line + 1)}:${String(start.character + 1)}:`;
  const drivers = finding.drivers.length === 1 ? ` (${finding.drivers.join()} only)` : "";
  const parts = [
    styled(look, place, "bold"),
    styled(look, finding.severity, "bold", SEVERITY_STYLE[finding.severity]),
    styled(look, finding.code, "dim"),
    `${finding.message}${drivers}`,
  ];
  const shown = [parts.join(" "), ...context(lines, finding, look)];
  if (finding.hint !== "") shown.push(`  ${styled(look, "help:", "bold")} ${finding.hint}`);
  for (const fix of finding.fixes) {
    const isSafe = fixable === null ? fix.preferred : isDone(fixable, finding, fix);
    shown.push(`  ${styled(look, "fix:", "bold")}  ${printable(fix.title)}${isSafe ? styled(look, "  (safe)", "dim") : ""}`);
  }
  return `${shown.join("\n")}\n`;
}

/** The source line with a mark under the range; cut where it is long. None for what is told of the file as a whole. */
function context(lines: readonly string[], { range, severity }: Finding, look: Look): readonly string[] {
  const line = lines[range.start.line];
  const isOfTheFile = range.end.line === 0 && range.end.character === 0;
  if (line === undefined || line.trim() === "" || isOfTheFile) return [];
  const from = Math.max(0, range.start.character - CONTEXT_LIMIT / 2);
  const until = Math.min(line.length, from + CONTEXT_LIMIT);
  const end = range.end.line === range.start.line ? Math.min(range.end.character, until) : until;
  const clean = (text: string): string => printable(text.replaceAll("\t", "  "));
  const before = clean(line.slice(from, range.start.character));
  const marked = clean(line.slice(range.start.character, end));
  const number = String(range.start.line + 1);
  const gutter = styled(look, `  ${number} |`, "dim");
  const empty = styled(look, `  ${" ".repeat(number.length)} |`, "dim");
  const mark = "^".repeat(Math.max(1, columnsOf(marked)));
  return [
    `${gutter} ${clean(line.slice(from, until))}${until < line.length ? "…" : ""}`,
    `${empty} ${" ".repeat(columnsOf(before))}${styled(look, mark, SEVERITY_STYLE[severity])}`,
  ];
}

/** What `--fix` did: a line for each, at the place where it was. */
export function fixedText(file: string, { done }: FixedAll, look: Look): string {
  if (done.length === 0) return `${file}: nothing to fix safely.\n\n`;
  const lines = done.map(({ finding: { code, range }, fix: { title } }) => {
    const place = `${file}:${String(range.start.line + 1)}:${String(range.start.character + 1)}:`;
    return `${styled(look, place, "bold")} ${styled(look, "fixed", "bold", "green")} ${styled(look, code, "dim")} ${printable(title)}\n`;
  });
  return `${lines.join("")}\n`;
}

/** How many of them `--fix` would take away; nothing when that is none. */
export function fixOffer({ done }: FixedAll): string {
  return done.length === 0 ? "" : `${String(done.length)} can be fixed safely: add --fix.\n`;
}

/** "2 errors, 1 warning in FlexASIO.toml." and, where the drivers differ, which of them starts. */
export function findingSummary(file: string, findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = WORDS.map(([severity, word]) => [count(severity), word] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${String(number)} ${word}${number === 1 ? "" : "s"}`);
  if (parts.length === 0) return `${file}: nothing to say against it.`;
  return `${parts.join(", ")} in ${file}.${whoStarts(findings)}`;
}

const WORDS: readonly (readonly [Severity, string])[] = [
  ["error", "error"],
  ["warning", "warning"],
  ["information", "note"],
  ["hint", "hint"],
];

function whoStarts(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "";
  const stock = errors.some(({ drivers }) => drivers.includes("flexasio"));
  const ours = errors.some(({ drivers }) => drivers.includes("flexlab"));
  if (stock === ours) return "";
  return stock ? " FlexLab's driver starts with it; stock FlexASIO does not." : " Stock FlexASIO starts with it; FlexLab's driver does not.";
}
