import type { Finding, RelatedPlace } from "../config/finding.ts";
import { comparePositions } from "../config/text.ts";
import type { Range } from "../config/text.ts";

/**
 * What to show while somebody types: of the findings as they are now, those that were shown already. What is fixed
 * vanishes at once; what is new waits until the typing rests. Two findings are the same when code and message are;
 * of several equal ones as many stay as were shown.
 */
export function stillShown(shown: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  if (shown.length === now.length && now.every((one, index) => isSame(one, shown[index]))) return now;
  const left = new Map<string, number>();
  for (const finding of shown) left.set(key(finding), (left.get(key(finding)) ?? 0) + 1);
  return now.filter((finding) => {
    const count = left.get(key(finding)) ?? 0;
    left.set(key(finding), count - 1);
    return count > 0;
  });
}

/**
 * Whether both look the same to a user: the same words at the same places. To show hundreds of findings costs more than to
 * find them, and most keys change none.
 */
export function lookAlike(shown: readonly Finding[], now: readonly Finding[]): boolean {
  return shown.length === now.length && shown.every((one, index) => isShownAs(one, now[index]));
}

function isShownAs(a: Finding, b: Finding | undefined): boolean {
  if (a === b || b === undefined) return a === b;
  const sameWords = a.code === b.code && a.severity === b.severity && a.message === b.message && a.hint === b.hint;
  return sameWords && isSameRange(a.range, b.range) && relatedAlike(a.related ?? [], b.related ?? []);
}

function relatedAlike(a: readonly RelatedPlace[], b: readonly RelatedPlace[]): boolean {
  return a.length === b.length && b.every((two, index) => {
    const one = a[index] ?? two;
    return one.message === two.message && isSameRange(one.range, two.range);
  });
}

function isSameRange(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;
}

/** The findings that hold for one of these drivers. */
export function forDrivers(findings: readonly Finding[], drivers: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((finding) => finding.drivers.some((driver) => drivers.has(driver)));
}

const GRAVITY: Readonly<Record<Finding["severity"], number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/**
 * The gravest first, each kind in the order of the text: VS Code underlines no more than the first 500 of a file, and
 * an error must be among them.
 */
export function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}

/** The findings that stop our own driver, and with it a test, in the order of the text. */
export function blockingErrors(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter((finding) => finding.severity === "error" && finding.drivers.includes("flexlab"))
    .sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function isSame(a: Finding, b: Finding | undefined): boolean {
  return a.code === b?.code && a.message === b.message;
}

function key(finding: Finding): string {
  return `${finding.code}\n${finding.message}`;
}
