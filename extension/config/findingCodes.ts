export type Severity = "error" | "warning" | "information" | "hint";
export type Layer = "syntax" | "dialect" | "schema" | "rules" | "backend" | "device";

export interface FindingKind {
  readonly layer: Layer;
  /** A finding may be milder where a driver does not look. */
  readonly severity: Severity;
  /** Heading in the documentation of findings. */
  readonly anchor: string;
}

function kind(layer: Layer, severity: Severity): Omit<FindingKind, "anchor"> {
  return { layer, severity };
}

const kinds = {
  // Syntax: the text is no TOML 1.0. At most one per statement.
  "missing-value": kind("syntax", "error"),
  "missing-equals": kind("syntax", "error"),
  "invalid-key": kind("syntax", "error"),
  "invalid-value": kind("syntax", "error"),
  "invalid-number": kind("syntax", "error"),
  "invalid-escape": kind("syntax", "error"),
  "invalid-date": kind("syntax", "error"),
  "integer-too-large": kind("syntax", "error"),
  "unterminated-string": kind("syntax", "error"),
  "unclosed-bracket": kind("syntax", "error"),
  "unclosed-header": kind("syntax", "error"),
  "inline-table-newline": kind("syntax", "error"),
  "inline-table-comma": kind("syntax", "error"),
  "inline-table-duplicate": kind("syntax", "error"),
  "text-after-value": kind("syntax", "error"),
  "text-after-header": kind("syntax", "error"),
  "control-character": kind("syntax", "error"),
  "lone-carriage-return": kind("syntax", "error"),
  "nested-too-deep": kind("syntax", "error"),
  "syntax-error": kind("syntax", "error"),
  "duplicate-key": kind("syntax", "error"),
  "duplicate-table": kind("syntax", "error"),
  "table-conflict": kind("syntax", "error"),

  // Dialect: TOML 1.0, but not for the older reader of stock FlexASIO.
  "integer-for-float": kind("dialect", "error"),
  "dotted-key": kind("dialect", "error"),
  "number-base": kind("dialect", "error"),
  "infinity": kind("dialect", "error"),
  "local-time": kind("dialect", "error"),
  "mixed-list": kind("dialect", "error"),
  "stock-escape": kind("dialect", "error"),
  "stock-reader": kind("dialect", "error"),
  "stock-value": kind("dialect", "error"),
  "stock-wraps": kind("dialect", "warning"),
  "not-utf8": kind("dialect", "warning"),

  // Schema: names, types, ranges.
  "unknown-key": kind("schema", "warning"),
  "unknown-table": kind("schema", "warning"),
  "misplaced-key": kind("schema", "warning"),
  "wrong-type": kind("schema", "error"),
  "out-of-range": kind("schema", "error"),
  "unknown-value": kind("schema", "error"),
  "unknown-backend": kind("schema", "error"),
  "backend-not-in-flexasio": kind("schema", "error"),
  "table-expected": kind("schema", "error"),
  "array-of-tables": kind("schema", "error"),

  // Rules: between options.
  "device-and-regex": kind("rules", "error"),
  "empty-regex": kind("rules", "error"),
  "invalid-regex": kind("rules", "error"),
  "device-none": kind("rules", "warning"),
  "device-default": kind("rules", "warning"),
  "device-spaces": kind("rules", "warning"),
  "device-garbled": kind("rules", "warning"),
  "regex-unescaped": kind("rules", "warning"),
  "direction-off": kind("rules", "hint"),
  "latency-in-milliseconds": kind("rules", "warning"),
  "buffer-length": kind("rules", "information"),
  "nothing-on": kind("rules", "error"),
  "unequal-sample-types": kind("rules", "information"),
  "options-disagree": kind("rules", "error"),

  // Backend: what is known of the chosen one before anything runs.
  "wasapi-only": kind("backend", "warning"),
  "auto-convert-exclusive": kind("backend", "warning"),
  "explicit-format-shared": kind("backend", "warning"),
  "no-conversion": kind("backend", "information"),
  "speaker-names": kind("backend", "hint"),
  "too-many-channels": kind("backend", "warning"),
  "small-buffer": kind("backend", "warning"),
  "capture-grains": kind("backend", "information"),
  "engine-period": kind("backend", "information"),
  "jack-period": kind("backend", "information"),
  "zero-latency": kind("backend", "warning"),
  "exclusive-latency": kind("backend", "information"),
  "duplex-latency": kind("backend", "information"),
  "loopback-device": kind("backend", "warning"),
  "loopback-exclusive": kind("backend", "error"),
  "device-of-backend": kind("backend", "warning"),
  "name-too-long": kind("backend", "warning"),
  "cut-name": kind("backend", "information"),
  "two-clocks": kind("backend", "information"),
  "kernel-streaming-default": kind("backend", "information"),

  // The file around the text: what it is called, where it lies, how it is written.
  "file-name": kind("dialect", "warning"),
  "file-name-case": kind("dialect", "hint"),
  "file-folder": kind("dialect", "information"),
  "file-encoding": kind("dialect", "error"),
  "file-utf16": kind("dialect", "error"),
  "file-neighbour": kind("dialect", "information"),
  "log-on": kind("dialect", "information"),
  "log-name": kind("dialect", "hint"),

  // Devices: what only the machine at hand can tell.
  "backend-not-here": kind("device", "information"),
  "device-not-found": kind("device", "error"),
  "device-other-backend": kind("device", "error"),
  "device-wrong-direction": kind("device", "error"),
  "device-ambiguous": kind("device", "error"),
  "default-device-absent": kind("device", "warning"),
  "device-rates": kind("device", "warning"),
  "channels-beyond-device": kind("device", "warning"),
} as const satisfies Record<string, Omit<FindingKind, "anchor">>;

export type FindingCode = keyof typeof kinds;

/** Every code that a finding can have, with its layer, usual severity and place in the documentation. */
export const findingCodes: Readonly<Record<FindingCode, FindingKind>> = Object.fromEntries(
  Object.entries(kinds).map(([code, value]) => [code, { ...value, anchor: code }]),
) as unknown as Record<FindingCode, FindingKind>;
