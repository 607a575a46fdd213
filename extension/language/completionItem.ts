import type { Span } from "../config/text.ts";
import type { Snippet } from "./snippet.ts";

/** One thing that can be put in at the cursor. */
export interface CompletionItem {
  readonly label: string;
  /** Beside the label: what it comes to. */
  readonly description: string;
  /** In small letters beside the documentation. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  readonly kind: "option" | "table" | "backend" | "device" | "number" | "word" | "pattern";
  /** What typed text is compared with, from the start of the span. */
  readonly filterText: string;
  readonly sortText: string;
  /** The one piece of text that goes, on the line of the cursor and with the cursor in it or at its ends. */
  readonly span: Span;
  readonly insert: Snippet;
  /** The value that will stand there; null for keys and tables. */
  readonly means: string | number | boolean | null;
  readonly preselect: boolean;
  /** Values are to be offered at once when it has been put in. */
  readonly suggestNext: boolean;
}

export interface Completions {
  readonly items: readonly CompletionItem[];
  /** More may come in a moment: the devices are being listed. */
  readonly incomplete: boolean;
}

export const NO_COMPLETIONS: Completions = { items: [], incomplete: false };
