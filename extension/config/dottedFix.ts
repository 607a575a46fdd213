import { t } from "@vscode/l10n";
import type { ConfigDocument } from "./configDocument.ts";
import { lineOf } from "./editLines.ts";
import type { Fix } from "./finding.ts";
import { sureFix } from "./makeFinding.ts";
import type { KeyValueStatement } from "./statement.ts";

/**
 * Writes all of `input.device = …`, `input.channels = …` as a table of its own at the end of the file. Only where each is
 * a plain line and nothing else makes that table.
 */
export function dottedFix(document: ConfigDocument, statement: KeyValueStatement): readonly Fix[] {
  const table = statement.key.parts[0]?.name ?? "";
  if (table !== "input" && table !== "output") {
    return [];
  }
  const { text, lineEnding } = document;
  const entries = document.entries.filter(({ path }) => path[0] === table);
  const lines = entries.map((entry) => {
    const one = document.statements[entry.statement];
    const isPlainLine = entry.written === "dotted" && entry.path.length === 2 && entry.key.parts.length === 2 && one?.kind === "keyValue" && one.key === entry.key;
    return isPlainLine ? { statement: entry.statement, line: text.slice(entry.keyPart.span.start, one.span.end) } : null;
  });
  if (document.header(table) !== null || document.tables.some(({ path }) => path[0] === table)) {
    return [];
  }
  const moved = lines.flatMap((line) => (line === null ? [] : [line]));
  // A line that is also the last one of a file without a final line end would meet the new table there.
  const last = document.statements[document.statements.length - 1];
  if (moved.length !== lines.length || moved.length === 0 || last?.span.end !== text.length || last.kind === "error") {
    return [];
  }
  const ends = /[\r\n]$/.test(text);
  const lastLine = moved.find(({ statement: index }) => document.statements[index] === last);
  const block = `[${table}]${lineEnding}${moved.map(({ line }) => line).join(lineEnding)}`;
  const removed = moved
    .filter((one) => one !== lastLine)
    .map(({ statement: index }) => ({ range: document.rangeOf(lineOf(document, index)), newText: "" }));
  const span = lastLine === undefined ? { start: text.length, end: text.length } : last.span;
  const newText = lastLine === undefined ? `${ends ? "" : lineEnding}${block}${ends ? lineEnding : ""}` : block;
  return [sureFix(t("Write [{0}] with its options below", table), ...removed, { range: document.rangeOf(span), newText })];
}
