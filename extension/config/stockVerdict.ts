import { readAsStock } from "./stockReader.ts";
import type { StockTable, StockValue } from "./stockValue.ts";
import { isValidRegex } from "./regex.ts";
import { optionsOf, topOptions } from "./schema.ts";
import type { OptionSchema } from "./schema.ts";

/** What stock FlexASIO says of a file, as far as the file alone decides it. */
export type StockVerdict =
  | { readonly verdict: "ok" }
  /** Its TOML reader stops at this offset. */
  | { readonly verdict: "parse"; readonly offset: number }
  /** It reads the file but does not start because of this option. */
  | { readonly verdict: "config"; readonly table: "top" | "input" | "output"; readonly key: string };

/**
 * Stock FlexASIO's own reader and checks, in its order. It knows fewer backends than we do, reads `channels` as a 32-bit
 * number without looking, and takes no whole number where a float is meant.
 */
export function stockVerdict(text: string): StockVerdict {
  const read = readAsStock(text);
  if (!read.ok) {
    return { verdict: "parse", offset: read.offset };
  }
  const root = read.root;
  for (const option of topOptions.values()) {
    const value = root.get(option.name);
    if (value !== undefined && !typeAndRange(option, value)) {
      return { verdict: "config", table: "top", key: option.name };
    }
  }
  const off: boolean[] = [];
  for (const name of ["input", "output"] as const) {
    const value = root.get(name);
    if (value !== undefined && value.type !== "table") {
      return { verdict: "config", table: "top", key: name };
    }
    const wrong = value === undefined ? null : wrongKey(value.table);
    if (wrong !== null) {
      return { verdict: "config", table: name, key: wrong };
    }
    off.push(value !== undefined && isText(value.table.get("device"), ""));
  }
  const backend = root.get("backend");
  if (backend?.type === "string" && !isStockBackend(backend.value)) {
    return { verdict: "config", table: "top", key: "backend" };
  }
  if (off.every(Boolean)) {
    return { verdict: "config", table: "input", key: "device" };
  }
  for (const [index, name] of (["input", "output"] as const).entries()) {
    const value = root.get(name);
    const sampleType = value?.type === "table" ? value.table.get("sampleType") : undefined;
    const known = optionsOf(name).get("sampleType")?.values ?? [];
    if (off[index] !== true && sampleType?.type === "string" && !known.includes(sampleType.value)) {
      return { verdict: "config", table: name, key: "sampleType" };
    }
  }
  return { verdict: "ok" };
}

export function isStockBackend(name: string): boolean {
  const option = topOptions.get("backend");
  const drivers = option?.valueDrivers.get(name);
  return option?.values?.includes(name) === true && (drivers === undefined || drivers.includes("flexasio"));
}

function isText(value: StockValue | undefined, text: string): boolean {
  return value?.type === "string" && value.value === text;
}

function wrongKey(table: StockTable): string | null {
  if (table.has("device") && table.has("deviceRegex")) {
    return "deviceRegex";
  }
  for (const option of optionsOf("input").values()) {
    const value = table.get(option.name);
    if (value !== undefined && !typeAndRange(option, value)) {
      return option.name;
    }
  }
  return null;
}

function typeAndRange(option: OptionSchema, value: StockValue): boolean {
  const least = option.minimum ?? -Infinity;
  const most = option.maximum ?? Infinity;
  switch (option.type) {
    case "string":
      return value.type === "string" && (option.format !== "regex" || (value.value !== "" && isValidRegex(value.value)));
    case "boolean":
      return value.type === "bool";
    case "number":
      return value.type === "double" && value.value >= least && value.value <= most;
    case "integer": {
      if (value.type !== "int") {
        return false;
      }
      const number = option.name === "channels" ? Number(BigInt.asIntN(32, value.value)) : Number(value.value);
      return number >= least && number <= most;
    }
  }
}
