import assert from "node:assert/strict";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { WorkCounter } from "./workCounter.ts";

/** Texts made to hurt, of any size: what grows faster than the text shows here. */
const nasty: Readonly<Record<string, (size: number) => string>> = {
  "an ordinary file": (size) => '[input]\ndevice = "Speakers (USB)" # mine\nchannels = 2\n\n'.repeat(size),
  quotes: (size) => '"'.repeat(size * 10),
  "single quotes": (size) => "'".repeat(size * 10),
  brackets: (size) => "[".repeat(size * 10),
  "brackets as a value": (size) => `a = ${"[".repeat(size * 10)}`,
  braces: (size) => `a = ${"{".repeat(size * 10)}`,
  "brackets, each on its line": (size) => `a = ${"[\n".repeat(size)}`,
  "braces, each on its line": (size) => `a = ${"{\n".repeat(size)}`,
  "unclosed lists": (size) => "a = [\n".repeat(size),
  "unclosed inline tables": (size) => "a = {\n".repeat(size),
  "unclosed inline tables with lists": (size) => "a = { b = [\n".repeat(size),
  "unclosed inline tables with long strings": (size) => 'a = { b = """\n'.repeat(size),
  "unclosed inline tables with both long strings": (size) => 'a = { b = """\na = { b = \'\'\'\n'.repeat(size),
  "unclosed inline tables with escaped long strings": (size) => `${'a = { b = \\"""\n'.repeat(size)}"""`,
  "one unclosed inline table": (size) => `a = {\n${"b = 1\n".repeat(size)}`,
  "one unclosed inline table with a list": (size) => `a = { b = [\n${"1,\n".repeat(size)}`,
  "one unclosed list": (size) => `a = [\n${"1,\n".repeat(size)}`,
  "one unclosed list of comments": (size) => `a = [\n${"# note\n".repeat(size)}`,
  "unclosed long strings": (size) => 'a = """\\\n'.repeat(size),
  "unclosed long literal strings": (size) => "a = '''\n".repeat(size),
  "escaped quotes": (size) => `a = """${'\\"""'.repeat(size)}`,
  backslashes: (size) => `a = "${"\\".repeat(size * 10)}`,
  "a long string of backslashes": (size) => `a = """${"\\".repeat(size * 10)}"""`,
  escapes: (size) => `a = "${"\\u0041".repeat(size)}"`,
  "a long number": (size) => `a = ${"1".repeat(size * 10)}`,
  "a long hexadecimal number": (size) => `a = 0x${"0".repeat(size * 10)}1`,
  "a long float": (size) => `a = 0.${"1".repeat(size * 10)}`,
  "a number with underscores": (size) => `a = ${"1_".repeat(size * 5)}1`,
  "a long key": (size) => "x".repeat(size * 10),
  "a dotted key": (size) => `${"a.".repeat(size)}b = 1`,
  "a dotted key in braces": (size) => `a = { ${"a.".repeat(size)}b = 1 }`,
  "many names in braces": (size) => `a = { ${Array.from({ length: size }, (_, index) => `k${String(index)} = 1`).join(", ")} }`,
  "dotted names in braces": (size) => `a = { ${Array.from({ length: size }, (_, index) => `k.k${String(index)} = 1`).join(", ")} }`,
  "the same header": (size) => "[input]\n".repeat(size),
  "unknown headers": (size) => Array.from({ length: size }, (_, index) => `[t${String(index)}]`).join("\n"),
  "lists of tables": (size) => "[[input]]\n".repeat(size),
  "the same key": (size) => "channels = 0\n".repeat(size),
  "the same key in a table": (size) => `[input]\n${"channels = 0\n".repeat(size)}`,
  "unknown keys": (size) => Array.from({ length: size }, (_, index) => `Device${String(index)} = 1`).join("\n"),
  "carriage returns": (size) => "\r".repeat(size * 10),
  "spaces and equals": (size) => `${" ".repeat(size * 5)}=${" ".repeat(size * 5)}`,
  "a long comment": (size) => `# ${"x".repeat(size * 10)}`,
  "words without equals": (size) => "two words\n".repeat(size),
  "words with equals": (size) => "two words = 1\n".repeat(size),
  "true and true": (size) => `a = [${"True, ".repeat(size)}]`,
  "nested lists": (size) => `a = ${"[".repeat(200)}1${"]".repeat(200)}\n`.repeat(Math.ceil(size / 100)),
};

const READER = /\/extension\/config\/(toml\/|parseConfig|text)/;
const ALL = /\/extension\//;

describe("the work for a text", function () {
  this.timeout(120_000);
  let counter: WorkCounter;
  before(() => {
    counter = new WorkCounter();
  });
  after(() => counter.close());

  for (const [name, text] of Object.entries(nasty)) {
    it(`grows no faster than the text: ${name}`, () => {
      const work = (part: RegExp, size: number, run: (all: string) => void): number => {
        const all = text(size);
        return counter.count(part, () => run(all));
      };
      const check = (all: string): void => void checkConfig(parseConfig(all));
      for (const [part, run] of [[READER, parseConfig], [ALL, check]] as const) {
        const small = work(part, 400, run);
        const large = work(part, 800, run);
        assert.ok(small > 0, "something was counted");
        assert.ok(large <= small * 2.2 + 500, `${String(small)} steps for one text, ${String(large)} for one twice as long`);
      }
    });
  }
});
