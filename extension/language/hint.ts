import type { Position } from "../config/text.ts";

/** What VS Code shows of all hints of one line before it cuts them off. */
export const MAX_HINT_LENGTH = 43;

export type HintCommand = "testBackend" | "openPanel" | "pickInputDevice" | "pickOutputDevice";

/** One inlay hint: at most one per line, so that the line's limit is the hint's. */
export interface HintText {
  readonly position: Position;
  readonly parts: readonly HintPart[];
  /** Markdown; every value in it comes from us or is escaped. */
  readonly tooltip: string;
  /** What can be done about it, for links below the tooltip. */
  readonly actions: readonly HintCommand[];
}

export interface HintPart {
  readonly text: string;
  /** What a click on it does; null: nothing. */
  readonly command: HintCommand | null;
}

/** The first wording that VS Code does not cut off; the last one cut by us when none fits. */
export function fit(wordings: readonly string[], limit: number = MAX_HINT_LENGTH): string {
  const found = wordings.find((wording) => [...wording].length <= limit);
  if (found !== undefined) return found;
  const last = [...(wordings.at(-1) ?? "")];
  return `${last.slice(0, limit - 1).join("")}…`;
}
