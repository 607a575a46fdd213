import type { ConfigDocument } from "../../extension/config/configDocument.ts";
import type { TomlKey, TomlValue } from "../../extension/config/tomlValue.ts";

/** A document as toml-test writes it down: tables and lists, and every other value as its type and its text. */
export type Tagged = Tag | readonly Tagged[] | { readonly [name: string]: Tagged };

export interface Tag {
  readonly type: string;
  readonly value: string;
}

type Table = Record<string, unknown>;

/** The whole document as one tree. For a document without errors. */
export function taggedDocument(document: ConfigDocument): Tagged {
  const root = emptyTable();
  let table = root;
  for (const statement of document.statements) {
    if (statement.kind === "header") {
      table = enter(root, statement.key, statement.array);
    } else if (statement.kind === "keyValue") {
      put(table, statement.key, statement.value);
    }
  }
  return root as Tagged;
}

function emptyTable(): Table {
  return Object.create(null) as Table;
}

function enter(root: Table, key: TomlKey, array: boolean): Table {
  const names = key.parts.map((part) => part.name);
  const last = names.pop() ?? "";
  const above = names.reduce(below, root);
  if (array) {
    const list = (above[last] ??= []) as Table[];
    list.push(emptyTable());
  }
  return below(above, last);
}

/** The table of this name, made when it is not there; of a list the last one. */
function below(table: Table, name: string): Table {
  const there = (table[name] ??= emptyTable());
  return (Array.isArray(there) ? there[there.length - 1] : there) as Table;
}

function put(table: Table, key: TomlKey, value: TomlValue): void {
  const names = key.parts.map((part) => part.name);
  const last = names.pop() ?? "";
  names.reduce(below, table)[last] = taggedValue(value);
}

function taggedValue(value: TomlValue): unknown {
  switch (value.type) {
    case "array":
      return value.items.map(taggedValue);
    case "table": {
      const table = emptyTable();
      for (const pair of value.pairs) {
        put(table, pair.key, pair.value);
      }
      return table;
    }
    case "string":
      return { type: "string", value: value.value };
    case "integer":
      return { type: "integer", value: String(value.exact) };
    case "float":
      return { type: "float", value: floatText(value.value) };
    case "boolean":
      return { type: "bool", value: String(value.value) };
    case "datetime":
      return { type: dateType(value.value), value: dateText(value.value) };
  }
}

/** toml-test's files write floats in several ways, and zero without its sign; both sides are brought to one. */
export function floatText(value: number): string {
  return String(value);
}

function dateType(text: string): string {
  return !text.includes("-") || text.indexOf(":") === 2
    ? "time-local"
    : !text.includes(":")
      ? "date-local"
      : /(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/.test(text)
        ? "datetime"
        : "datetime-local";
}

/** The same moment in one way of writing: fractions of a second without zeros at their end. */
export function dateText(text: string): string {
  return text
    .toUpperCase()
    .replace(" ", "T")
    .replace(/\.([0-9]+)/, (_, digits: string) => (/^0*$/.test(digits) ? "" : `.${digits.replace(/0+$/, "")}`))
    .replace(/\+00:00$/, "Z");
}
