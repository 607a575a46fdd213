import { checkConfig } from "./checkConfig.ts";
import type { ConfigDocument } from "./configDocument.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { DriverName, Finding, Fix } from "./finding.ts";
import type { FindingCode } from "./findingCodes.ts";
import { liveFindings } from "./liveFindings.ts";
import type { LiveBackend } from "./liveScene.ts";
import { parseConfig } from "./parseConfig.ts";
import { Pieces } from "./pieces.ts";
import { withSeverities } from "./severities.ts";
import type { SeverityOverride } from "./severities.ts";
import { comparePositions, LineMap } from "./text.ts";
import type { Span, TextEdit } from "./text.ts";

export interface FixAllOptions {
  /** Whose findings are mended; all without it. */
  readonly drivers?: readonly DriverName[];
  /** Codes that are off are left alone. */
  readonly severities?: Readonly<Record<string, SeverityOverride>>;
  /** Only findings of this code. */
  readonly code?: FindingCode;
  /** The devices of this machine, when they are known: then names that are surely meant are mended too. */
  readonly devices?: readonly LiveBackend[];
}

/** Mending one thing can bring another to light, and some have to go one by one; but it comes to an end. */
const MOST_TRIES = 60;

/**
 * Applies every fix that is surely meant, again until none is left, and returns the edits that lead from the text to the
 * result; none when there is nothing to mend. What the fixes do not touch keeps every byte.
 */
export function fixAll(text: string, options: FixAllOptions = {}): readonly TextEdit[] {
  return fixAllSafe(text, options).edits;
}

export interface FixedAll {
  readonly edits: readonly TextEdit[];
  /** The findings that were mended, as they were when it was done, with the fix that did it. */
  readonly done: readonly { readonly finding: Finding; readonly fix: Fix }[];
  /** What was surely meant and is left all the same, as it would bring an error to light; places are those of the result. */
  readonly left: readonly { readonly finding: Finding; readonly fix: Fix }[];
}

/** Whether doing this is part of what was done. Where one of several alike was left, only the very one that was done is. */
export function isDone({ done, left }: FixedAll, finding: Finding, fix: Fix): boolean {
  const isIt = (one: { finding: Finding; fix: Fix }): boolean => one.finding.code === finding.code && one.fix.title === fix.title;
  return fix.preferred && (!left.some(isIt) || done.some((one) => isIt(one) && comparePositions(one.finding.range.start, finding.range.start) === 0));
}

/** As `fixAll`, with what was done. */
export function fixAllSafe(text: string, options: FixAllOptions = {}): FixedAll {
  const pieces = new Pieces(new LineMap(text));
  const done: Wish[] = [];
  let document = parseConfig(text);
  let findings = findingsOf(document, options);
  const tried = new Set<string>();
  /** Takes the wishes when they do no harm. */
  const take = (wishes: readonly Wish[]): boolean => {
    const attempted = attempt(document, findings, wishes, options);
    if (attempted === null) {
      return false;
    }
    for (const step of attempted.steps) {
      pieces.apply(step);
    }
    ({ document, findings } = attempted);
    done.push(...attempted.done);
    return true;
  };
  for (let tries = MOST_TRIES; tries > 0; tries--) {
    const wishes = wishesOf(document, findings, options).filter((wish) => !tried.has(nameOf(document, wish)));
    const [first] = wishes;
    if (first === undefined) {
      break;
    }
    // Two of them may not go together (both write the same option, say): then one by one.
    if (!take(wishes) && !take([first])) {
      tried.add(nameOf(document, first));
    }
  }
  const told = (wishes: readonly Wish[]): FixedAll["done"] => wishes.map(({ finding, fix }) => ({ finding, fix }));
  return { edits: pieces.edits(), done: told(done), left: told(wishesOf(document, findings, options)) };
}

function findingsOf(document: ConfigDocument, { devices }: FixAllOptions): readonly Finding[] {
  return devices === undefined ? checkConfig(document) : [...checkConfig(document), ...liveFindings(document, devices)];
}

interface Wish {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly spans: readonly PlacedEdit[];
}

type PlacedEdit = Span & { readonly newText: string };

/** The fixes to apply now: of overlapping ones the first, the others wait for the next round. */
function wishesOf(document: ConfigDocument, findings: readonly Finding[], { drivers, severities, code }: FixAllOptions): readonly Wish[] {
  const wanted = withSeverities(findings, severities ?? {}).filter(
    (finding) =>
      (code === undefined || finding.code === code) &&
      (drivers === undefined || finding.drivers.some((driver) => drivers.includes(driver))),
  );
  const taken: Span[] = [];
  return wanted.flatMap((finding) => {
    const fix = finding.fixes.find(({ preferred }) => preferred);
    if (fix === undefined) {
      return [];
    }
    const spans = fix.edits.map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }));
    if (spans.some((span) => taken.some((other) => span.start <= other.end && other.start <= span.end))) {
      return [];
    }
    taken.push(...spans);
    return [{ finding, fix, spans }];
  });
}

interface Attempt {
  readonly document: ConfigDocument;
  readonly findings: readonly Finding[];
  /** Edits of the text before, then of what came of them, and so on. */
  readonly steps: readonly (readonly PlacedEdit[])[];
  readonly done: readonly Wish[];
}

/** An option moved to where it counts can be wrong there, and be mended in the next step. */
const MOST_STEPS = 3;

/** What comes of it; null when a driver would then find more errors than before. */
function attempt(document: ConfigDocument, findings: readonly Finding[], wishes: readonly Wish[], options: FixAllOptions): Attempt | null {
  const steps: (readonly PlacedEdit[])[] = [];
  const done: Wish[] = [];
  // What was wished before is tried by itself: only what this attempt brings to light is mended along with it.
  const before = new Set(wishesOf(document, findings, options).map(kindOf));
  let after = document;
  for (let next = wishes; next.length > 0 && steps.length < MOST_STEPS; ) {
    const spans = next.flatMap((wish) => wish.spans).sort((a, b) => a.start - b.start || a.end - b.end);
    steps.push(spans);
    done.push(...next);
    after = parseConfig(edited(after.text, spans));
    const left = findingsOf(after, options);
    if (!BOTH_DRIVERS.some((driver) => errors(left, driver) > errors(findings, driver))) {
      return { document: after, findings: left, steps, done };
    }
    next = wishesOf(after, left, options).filter((wish) => !before.has(kindOf(wish)));
  }
  return null;
}

function edited(text: string, edits: readonly PlacedEdit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

function errors(findings: readonly Finding[], driver: DriverName): number {
  return findings.filter(({ severity, drivers }) => severity === "error" && drivers.includes(driver)).length;
}

/** A wish that did harm is not wished again. */
function nameOf(document: ConfigDocument, wish: Wish): string {
  return `${kindOf(wish)} ${document.offsetAt(wish.finding.range.start)}`;
}

function kindOf({ finding, fix }: Wish): string {
  return `${finding.code} ${fix.title}`;
}
