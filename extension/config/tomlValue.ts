import { t } from "./translate.ts";
import type { Span } from "./text.ts";

/** A value as it was written: what it means, and where each piece of it stands. */
export type TomlValue = TomlString | TomlInteger | TomlFloat | TomlBoolean | TomlDateTime | TomlArray | TomlInlineTable;

interface Written {
  readonly span: Span;
}

export interface TomlString extends Written {
  readonly type: "string";
  readonly value: string;
  readonly style: "basic" | "literal";
  readonly multiline: boolean;
}

export interface TomlInteger extends Written {
  readonly type: "integer";
  /** The nearest number; `exact` is the value itself. */
  readonly value: number;
  readonly exact: bigint;
}

export interface TomlFloat extends Written {
  readonly type: "float";
  /** May be infinite or NaN, which TOML 1.0 can write. */
  readonly value: number;
}

export interface TomlBoolean extends Written {
  readonly type: "boolean";
  readonly value: boolean;
}

export interface TomlDateTime extends Written {
  readonly type: "datetime";
  readonly value: string;
}

export interface TomlArray extends Written {
  readonly type: "array";
  readonly items: readonly TomlValue[];
}

export interface TomlInlineTable extends Written {
  readonly type: "table";
  readonly pairs: readonly TomlPair[];
}

/** `key = value`; the key may be dotted. */
export interface TomlPair {
  readonly key: TomlKey;
  readonly value: TomlValue;
}

export interface TomlKey {
  readonly span: Span;
  readonly parts: readonly TomlKeyPart[];
}

export interface TomlKeyPart {
  readonly name: string;
  readonly span: Span;
  readonly quoted: boolean;
}

/** The value as plain data, as a JSON Schema sees it. Integers beyond 2^53 lose their last digits. */
export function plainValue(value: TomlValue): unknown {
  switch (value.type) {
    case "array":
      return value.items.map(plainValue);
    case "table": {
      const table: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
      for (const pair of value.pairs) {
        let at = table;
        const names = pair.key.parts.map((part) => part.name);
        const last = names.pop() ?? "";
        for (const name of names) {
          at[name] ??= Object.create(null);
          at = at[name] as Record<string, unknown>;
        }
        at[last] = plainValue(pair.value);
      }
      return table;
    }
    default:
      return value.value;
  }
}

/** What a message calls the value's type. */
export function typeName(value: TomlValue): string {
  switch (value.type) {
    case "string":
      return t("a string");
    case "integer":
      return t("a whole number");
    case "float":
      return t("a number with a decimal point");
    case "boolean":
      return t("true or false");
    case "datetime":
      return t("a date or time");
    case "array":
      return t("a list");
    case "table":
      return t("a table");
  }
}
