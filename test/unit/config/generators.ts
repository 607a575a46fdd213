import fc from "fast-check";

/** Pieces that TOML gives a meaning to, so that random text comes near real files and real mistakes. */
const pieces = [
  '"', "'", '"""', "'''", "[", "]", "{", "}", "=", ",", ".", "#", "\n", "\r\n", "\r", " ", "\t", "\\", "_", "0", "1",
  "480", "0.5", "e", "+", "-", "x", "true", "false", "inf", "[input]\n", "[output]\n", "[[input]]\n", "input", "output",
  "backend", "device", "deviceRegex", "channels = 2\n", "channels", "suggestedLatencySeconds = 0\n", "sampleType",
  "\\u0041", "é", "🎧", "\uD800", "\u0000", "\uFEFF", "1979-05-27", "input = { device = \"\" }\n", "# comment\n",
  "wasapiExclusiveMode = true\n", 'backend = "MME"\n', "nan", "0x1F",
];

/** Half a surrogate pair is no character, and TOML cannot write it. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/** Anything from noise to nearly right. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

const eol = fc.constantFrom("\n", "\r\n");
const name = fc.constantFrom("backend", "bufferSizeSamples", "device", "channels", "sampleType", "extra", "wasapiAutoConvert", "key-1", "_x");
const space = fc.constantFrom("", " ", "  ", "\t");
const value = fc.oneof(
  fc.constantFrom('"MME"', "'C:\\x'", '"a # b"', '"é 🎧"', '""', "''", "true", "false", "480", "-1", "+7", "0", "0.5", "1e3", "-0.0", "1_000", '"\\t"', "0x10", "[1, 2]", '{ a = 1 }', "1979-05-27", "inf", '"""x"""', "'''y'''"),
  fc.integer({ min: -1000, max: 1000 }).map(String),
);
const comment = fc.constantFrom("", "", "", " # note", "#tight", ' # "quoted', "\t# [input]");

/** One line that is valid TOML (but for what its neighbours say). */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(space, name, space, space, value, comment).map((parts) => `${parts[0]}${parts[1]}${parts[2]}=${parts[3]}${parts[4]}${parts[5]}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("[input]", "[output]", "[ input ]", "[extra]"), comment).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.constantFrom("", "  ", "# comment", "  # indented") },
);
const broken = fc.constantFrom("devi", "device =", "[outp", "channels = = 2", 'device = "open', "x = [1,", "???", "wasapiAutoConvert = True");

/** A file as people write them: valid lines, now and then a broken one; any line end, byte order mark or not. */
export const fileText = fc
  .tuple(
    fc.boolean(),
    eol,
    fc.array(fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: broken }), { maxLength: 14 }),
    fc.boolean(),
  )
  .map(([bom, end, lines, last]) => (bom ? "\uFEFF" : "") + lines.join(end) + (last && lines.length > 0 ? end : ""));

export const validLine = line;
