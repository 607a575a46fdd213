import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { tableNameOf } from "./configDocument.ts";
import { checkValue } from "./checkValue.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";
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
  checkTables(document, headers, findings);
  /** Names that were told of already, by their header or at their first use: they need no finding each time. */
  const told = new Set<string>(headers.keys());
  for (const entry of document.entries) {
    checkEntry(document, entry, told, findings);
  }
  return findings;
}

/** How often each first name, and each pair of names, is a header. */
function countHeaders(document: ConfigDocument): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of document.tables) {
    const [first = "", second] = path;
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

function checkTables(document: ConfigDocument, headers: ReadonlyMap<string, number>, findings: Finding[]): void {
  for (const table of document.tables) {
    const [first = "", second = ""] = table.path;
    if (!table.complete) {
      continue; // it has its syntax error
    }
    const isStream = TABLES.includes(first);
    const option = isStream ? streamOptions.get(second) : topOptions.get(first);
    if (isStream && table.array && table.path.length === 1) {
      findings.push({
        code: "array-of-tables",
        severity: "error",
        layer: "schema",
        message: `[[${first}]] makes a list of tables; the driver wants one table.`,
        hint: `Write [${first}].`,
        range: document.rangeOf(table.span),
        drivers: BOTH_DRIVERS,
        fixes: headers.get(first) === 1
          ? [{ title: `Write [${first}]`, edits: [{ range: document.rangeOf(table.span), newText: `[${first}]` }], preferred: true }]
          : [],
      });
    } else if (option !== undefined) {
      const name = isStream ? second : first;
      findings.push({
        code: "wrong-type",
        severity: "error",
        layer: "schema",
        message: `${name} is an option, not a table.`,
        hint: `Write ${name} = … on a line of its own${isStream ? ` below [${first}]` : ", above the first table"}.`,
        range: document.rangeOf(table.span),
        drivers: BOTH_DRIVERS,
        fixes: [],
      });
    } else if (!isStream || table.path.length > 1) {
      findings.push(unknownTable(document, table.path, table.keySpan));
    }
  }
}

function unknownTable(document: ConfigDocument, path: readonly string[], span: Span): Finding {
  const name = path.join(".");
  const meant = path.length === 1 ? suggest(name, TABLES) : null;
  const rename = meant !== null && document.header(meant === "input" ? "input" : "output") === null;
  return {
    code: "unknown-table",
    severity: "warning",
    layer: "schema",
    message: `The driver ignores [${shorten(name)}]: it knows the tables [input] and [output].`,
    hint: meant === null ? "Names are case-sensitive." : `Did you mean [${meant}]?`,
    range: document.rangeOf(span),
    drivers: BOTH_DRIVERS,
    fixes: rename ? [{ title: `Write [${meant}]`, edits: [{ range: document.rangeOf(span), newText: meant }], preferred: isSureGuess(name, meant) }] : [],
  };
}

function checkEntry(document: ConfigDocument, entry: ConfigEntry, told: Set<string>, findings: Finding[]): void {
  const [first = "", second = ""] = entry.path;
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
  const table = TABLES.includes(first) ? (first === "input" ? "input" : "output") : null;
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
  return {
    code: "wrong-type",
    severity: "error",
    layer: "schema",
    message: `${name} is an option with one value; nothing can stand behind a dot.`,
    hint: `Write ${name} = …`,
    range: document.rangeOf(entry.key.span),
    drivers: BOTH_DRIVERS,
    fixes: [],
  };
}

function checkWholeTable(document: ConfigDocument, entry: ConfigEntry, findings: Finding[]): void {
  if (entry.value === null || entry.value.type === "table") {
    return;
  }
  const name = entry.path[0] ?? "";
  findings.push({
    code: "table-expected",
    severity: "error",
    layer: "schema",
    message: `${name} must be a table.`,
    hint: `Write [${name}] on a line of its own and its options below.`,
    range: document.rangeOf(entry.value.span),
    drivers: BOTH_DRIVERS,
    fixes: [],
  });
}

/** Not an option, or not one of this place. Drivers ignore it without a word, which is why we do not. */
function unknownKey(document: ConfigDocument, entry: ConfigEntry, table: TableName): Finding {
  const depth = table === "top" ? 0 : 1;
  const name = entry.path[depth] ?? entry.keyPart.name;
  const part = entry.path.length === depth + 1 ? entry.keyPart : (entry.key.parts[0] ?? entry.keyPart);
  const elsewhere = table === "top" ? streamOptions : topOptions;
  const range = document.rangeOf(part.span);
  const common = { layer: "schema", severity: "warning", range, drivers: BOTH_DRIVERS } as const;
  if (elsewhere.has(name)) {
    return table === "top"
      ? {
          ...common,
          code: "misplaced-key",
          message: `The driver ignores ${name} here: it belongs into [input] or [output].`,
          hint: "Move it below the header of the direction that it is meant for.",
          fixes: (["input", "output"] as const).flatMap((to) => moveTo(document, entry, to)),
        }
      : {
          ...common,
          code: "misplaced-key",
          message: `The driver ignores ${name} here: it belongs to the top of the file, above [input] and [output].`,
          hint: "Every line below a header belongs to that table.",
          fixes: moveTo(document, entry, "top"),
        };
  }
  const meant = suggest(name, [...optionsOf(table).keys(), ...(table === "top" ? TABLES : [])]);
  const meantElsewhere = meant === null ? suggest(name, elsewhere.keys()) : null;
  const onlyCase = meant !== null && meant.toLowerCase() === name.toLowerCase();
  const free = meant !== null && document.findAll(table, meant).length === 0 && !(TABLES.includes(meant) && document.header(meant === "input" ? "input" : "output") !== null);
  return {
    ...common,
    code: "unknown-key",
    message: `The driver ignores "${shorten(name)}": ${onlyCase ? "capital and small letters count" : "there is no such option"}${table === "top" ? "" : ` in [${table}]`}.`,
    hint:
      meant !== null
        ? `Did you mean ${meant}?`
        : meantElsewhere !== null
          ? `Did you mean ${meantElsewhere}? It belongs ${table === "top" ? "into [input] or [output]" : "to the top of the file"}.`
          : "Remove the line, or make it a comment.",
    fixes: free ? [{ title: `Write ${meant}`, edits: [{ range, newText: tomlKey(meant) }], preferred: isSureGuess(name, meant) }] : [],
  };
}

/** Takes the line away and sets the option where it belongs; only where it is not set already. */
function moveTo(document: ConfigDocument, entry: ConfigEntry, to: TableName): Fix[] {
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
  const where = to === "top" ? "the top of the file" : `[${to}]`;
  return [{ title: `Move ${name} to ${where}`, edits: [...removed, added], preferred: to === "top" }];
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
