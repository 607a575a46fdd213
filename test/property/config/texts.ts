import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { invalidCases, validCases } from "../../conformance/cases.ts";
import { anyText, fileText } from "../../unit/config/generators.ts";

/** How many texts each property is tried on; a long run sets this to a million. */
export const CASES = Number(process.env["FLEXLAB_FUZZ_CASES"] ?? 2000);
export const runs = (share = 1): fc.Parameters<unknown> => ({ numRuns: Math.max(50, Math.round(CASES * share)) });

const folder = new URL("../../corpus/config/", import.meta.url);
/** Every configuration of the corpus. */
export const corpus: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".toml"))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

const sentences = [...Object.values(validCases), ...Object.values(invalidCases)].flat();

/** Everything that means something to a reader of TOML, long brackets and half strings among it. */
const tokens = [
  "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "#", '"', "'", '"""', "'''", "\\", '\\"', "\\u00e9", "\\U0001F3A7", "\\\n", "\n", "\r\n", "\r", " ", "\t",
  "a", "b", "input", "output", "backend", "device", "channels", "1", "0", "480", "1_0", "0x1F", "0.5", "1e3", "inf", "nan", "true", "false", "True",
  "1979-05-27", "T07:32:00Z", "07:32:00", "-", "+", "_", "é", "🎧", "\u0000", "\u001f", "\u007f", "\u0085", "\u00a0", "\u2028", "\uFEFF", "\uFFFD", "\uD800",
  "a = ", "a = [", "a = {", "b = 1\n", "[input]\n", "# note\n", 'device = "x"\n', " = ", ", ", "]\n", "}\n", "]]]", "{{", "\"\"\"\"", "''''",
];
const soup = fc.array(fc.constantFrom(...tokens), { maxLength: 60 }).map((parts) => parts.join(""));

/** An accident that can happen to any text. */
export type Mutation = (text: string) => string;

/** A place in a text as a fraction, so that it fits every text. (Doubles would nearly all lie next to 0.) */
export const place = fc.integer({ min: 0, max: 2 ** 20 }).map((part) => part / 2 ** 20);
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...tokens)).map(([at, token]): Mutation => (text) => splice(text, at, 0, token)),
  fc.tuple(place, fc.integer({ min: 1, max: 12 })).map(([at, length]): Mutation => (text) => splice(text, at, length, "")),
  fc.tuple(place, fc.constantFrom(...tokens)).map(([at, token]): Mutation => (text) => splice(text, at, 1, token)),
  fc.tuple(place, place, fc.integer({ min: 1, max: 40 })).map(([from, to, length]): Mutation => (text) => {
    const start = Math.floor(from * text.length);
    return splice(text, to, 0, text.slice(start, start + length));
  }),
  place.map((at): Mutation => (text) => text.slice(0, Math.floor(at * text.length))),
  fc.constantFrom<Mutation>((text) => text.replaceAll("\n", "\r\n"), (text) => `\uFEFF${text}`, (text) => text.trimEnd(), (text) => text.replaceAll("\n", "\r"), (text) => text + text),
);

function splice(text: string, at: number, length: number, put: string): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + put + text.slice(start + length);
}

/** A file of the corpus or a sentence of the specification, with up to four accidents. */
const mutated = fc
  .tuple(fc.constantFrom(...corpus, ...sentences), fc.array(mutation, { maxLength: 4 }))
  .map(([text, mutations]) => mutations.reduce((so, mutate) => mutate(so), text));

/** Every kind of text: noise, tokens in any order, files as people write them, and real files with accidents. */
export const text = fc.oneof(anyText, soup, fileText, { weight: 2, arbitrary: mutated });
