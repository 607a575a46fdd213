import type { Statement } from "./statement.ts";
import type { LineEnding, LineMap, Position, Range, Span } from "./text.ts";
import type { TomlKey, TomlKeyPart, TomlValue } from "./tomlValue.ts";

/** The three places where options live: the top of the file, `[input]` and `[output]`. */
export type TableName = "top" | "input" | "output";

/** The table of options that FlexLab's own driver has and FlexASIO does not. */
export const LAB_TABLE = "flexlab";

/** Every place where an option can live that one of the drivers reads. */
export type OptionTable = TableName | typeof LAB_TABLE;

/** One option as written: `key = value` on a line, behind a dot, or inside an inline table. */
export interface ConfigEntry {
  /** From the root: `["input", "device"]`. */
  readonly path: readonly string[];
  /** The last part of the key. */
  readonly keyPart: TomlKeyPart;
  /** The key with all its dots. */
  readonly key: TomlKey;
  /** Null when the statement is broken: the key stands there, its value cannot be read. */
  readonly value: TomlValue | null;
  /** How the table was named: by a header above (or none), by a dotted key, or by an inline table around it. */
  readonly written: "line" | "dotted" | "inline";
  /** Index into the statements. */
  readonly statement: number;
}

export interface ConfigTable {
  readonly path: readonly string[];
  readonly array: boolean;
  /** False for a header that is broken but tells its name all the same. */
  readonly complete: boolean;
  readonly keySpan: Span;
  readonly span: Span;
  /** Index into the statements. */
  readonly statement: number;
}

/**
 * A FlexASIO.toml as read: always there, however broken the text. The only state of a configuration is its text;
 * this is a view of it, made anew for every version.
 */
export interface ConfigDocument {
  readonly text: string;
  readonly lines: LineMap;
  readonly lineEnding: LineEnding;
  readonly statements: readonly Statement[];
  /** Every option in the order of the text, those of unknown tables too. */
  readonly entries: readonly ConfigEntry[];
  /** Every header in the order of the text. */
  readonly tables: readonly ConfigTable[];
  /** The option that counts (the first, when it is there twice); null when it is absent or cannot be read. */
  find(table: OptionTable, key: string): ConfigEntry | null;
  /** Every place where the option is written, broken ones too. */
  findAll(table: OptionTable, key: string): readonly ConfigEntry[];
  /** The first header of the table; null without one (it may still be an inline table or dotted keys). */
  header(table: "input" | "output"): ConfigTable | null;
  /** The table's options under this header or around this offset: which table a new line here would belong to. */
  tableAt(offset: number): readonly string[];
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
  rangeOf(span: Span): Range;
}

export function tablePath(table: TableName): readonly string[] {
  return table === "top" ? [] : [table];
}

/** The table that a path names; null for one that FlexASIO does not know. */
export function tableNameOf(path: readonly string[]): TableName | null {
  const table = optionTableOf(path);
  return table === LAB_TABLE ? null : table;
}

/** The same for the drivers together, of the first `length` names of a path. */
export function optionTableOf(path: readonly string[], length = path.length): OptionTable | null {
  if (length !== 1) {
    return length === 0 ? "top" : null;
  }
  const name = path[0];
  return name === "input" || name === "output" || name === LAB_TABLE ? name : null;
}
