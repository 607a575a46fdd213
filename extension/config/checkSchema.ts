import { t } from "./translate.ts";
import type { ConfigDocument, ConfigEntry, ConfigTable, TableName } from "./configDocument.ts";
import { LAB_TABLE, tableNameOf } from "./configDocument.ts";
import { checkLabTable } from "./checkLabTable.ts";
import { checkValue, isOff } from "./checkValue.ts";
import type { Finding, Fix } from "./finding.ts";
import { makeFinding, possibleFix } from "./makeFinding.ts";
import { optionsOf, streamOptions, topOptions } from "./schema.ts";
import { draftRemoveOption, draftSetOption } from "./setOption.ts";
import { isSureGuess, suggest } from "./suggest.ts";
import type { Span } from "./text.ts";
import { tomlKey } from "./tomlText.ts";

const TABLES: readonly string[] = ["input", "output"];

/** Names, places, types and ranges, against the schema. */
export function checkSchema(document: ConfigDocument): Finding[] {
  const findings: Finding[] = [];
  const headers = countHeaders(document);
  /** Of a table that the driver ignores, its first header is enough. */
  const ignored = new Set<string>();
  for (const table of document.tables) {
    if (table.path[0] === LAB_TABLE) continue;
    const finding = checkTable(document, table, headers);
    const name = table.path.join(".");
    if (finding !== null && !(finding.code === "unknown-table" && ignored.has(name))) {
      findings.push(finding);
      ignored.add(name);
    }
  }
  /** Names that were told of already, by their header or at their first use: they need no finding each time. */
  const told = new Set<string>(headers.keys());
  for (const entry of document.entries) {
    if (entry.path[0] !== LAB_TABLE) checkEntry(document, entry, told, findings);
  }
  return [...findings, ...checkLabTable(document)];
}

/** How often each first name, and each pair of names, is a header. */
function countHeaders(document: ConfigDocument): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of document.tables) {
    const first = path[0] ?? "";
    const second = path[1];
    const name = second === undefined ? first : pairOf(first, second);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (second !== undefined && !counts.has(first)) {
      counts.set(first, 0);
    }
  }
  return counts;
}

/** A line end cannot stand in a header, so no two pairs are the same text. */
function pairOf(first: string, second: string): string {
  return `${first}\n${second}`;
}

function checkTable(document: ConfigDocument, table: ConfigTable, headers: ReadonlyMap<string, number>): Finding | null {
  const first = table.path[0] ?? "";
  const second = table.path[1] ?? "";
  if (!table.complete) {
    return null; // it has its syntax error
  }
  const range = document.rangeOf(table.span);
  const isStream = TABLES.includes(first);
  const name = isStream ? second : first;
  if (isStream && table.array && table.path.length === 1) {
    const newText = `[${first}]`;
    return makeFinding("array-of-tables", range, t("[[{0}]] makes a list of tables; the driver wants one table.", first), t("Write {0}.", newText), {
      fixes: headers.get(first) === 1 ? [{ title: t("Write {0}", newText), edits: [{ range, newText }], preferred: true }] : [],
    });
  }
  if ((isStream ? streamOptions : topOptions).has(name)) {
    return makeFinding(
      "wrong-type",
      range,
      t("{0} is an option, not a table.", name),
      isStream
        ? t("Write {0} = … on a line of its own below [{1}].", name, first)
        : t("Write {0} = … on a line of its own, above the first table.", name),
    );
  }
  return !isStream || table.path.length > 1 ? unknownTable(document, table.path, table.keySpan) : null;
}

function unknownTable(document: ConfigDocument, path: readonly string[], span: Span): Finding {
  const name = path.join(".");
  const meant = path.length === 1 ? suggest(name, TABLES) : null;
  const range = document.rangeOf(span);
  const rename = meant !== null && document.header(meant === "input" ? "input" : "output") === null;
  return makeFinding(
    "unknown-table",
    range,
    t("The driver ignores [{0}]: it knows the tables [input] and [output].", shorten(name)),
    meant === null ? t("Names are case-sensitive.") : t("Did you mean {0}?", `[${meant}]`),
    { fixes: rename ? [{ title: t("Write {0}", `[${meant}]`), edits: [{ range, newText: meant }], preferred: isSureGuess(name, meant) }] : [] },
  );
}

function checkEntry(document: ConfigDocument, entry: ConfigEntry, told: Set<string>, findings: Finding[]): void {
  const first = entry.path[0] ?? "";
  const second = entry.path[1] ?? "";
  if (entry.path.length === 1) {
    if (TABLES.includes(first)) {
      checkWholeTable(document, entry, findings);
    } else if (topOptions.has(first)) {
      findings.push(...checkValue(document, entry, "top"));
    } else {
      findings.push(unknownKey(document, entry, "top"));
    }
    return;
  }
  const table = first === "input" || first === "output" ? first : null;
  if (table === null) {
    // Below an unknown header, inside an unknown inline table, or behind a dot of an unknown name.
    if (entry.written === "dotted" && !told.has(first)) {
      told.add(first);
      findings.push(topOptions.has(first) ? tableForOption(document, entry, first) : unknownTable(document, [first], entry.key.parts[0]?.span ?? entry.key.span));
    }
    return;
  }
  if (entry.path.length === 2) {
    findings.push(
      ...(streamOptions.has(second) ? checkValue(document, entry, table) : [unknownKey(document, entry, table)]),
    );
    return;
  }
  const inside = document.findAll(table, second).length > 0;
  if (!inside && !told.has(pairOf(first, second))) {
    told.add(pairOf(first, second));
    findings.push(
      streamOptions.has(second) ? tableForOption(document, entry, second) : unknownKey(document, entry, table),
    );
  }
}

function tableForOption(document: ConfigDocument, entry: ConfigEntry, name: string): Finding {
  return makeFinding(
    "wrong-type",
    document.rangeOf(entry.key.span),
    t("{0} is an option with one value; nothing can stand behind a dot.", name),
    t("Write {0} = …", name),
  );
}

function checkWholeTable(document: ConfigDocument, entry: ConfigEntry, findings: Finding[]): void {
  if (entry.value === null || entry.value.type === "table") {
    return;
  }
  const name = entry.path[0] ?? "";
  findings.push(
    makeFinding(
      "table-expected",
      document.rangeOf(entry.value.span),
      t("{0} must be a table.", name),
      t("Write [{0}] on a line of its own and its options below.", name),
    ),
  );
}

/** Not an option, or not one of this place. Drivers ignore it without a word, which is why we do not. */
function unknownKey(document: ConfigDocument, entry: ConfigEntry, table: TableName): Finding {
  const depth = table === "top" ? 0 : 1;
  const name = entry.path[depth] ?? entry.keyPart.name;
  const part = entry.path.length === depth + 1 ? entry.keyPart : (entry.key.parts[0] ?? entry.keyPart);
  const elsewhere = table === "top" ? streamOptions : topOptions;
  const range = document.rangeOf(part.span);
  if (elsewhere.has(name)) {
    return table === "top"
      ? makeFinding(
          "misplaced-key",
          range,
          t("The driver ignores {0} here: it belongs into [input] or [output].", name),
          t("Move it below the header of the direction that it is meant for."),
          { fixes: (["input", "output"] as const).flatMap((to) => moveTo(document, entry, to)) },
        )
      : makeFinding(
          "misplaced-key",
          range,
          t("The driver ignores {0} here: it belongs to the top of the file, above [input] and [output].", name),
          t("Every line below a header belongs to that table."),
          { fixes: moveTo(document, entry, "top") },
        );
  }
  const meant = suggest(name, [...optionsOf(table).keys(), ...(table === "top" ? TABLES : [])]);
  const meantElsewhere = meant === null ? suggest(name, elsewhere.keys()) : null;
  const shown = shorten(name);
  const message =
    meant !== null && meant.toLowerCase() === name.toLowerCase()
      ? t('The driver ignores "{0}": capital and small letters count.', shown)
      : table === "top"
        ? t('The driver ignores "{0}": there is no such option.', shown)
        : t('The driver ignores "{0}": there is no such option in [{1}].', shown, table);
  const hint =
    meant !== null
      ? t("Did you mean {0}?", meant)
      : meantElsewhere === null
        ? t("Remove the line, or make it a comment.")
        : table === "top"
          ? t("Did you mean {0}? It belongs into [input] or [output].", meantElsewhere)
          : t("Did you mean {0}? It belongs to the top of the file.", meantElsewhere);
  return makeFinding("unknown-key", range, message, hint, { fixes: [...rename(document, table, name, meant, part.span), ...commentOut(document, entry)] });
}

function rename(document: ConfigDocument, table: TableName, name: string, meant: string | null, span: Span): readonly Fix[] {
  if (
    meant === null ||
    document.findAll(table, meant).length > 0 ||
    ((meant === "input" || meant === "output") && document.header(meant) !== null)
  ) {
    return [];
  }
  return [{ title: t("Write {0}", meant), edits: [{ range: document.rangeOf(span), newText: tomlKey(meant) }], preferred: isSureGuess(name, meant) }];
}

/** For a line that is a note, or that another program reads. */
function commentOut(document: ConfigDocument, entry: ConfigEntry): readonly Fix[] {
  const statement = document.statements[entry.statement];
  if (entry.written !== "line" || statement?.kind !== "keyValue" || /[\r\n]/.test(document.text.slice(statement.span.start, statement.span.end))) {
    return [];
  }
  const start = document.positionAt(statement.key.span.start);
  return [possibleFix(t("Make the line a comment"), { range: { start, end: start }, newText: "# " })];
}

/** Takes the line away and sets the option where it belongs; only where it is not set already. */
function moveTo(document: ConfigDocument, entry: ConfigEntry, to: TableName): readonly Fix[] {
  const name = entry.keyPart.name;
  const value = entry.value;
  const from = tableNameOf(entry.path.slice(0, -1));
  if (
    from === null ||
    value === null ||
    !("value" in value) ||
    value.type === "datetime" ||
    document.findAll(to, name).length > 0 ||
    document.findAll(from, name).length !== 1
  ) {
    return [];
  }
  const removed = draftRemoveOption(document, from, name);
  const added = draftSetOption(document, to, name, value.value);
  if (removed.length === 0 || added === null) {
    return [];
  }
  // Above both tables it can be meant for either, unless one of them is off; and where it counts it must be right.
  const place = to === "top" || isOff(document, to === "input" ? "output" : "input");
  const preferred = place && checkValue(document, entry, to).every(({ severity, fixes }) => severity !== "error" || fixes.some((fix) => fix.preferred));
  const title = to === "top" ? t("Move {0} to the top of the file", name) : t("Move {0} to [{1}]", name, to);
  return [{ title, edits: [...removed, added], preferred }];
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
