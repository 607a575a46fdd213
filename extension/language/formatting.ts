import { t } from "../config/translate.ts";

import type { ConfigDocument } from "../config/configDocument.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { Statement } from "../config/statement.ts";
import type { Span, TextEdit } from "../config/text.ts";
import { applyEdits } from "../config/text.ts";
import { plainValue } from "../config/tomlValue.ts";
import { formatLines, withoutBlanksAtEnd } from "./formatLines.ts";

/** What became of a wish to format. */
export type Formatting =
  | { readonly kind: "edit"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "unchanged" }
  /** One plain sentence says why. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Tidies blanks, alignment and empty lines, and nothing else: the text is read again, and must hold the same tables,
 * options, values and comments in the same order. `within`: only lines that this span touches.
 */
export function formatDocument(document: ConfigDocument, within: Span | null = null): Formatting {
  const broken = document.statements.find(({ kind }) => kind === "error");
  if (broken !== undefined) {
    const line = document.positionAt(broken.span.start).line + 1;
    return { kind: "refused", reason: t("Not formatted: line {0} has an error. Correct it first.", line) };
  }
  const edits = formatLines(document)
    .filter(({ span }) => within === null || (span.start <= within.end && within.start <= span.end))
    .filter(({ span, text }) => document.text.slice(span.start, span.end) !== text)
    .map(({ span, text }) => ({ range: document.rangeOf(span), newText: text }));
  if (edits.length === 0) return { kind: "unchanged" };
  const after = parseConfig(applyEdits(document.text, edits));
  return sameContent(document, after)
    ? { kind: "edit", edits }
    : { kind: "refused", reason: t("Not formatted: this file is written in a way that cannot be tidied safely.") };
}

/** Whether both texts say the same: statements with their values and comments, letter by letter. */
export function sameContent(before: ConfigDocument, after: ConfigDocument): boolean {
  const a = content(before);
  const b = content(after);
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function content(document: ConfigDocument): readonly string[] {
  return document.statements.filter(({ kind }) => kind !== "blank").map((statement) => told(document, statement));
}

function told(document: ConfigDocument, statement: Statement): string {
  const text = (span: Span | null): string => (span === null ? "" : document.text.slice(span.start, span.end));
  switch (statement.kind) {
    case "blank":
      return "";
    case "comment":
      return `# ${withoutBlanksAtEnd(text(statement.comment))}`;
    case "error":
      return `? ${text(statement.span)}`;
    case "header":
      return JSON.stringify([statement.array, statement.key.parts.map(({ name }) => name), withoutBlanksAtEnd(text(statement.comment))]);
    case "keyValue":
      return JSON.stringify([statement.key.parts.map(({ name }) => name), exact(statement.value.type, plainValue(statement.value)), valueLetters(document, statement), withoutBlanksAtEnd(text(statement.comment))]);
  }
}

function exact(type: string, value: unknown): unknown {
  return typeof value === "number" ? `${type} ${String(value)}` : value;
}

/** The value's own letters; blanks count only where they are part of it. */
function valueLetters(document: ConfigDocument, { value }: Extract<Statement, { kind: "keyValue" }>): string {
  const text = document.text.slice(value.span.start, value.span.end);
  return value.type === "table" ? text.replace(/[ \t]/g, "") : text;
}
