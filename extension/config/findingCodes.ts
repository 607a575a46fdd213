export type Severity = "error" | "warning" | "information" | "hint";
export type Layer = "syntax" | "dialect" | "schema" | "rules" | "backend" | "device";

export interface FindingKind {
  readonly title: string;
  readonly layer: Layer;
  /** A finding may be milder where a driver does not look. */
  readonly severity: Severity;
  /** Heading in the documentation of findings. */
  readonly anchor: string;
}

function kind(layer: Layer, severity: Severity, title: string): Omit<FindingKind, "anchor"> {
  return { layer, severity, title };
}

const kinds = {
  // Syntax: the text is no TOML 1.0. At most one per statement.
  "missing-value": kind("syntax", "error", "An option without a value"),
  "missing-equals": kind("syntax", "error", "A line without ="),
  "invalid-key": kind("syntax", "error", "A name that TOML does not allow"),
  "invalid-value": kind("syntax", "error", "A value that TOML does not know"),
  "invalid-number": kind("syntax", "error", "A number that TOML does not know"),
  "invalid-escape": kind("syntax", "error", "A backslash that starts no escape"),
  "invalid-date": kind("syntax", "error", "A date or time that does not exist"),
  "integer-too-large": kind("syntax", "error", "A whole number beyond 64 bits"),
  "unterminated-string": kind("syntax", "error", "A string without its closing quote"),
  "unclosed-bracket": kind("syntax", "error", "A list or inline table that is not closed"),
  "unclosed-header": kind("syntax", "error", "A table header that is not closed"),
  "inline-table-newline": kind("syntax", "error", "An inline table over several lines"),
  "inline-table-comma": kind("syntax", "error", "An inline table that ends with a comma"),
  "inline-table-duplicate": kind("syntax", "error", "A key twice in an inline table"),
  "text-after-value": kind("syntax", "error", "Text behind a value"),
  "text-after-header": kind("syntax", "error", "Text behind a table header"),
  "control-character": kind("syntax", "error", "An invisible control character"),
  "lone-carriage-return": kind("syntax", "error", "Line ends of an old Mac"),
  "nested-too-deep": kind("syntax", "error", "Brackets nested too deep"),
  "syntax-error": kind("syntax", "error", "Not TOML"),
  "duplicate-key": kind("syntax", "error", "An option twice"),
  "duplicate-table": kind("syntax", "error", "A table twice"),
  "table-conflict": kind("syntax", "error", "A name that is a table and a value"),

  // Dialect: TOML 1.0, but not for the older reader of stock FlexASIO.
  "integer-for-float": kind("dialect", "error", "A whole number where FlexASIO needs a decimal point"),
  "dotted-key": kind("dialect", "error", "A dotted key"),
  "number-base": kind("dialect", "error", "A hexadecimal, octal or binary number"),
  "infinity": kind("dialect", "error", "inf or nan"),
  "local-time": kind("dialect", "error", "A date or time of a kind that FlexASIO does not read"),
  "mixed-list": kind("dialect", "error", "A list with values of several types"),
  "stock-escape": kind("dialect", "error", "An escape that FlexASIO does not know"),
  "stock-reader": kind("dialect", "error", "Text that FlexASIO's reader refuses"),
  "stock-value": kind("dialect", "error", "A value that FlexASIO reads differently"),
  "stock-wraps": kind("dialect", "warning", "A number that FlexASIO cuts to 32 bits"),
  "not-utf8": kind("dialect", "warning", "Characters that were lost"),

  // Schema: names, types, ranges.
  "unknown-key": kind("schema", "warning", "An option that does not exist"),
  "unknown-table": kind("schema", "warning", "A table that does not exist"),
  "misplaced-key": kind("schema", "warning", "An option in the wrong place"),
  "wrong-type": kind("schema", "error", "A value of the wrong type"),
  "out-of-range": kind("schema", "error", "A number out of range"),
  "unknown-value": kind("schema", "error", "A value that does not exist"),
  "unknown-backend": kind("schema", "error", "A backend that does not exist"),
  "backend-not-in-flexasio": kind("schema", "error", "A backend that only FlexLab has"),
  "table-expected": kind("schema", "error", "input or output is no table"),
  "array-of-tables": kind("schema", "error", "A list of tables where one table is meant"),

  // Rules: between options.
  "device-and-regex": kind("rules", "error", "device beside deviceRegex"),
  "empty-regex": kind("rules", "error", "An empty deviceRegex"),
  "invalid-regex": kind("rules", "error", "A deviceRegex that is no regular expression"),
  "device-none": kind("rules", "warning", "A device called (None)"),
  "device-default": kind("rules", "warning", "A device called default"),
  "device-spaces": kind("rules", "warning", "A space at the edge of a device name"),
  "regex-unescaped": kind("rules", "warning", "A device name as a regular expression"),
  "direction-off": kind("rules", "hint", "Options of a direction that is off"),
  "latency-in-milliseconds": kind("rules", "warning", "A latency of a second and more"),
  "buffer-length": kind("rules", "information", "A buffer of an odd length"),
  "nothing-on": kind("rules", "error", "Input and output are both off"),
  "unequal-sample-types": kind("rules", "information", "Different sample types for input and output"),

  // Backend: what is known of the chosen one before anything runs.
  "wasapi-only": kind("backend", "warning", "A WASAPI option without WASAPI"),
  "auto-convert-exclusive": kind("backend", "warning", "Conversion in exclusive mode"),
  "explicit-format-shared": kind("backend", "warning", "An exact sample format in shared mode"),
  "no-conversion": kind("backend", "information", "A format that nothing converts to"),
  "speaker-names": kind("backend", "hint", "Channels without the names of their speakers"),
  "too-many-channels": kind("backend", "warning", "More channels than the backend opens"),
  "small-buffer": kind("backend", "warning", "A buffer that is too small for the backend"),
  "capture-grains": kind("backend", "information", "Recording in lumps of 31.25 ms"),
  "engine-period": kind("backend", "information", "A buffer below the period of the Windows engine"),
  "jack-period": kind("backend", "information", "A buffer that is no period of JACK"),
  "zero-latency": kind("backend", "warning", "A suggested latency of 0 with MME or DirectSound"),
  "exclusive-latency": kind("backend", "information", "A suggested latency in exclusive mode"),
  "duplex-latency": kind("backend", "information", "Two latencies where one counts"),
  "loopback-device": kind("backend", "warning", "A loopback device in the wrong place"),
  "loopback-exclusive": kind("backend", "warning", "Loopback and exclusive mode"),
  "device-of-backend": kind("backend", "warning", "A device that belongs to another backend"),
  "name-too-long": kind("backend", "warning", "A name that MME cuts"),
  "cut-name": kind("backend", "information", "A name that MME has cut"),
  "two-clocks": kind("backend", "information", "Two devices with two clocks"),
  "kernel-streaming-default": kind("backend", "information", "WDM-KS with the default device"),

  // The file around the text: what it is called, where it lies, how it is written.
  "file-name": kind("dialect", "warning", "A file with a name that no driver reads"),
  "file-name-case": kind("dialect", "hint", "Capital and small letters in the name of the file"),
  "file-folder": kind("dialect", "information", "A file in a folder where no driver reads it"),
  "file-encoding": kind("dialect", "error", "A file that is not UTF-8"),
  "file-utf16": kind("dialect", "error", "A file in UTF-16"),
  "file-neighbour": kind("dialect", "information", "Another file that looks like the configuration"),
  "log-on": kind("dialect", "information", "A log that is on"),
  "log-name": kind("dialect", "hint", "A log that is not on"),

  // Devices: what only the machine at hand can tell.
  "backend-not-here": kind("device", "information", "A backend that this machine does not have"),
  "device-not-found": kind("device", "error", "A device that this machine does not have"),
  "device-other-backend": kind("device", "error", "A device of another backend"),
  "device-wrong-direction": kind("device", "error", "A device without inputs or outputs"),
  "device-ambiguous": kind("device", "error", "Several devices that match"),
  "default-device-absent": kind("device", "warning", "No default device"),
  "device-rates": kind("device", "warning", "Two devices at different sample rates"),
  "channels-beyond-device": kind("device", "warning", "More channels than the device has"),
} as const satisfies Record<string, Omit<FindingKind, "anchor">>;

export type FindingCode = keyof typeof kinds;

/** Every code that a finding can have, with its title, layer, usual severity and place in the documentation. */
export const findingCodes: Readonly<Record<FindingCode, FindingKind>> = Object.fromEntries(
  Object.entries(kinds).map(([code, value]) => [code, { ...value, anchor: code }]),
) as unknown as Record<FindingCode, FindingKind>;
