import { LAB_TABLE } from "./configDocument.ts";
import type { OptionTable } from "./configDocument.ts";
import schema from "./flexasio.schema.json" with { type: "json" };

/** One option, as the published JSON Schema tells it. The schema is the only source; nothing here adds to it. */
export interface OptionSchema {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly description: string;
  readonly markdownDescription: string;
  /** What happens without it, in words. */
  readonly defaultText: string;
  /** The default where it is one plain value. */
  readonly defaultValue: boolean | null;
  readonly values: readonly string[] | null;
  readonly valueDescriptions: ReadonlyMap<string, string>;
  /** Values that only these drivers know; all others are known to both. */
  readonly valueDrivers: ReadonlyMap<string, readonly string[]>;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly minLength: number | null;
  readonly format: string | null;
  readonly unit: string | null;
  /** The backends that look at it; null: all. */
  readonly backends: readonly string[] | null;
  /** Stock FlexASIO looks at the value only when the direction is on. */
  readonly onlyCheckedWhenActive: boolean;
  readonly since: string;
  readonly example: string | number | boolean;
}

interface RawOption {
  readonly type: string;
  readonly description: string;
  readonly markdownDescription: string;
  readonly default?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly "x-defaultText": string;
  readonly "x-enumDescriptions"?: Readonly<Record<string, string>>;
  readonly "x-enumDrivers"?: Readonly<Record<string, readonly string[]>>;
  readonly "x-unit"?: string;
  readonly "x-backends"?: readonly string[];
  readonly "x-onlyCheckedWhenActive"?: boolean;
  readonly "x-since": string;
  readonly "x-example": string | number | boolean;
}

function read(properties: object): ReadonlyMap<string, OptionSchema> {
  const options = new Map<string, OptionSchema>();
  for (const [name, raw] of Object.entries(properties) as [string, RawOption | { $ref: string }][]) {
    if (!("$ref" in raw)) {
      options.set(name, {
        name,
        type: raw.type as OptionSchema["type"],
        description: raw.description,
        markdownDescription: raw.markdownDescription,
        defaultText: raw["x-defaultText"],
        defaultValue: raw.default ?? null,
        values: raw.enum ?? null,
        valueDescriptions: new Map(Object.entries(raw["x-enumDescriptions"] ?? {})),
        valueDrivers: new Map(Object.entries(raw["x-enumDrivers"] ?? {})),
        minimum: raw.minimum ?? null,
        maximum: raw.maximum ?? null,
        minLength: raw.minLength ?? null,
        format: raw.format ?? null,
        unit: raw["x-unit"] ?? null,
        backends: raw["x-backends"] ?? null,
        onlyCheckedWhenActive: raw["x-onlyCheckedWhenActive"] ?? false,
        since: raw["x-since"],
        example: raw["x-example"],
      });
    }
  }
  return options;
}

export const topOptions = read(schema.properties);
export const streamOptions = read(schema.definitions.stream.properties);
/** Options of [flexlab], which only FlexLab's driver has. */
export const labOptions = read(schema.definitions.lab.properties);

/** The names of the tables, with what they are for. */
export const tableDescriptions: Readonly<Record<Exclude<OptionTable, "top">, string>> = {
  input: schema.properties.input.description,
  output: schema.properties.output.description,
  flexlab: schema.properties.flexlab.description,
};

export function optionsOf(table: OptionTable): ReadonlyMap<string, OptionSchema> {
  return table === "top" ? topOptions : table === LAB_TABLE ? labOptions : streamOptions;
}

export function optionSchema(table: OptionTable, key: string): OptionSchema | null {
  return optionsOf(table).get(key) ?? null;
}
