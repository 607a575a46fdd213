import { optionTableOf } from "./configDocument.ts";
import type { ConfigDocument, ConfigEntry, ConfigTable, OptionTable } from "./configDocument.ts";
import type { Statement } from "./statement.ts";
import { LineMap } from "./text.ts";
import type { LineEnding, Position, Range, Span } from "./text.ts";
import { EarlierStatements } from "./toml/earlierStatements.ts";
import { readStatements } from "./toml/readStatements.ts";
import type { TomlInlineTable, TomlKey, TomlKeyPart } from "./tomlValue.ts";

/**
 * Reads any text. Never throws; takes linear time. With an earlier version of the text at hand, only the lines that are
 * not in that one are read; the result is exactly the same.
 */
export function parseConfig(text: string, earlier: ConfigDocument | null = null): ConfigDocument {
  return new ParsedConfig(text, earlier instanceof ParsedConfig && earlier.age < OLDEST ? earlier : null);
}

/**
 * Every name and value is a piece of the text that it was read in, and keeps that text in memory. Now and then all is
 * read anew, so that a long day of typing keeps no more than a few versions.
 */
const OLDEST = 64;

class ParsedConfig implements ConfigDocument {
  readonly text: string;
  readonly lines: LineMap;
  readonly lineEnding: LineEnding;
  readonly statements: readonly Statement[];
  readonly entries: readonly ConfigEntry[];
  readonly tables: readonly ConfigTable[];
  /** How many versions ago the text was read as a whole. */
  readonly age: number;
  private readonly byName: Readonly<Record<OptionTable, Map<string, ConfigEntry[]>>> = {
    top: new Map(), input: new Map(), output: new Map(), flexlab: new Map(),
  };
  private readonly headers: Readonly<Record<"input" | "output", ConfigTable | null>>;

  constructor(text: string, earlier: ParsedConfig | null) {
    this.text = text;
    this.age = earlier === null ? 0 : earlier.age + 1;
    this.lines = new LineMap(text);
    this.lineEnding = this.lines.lineEnding;
    this.statements = readStatements(this.lines, earlier === null ? null : new EarlierStatements(earlier, text));
    const { entries, tables } = collect(this.statements, earlier);
    this.entries = entries;
    this.tables = tables;
    const first = (name: string): ConfigTable | null =>
      tables.find((table) => table.path.length === 1 && table.path[0] === name && !table.array) ?? null;
    this.headers = { input: first("input"), output: first("output") };
    for (const entry of entries) {
      const table = optionTableOf(entry.path, entry.path.length - 1);
      if (table !== null) {
        const name = entry.path[entry.path.length - 1] ?? "";
        const list = this.byName[table].get(name);
        if (list === undefined) {
          this.byName[table].set(name, [entry]);
        } else {
          list.push(entry);
        }
      }
    }
  }

  find(table: OptionTable, key: string): ConfigEntry | null {
    return this.findAll(table, key).find((entry) => entry.value !== null) ?? null;
  }

  findAll(table: OptionTable, key: string): readonly ConfigEntry[] {
    return this.byName[table].get(key) ?? NONE;
  }

  header(table: "input" | "output"): ConfigTable | null {
    return this.headers[table];
  }

  tableAt(offset: number): readonly string[] {
    let path: readonly string[] = [];
    for (const table of this.tables) {
      if (table.span.end > offset) {
        break;
      }
      path = table.path;
    }
    return path;
  }

  offsetAt(position: Position): number {
    return this.lines.offsetAt(position);
  }

  positionAt(offset: number): Position {
    return this.lines.positionAt(offset);
  }

  rangeOf(span: Span): Range {
    return this.lines.rangeOf(span);
  }
}

const NONE: readonly ConfigEntry[] = [];

type Collected = Pick<ConfigDocument, "statements" | "entries" | "tables">;

/** What the statements name. Those that an earlier text begins with too are not gone through again. */
function collect(statements: readonly Statement[], earlier: Collected | null): { entries: ConfigEntry[]; tables: ConfigTable[] } {
  const kept = earlier === null ? 0 : commonStatements(statements, earlier.statements);
  const entries = keptOf(earlier?.entries ?? [], kept);
  const tables = keptOf(earlier?.tables ?? [], kept);
  let table = tables[tables.length - 1]?.path ?? [];
  for (let index = kept; index < statements.length; index++) {
    const statement = statements[index];
    switch (statement?.kind) {
      case "header":
        table = pathOf(statement.key);
        tables.push({
          path: table,
          array: statement.array,
          complete: true,
          keySpan: statement.key.span,
          span: statement.brackets,
          statement: index,
        });
        break;
      case "keyValue":
        addEntry(entries, table, statement.key, statement.value, index);
        break;
      case "error":
        if (statement.header !== null) {
          // Even half a header ends the table above it: what follows was not meant for that one.
          table = statement.key === null ? [""] : pathOf(statement.key);
          tables.push({
            path: table,
            array: statement.header === "array",
            complete: false,
            keySpan: statement.key?.span ?? statement.errorSpan,
            span: statement.errorSpan,
            statement: index,
          });
        } else if (statement.key !== null && statement.valueSpan !== null) {
          addEntry(entries, table, statement.key, null, index);
        }
        break;
      case "blank":
      case "comment":
      case undefined:
        break;
    }
  }
  return { entries, tables };
}

/** How many statements both begin with. */
function commonStatements(a: readonly Statement[], b: readonly Statement[]): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) {
    same++;
  }
  return same;
}

/** Those of the first so many statements; they stand in the order of the text. */
function keptOf<T extends { readonly statement: number }>(all: readonly T[], statements: number): T[] {
  let end = all.length;
  while (end > 0 && (all[end - 1]?.statement ?? 0) >= statements) {
    end--;
  }
  return all.slice(0, end);
}

/** A header of thousands of parts is nobody's table; shortened, so that its lines do not each copy thousands of names. */
const LONGEST_PATH = 16;

function pathOf(key: TomlKey): readonly string[] {
  const names = key.parts.map((part) => part.name);
  return names.length <= LONGEST_PATH ? names : [names.join(".")];
}

function addEntry(
  entries: ConfigEntry[],
  table: readonly string[],
  key: TomlKey,
  value: ConfigEntry["value"],
  statement: number,
): void {
  const keyPart = key.parts[key.parts.length - 1];
  if (keyPart === undefined) {
    return;
  }
  const path = pathBelow(table, key, keyPart);
  entries.push({ path, keyPart, key, value, written: key.parts.length > 1 ? "dotted" : "line", statement });
  if (value?.type === "table") {
    addInline(entries, path, value, statement);
  }
}

/**
 * Nearly every line of the file is the first or the second case, and a list written out is made several times as fast.
 * `concat` makes room for just these names; spreading and pushing would for a dozen more.
 */
function pathBelow(table: readonly string[], key: TomlKey, last: TomlKeyPart): readonly string[] {
  if (key.parts.length > 1) {
    return table.concat(key.parts.map((part) => part.name));
  }
  const first = table[0];
  return first === undefined ? [last.name] : table.length === 1 ? [first, last.name] : table.concat(last.name);
}

function addInline(entries: ConfigEntry[], path: readonly string[], table: TomlInlineTable, statement: number): void {
  // A list of work instead of recursion: nesting is as deep as the writer likes.
  const work: { path: readonly string[]; table: TomlInlineTable }[] = [{ path, table }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    for (const { key, value } of next.table.pairs) {
      const keyPart = key.parts[key.parts.length - 1];
      if (keyPart !== undefined) {
        const own = pathBelow(next.path, key, keyPart);
        entries.push({ path: own, keyPart, key, value, written: "inline", statement });
        if (value.type === "table") {
          work.push({ path: own, table: value });
        }
      }
    }
  }
}
