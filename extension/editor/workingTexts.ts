/** The text of a file with which a test went well. */
export interface WorkingText {
  readonly file: string;
  readonly text: string;
  /** When it was tested, ISO 8601. */
  readonly testedAt: string;
  /** What the test found, in one sentence. */
  readonly sentence: string;
}

/** So many files are remembered, and texts of so many UTF-16 units: the editor's storage is not made for more. */
const MOST_FILES = 20;
const LONGEST_TEXT = 100_000;

/** What was stored, as far as it is what this version stores; newest first. */
export function readWorkingTexts(stored: unknown): readonly WorkingText[] {
  return Array.isArray(stored) ? stored.filter(isWorkingText).slice(0, MOST_FILES) : [];
}

/** With this text as the newest one of its file. A text that is too long is not kept, and the older one is dropped. */
export function withWorkingText(known: readonly WorkingText[], latest: WorkingText): readonly WorkingText[] {
  const others = known.filter(({ file }) => file !== latest.file);
  return latest.text.length > LONGEST_TEXT ? others : [latest, ...others].slice(0, MOST_FILES);
}

function isWorkingText(value: unknown): value is WorkingText {
  if (typeof value !== "object" || value === null) return false;
  const { file, text, testedAt, sentence } = value as Record<string, unknown>;
  return [file, text, testedAt, sentence].every((part) => typeof part === "string");
}
