import { t } from "./translate.ts";
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
  const last = document.statements[document.statements.length - 1];
  if (moved.length !== lines.length || last === undefined || last.kind === "error") {
    return [];
  }
  const block = `[${table}]${lineEnding}${moved.map(({ line }) => line).join(lineEnding)}`;
  const title = t("Write [{0}] with its options below", table);
  const end = text.length;
  const removed = moved.map(({ statement: index }) => ({ index, edit: { range: document.rangeOf(lineOf(document, index)), newText: "" } }));
  if (/[\r\n]$/.test(text)) {
    return [sureFix(title, ...removed.map(({ edit }) => edit), { range: document.rangeOf({ start: end, end }), newText: `${block}${lineEnding}` })];
  }
  // A line that is also the last one of a file without a final line end becomes the table.
  const replaced = moved.some(({ statement: index }) => document.statements[index] === last);
  const others = removed.filter(({ index }) => document.statements[index] !== last).map(({ edit }) => edit);
  return [
    replaced
      ? sureFix(title, ...others, { range: document.rangeOf(last.span), newText: block })
      : sureFix(title, ...others, { range: document.rangeOf({ start: end, end }), newText: `${lineEnding}${block}` }),
  ];
}
