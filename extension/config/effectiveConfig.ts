import { LAB_TABLE } from "./configDocument.ts";
import type { ConfigDocument, ConfigEntry, OptionTable } from "./configDocument.ts";
import { labOptions, optionSchema } from "./schema.ts";
import type { OptionSchema } from "./schema.ts";
import type { Range } from "./text.ts";

/** A value in effect. `range` is that of the value in the text; null when it is the default. */
export interface Value<T> {
  readonly value: T;
  readonly isDefault: boolean;
  readonly range: Range | null;
}

export type SampleTypeName = "Float32" | "Int32" | "Int24" | "Int16";

export interface EffectiveStream {
  /** The header `[input]` or `[output]`, or the key of an inline table; null: the table is nowhere named. */
  readonly table: Range | null;
  /** False: the direction is turned off by `device = ""`. */
  readonly enabled: boolean;
  /** null: the default device of the backend (unless a regular expression is set). */
  readonly device: Value<string | null>;
  readonly deviceRegex: Value<string | null>;
  /** null: as many as the device has. */
  readonly channels: Value<number | null>;
  /** null: Float32, or the device's own in WASAPI exclusive mode. */
  readonly sampleType: Value<SampleTypeName | null>;
  /** null: three ASIO buffers. */
  readonly suggestedLatencySeconds: Value<number | null>;
  readonly wasapiExclusiveMode: Value<boolean>;
  readonly wasapiAutoConvert: Value<boolean>;
  readonly wasapiExplicitSampleFormat: Value<boolean>;
}

export type ClocksName = "auto" | "one" | "two";

export interface EffectiveConfig {
  /** null: DirectSound where there is one, otherwise what PortAudio prefers. */
  readonly backend: Value<string | null>;
  /** null: the host program chooses. */
  readonly bufferSizeSamples: Value<number | null>;
  readonly input: EffectiveStream;
  readonly output: EffectiveStream;
  /** Of [flexlab]: FlexLab's driver alone looks at it. */
  readonly clocks: Value<ClocksName>;
  /** All of [flexlab], by name; null: as without the option. */
  readonly lab: ReadonlyMap<string, Value<string | number | boolean | null>>;
}

/**
 * What the file asks for after defaults. A value of the wrong type or out of range counts as absent here; that it stops
 * the driver is told by the findings.
 */
export function effectiveConfig(document: ConfigDocument): EffectiveConfig {
  const backend = document.find("top", "backend");
  const buffer = document.find("top", "bufferSizeSamples");
  return {
    backend: stringOf(document, backend),
    bufferSizeSamples: integerOf(document, buffer, "top"),
    input: streamOf(document, "input"),
    output: streamOf(document, "output"),
    clocks: clocksOf(document),
    lab: new Map([...labOptions].map(([name, option]) => [name, labValue(document, name, option)])),
  };
}

function streamOf(document: ConfigDocument, table: "input" | "output"): EffectiveStream {
  const device = stringOf(document, document.find(table, "device"));
  return {
    table: tableRange(document, table),
    enabled: device.value !== "",
    device,
    deviceRegex: stringOf(document, document.find(table, "deviceRegex")),
    channels: integerOf(document, document.find(table, "channels"), table),
    sampleType: sampleTypeOf(document, document.find(table, "sampleType")),
    suggestedLatencySeconds: secondsOf(document, document.find(table, "suggestedLatencySeconds")),
    wasapiExclusiveMode: booleanOf(document, table, "wasapiExclusiveMode"),
    wasapiAutoConvert: booleanOf(document, table, "wasapiAutoConvert"),
    wasapiExplicitSampleFormat: booleanOf(document, table, "wasapiExplicitSampleFormat"),
  };
}

function tableRange(document: ConfigDocument, table: "input" | "output"): Range | null {
  const header = document.header(table);
  if (header !== null) {
    return document.rangeOf(header.span);
  }
  const inline = document.find("top", table);
  if (inline !== null) {
    return document.rangeOf(inline.keyPart.span);
  }
  const dotted = document.entries.find((entry) => entry.path.length === 2 && entry.path[0] === table);
  const first = dotted?.key.parts[0];
  return first === undefined ? null : document.rangeOf(first.span);
}

function absent<T>(value: T): Value<T> {
  return { value, isDefault: true, range: null };
}

function set<T>(document: ConfigDocument, entry: ConfigEntry, value: T): Value<T> {
  return { value, isDefault: false, range: entry.value === null ? null : document.rangeOf(entry.value.span) };
}

function stringOf(document: ConfigDocument, entry: ConfigEntry | null): Value<string | null> {
  return entry?.value?.type === "string" ? set(document, entry, entry.value.value) : absent(null);
}

function sampleTypeOf(document: ConfigDocument, entry: ConfigEntry | null): Value<SampleTypeName | null> {
  const text = stringOf(document, entry);
  const known = optionSchema("input", "sampleType")?.values ?? [];
  return text.value !== null && known.includes(text.value)
    ? { ...text, value: text.value as SampleTypeName }
    : absent(null);
}

function clocksOf(document: ConfigDocument): Value<ClocksName> {
  const text = stringOf(document, document.find(LAB_TABLE, "clocks"));
  const known = optionSchema(LAB_TABLE, "clocks")?.values ?? [];
  return text.value !== null && known.includes(text.value) ? { ...text, value: text.value as ClocksName } : absent("auto");
}

function labValue(document: ConfigDocument, name: string, { type }: OptionSchema): Value<string | number | boolean | null> {
  if (name === "clocks") return clocksOf(document);
  return type === "boolean" ? booleanOf(document, LAB_TABLE, name) : integerOf(document, document.find(LAB_TABLE, name), LAB_TABLE);
}

function integerOf(
  document: ConfigDocument,
  entry: ConfigEntry | null,
  table: OptionTable,
): Value<number | null> {
  if (entry?.value?.type !== "integer") {
    return absent(null);
  }
  const { value } = entry.value;
  const option = optionSchema(table, entry.keyPart.name);
  return value < (option?.minimum ?? -Infinity) || value > (option?.maximum ?? Infinity)
    ? absent(null)
    : set(document, entry, value);
}

function secondsOf(document: ConfigDocument, entry: ConfigEntry | null): Value<number | null> {
  const value = entry?.value;
  if (entry === null || (value?.type !== "float" && value?.type !== "integer")) {
    return absent(null);
  }
  const option = optionSchema("input", "suggestedLatencySeconds");
  return value.value >= (option?.minimum ?? 0) && value.value <= (option?.maximum ?? Infinity)
    ? set(document, entry, value.value)
    : absent(null);
}

function booleanOf(document: ConfigDocument, table: Exclude<OptionTable, "top">, key: string): Value<boolean> {
  const entry = document.find(table, key);
  return entry?.value?.type === "boolean"
    ? set(document, entry, entry.value.value)
    : absent(optionSchema(table, key)?.defaultValue ?? false);
}
