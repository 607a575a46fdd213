import assert from "node:assert/strict";
import { Ajv } from "ajv";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import schema from "../../../extension/config/flexasio.schema.json" with { type: "json" };
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { isValidRegex } from "../../../extension/config/regex.ts";
import { optionSchema, streamOptions, topOptions } from "../../../extension/config/schema.ts";
import { tomlFloat, tomlString } from "../../../extension/config/tomlText.ts";

const ajv = new Ajv({ strict: false, allErrors: true, formats: { regex: isValidRegex } });
const validate = ajv.compile(schema);

type Plain = string | number | boolean | readonly number[] | { readonly [key: string]: Plain };

/** Values of every type around the limits. Floats that are whole are told apart by TOML and not by JSON: see below. */
const anyValue: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>("MME", "Windows WASAPI", "windows wasapi", "Float32", "Int8", "", "Mic", "Foo(", true, false, 0, 1, -1, 2, 480, 0.5, -0.5, 3600.5, 2147483646, 2147483647, 2147483648, [1], { a: 1 }),
  fc.integer({ min: -5, max: 5000 }),
  fc.double({ min: -10, max: 4000, noNaN: true }).filter((value) => !Number.isInteger(value)),
);
const anyStream = fc.dictionary(fc.constantFrom(...streamOptions.keys(), "Device", "x"), anyValue, { maxKeys: 5, noNullPrototype: true });
const anyConfig = fc.tuple(
  fc.dictionary(fc.constantFrom(...topOptions.keys(), "x", "Backend"), anyValue, { maxKeys: 3, noNullPrototype: true }),
  fc.option(anyStream, { nil: undefined }),
  fc.option(anyStream, { nil: undefined }),
);

function isList(value: Plain): value is readonly number[] {
  return Array.isArray(value);
}

function toml(value: Plain): string {
  if (typeof value === "string") {
    return tomlString(value);
  }
  if (typeof value === "number") {
    return Number.isInteger(value) ? String(value) : tomlFloat(value);
  }
  if (typeof value === "object") {
    return isList(value)
      ? `[${value.map((one) => toml(one)).join(", ")}]`
      : `{ ${Object.entries(value).map(([key, one]) => `${key} = ${toml(one)}`).join(", ")} }`;
  }
  return String(value);
}

function file(top: Readonly<Record<string, Plain>>, input?: Readonly<Record<string, Plain>>, output?: Readonly<Record<string, Plain>>): string {
  const lines = (table: Readonly<Record<string, Plain>>): string[] => Object.entries(table).map(([key, value]) => `${key} = ${toml(value)}`);
  return [
    ...lines(top),
    ...(input === undefined ? [] : ["[input]", ...lines(input)]),
    ...(output === undefined ? [] : ["[output]", ...lines(output)]),
  ].join("\n");
}

describe("the JSON Schema", () => {
  it("is a valid draft-07 schema", () => {
    assert.equal(ajv.validateSchema(schema), true, ajv.errorsText());
  });

  it("has for every option all that an editor shows", () => {
    assert.deepEqual([...topOptions.keys()], ["backend", "bufferSizeSamples"]);
    assert.deepEqual([...streamOptions.keys()], [
      "device", "deviceRegex", "channels", "sampleType", "suggestedLatencySeconds",
      "wasapiExclusiveMode", "wasapiAutoConvert", "wasapiExplicitSampleFormat",
    ]);
    for (const option of [...topOptions.values(), ...streamOptions.values()]) {
      for (const text of [option.description, option.markdownDescription, option.defaultText, option.since]) {
        assert.match(text, /\S/, option.name);
      }
      assert.equal(option.type === "number" || option.type === "integer" ? "number" : option.type, typeof option.example);
      if (option.values !== null) {
        assert.ok(option.values.includes(String(option.example)));
      }
    }
  });

  it("says the same as our checker of any data", () => {
    // What JSON Schema judges: everything of the layer schema, and the two rules that it can express.
    const judged = new Set([
      "unknown-key", "unknown-table", "misplaced-key", "wrong-type", "out-of-range", "unknown-value", "unknown-backend",
      "table-expected", "array-of-tables", "device-and-regex", "empty-regex", "invalid-regex",
    ]);
    fc.assert(
      fc.property(anyConfig, ([top, input, output]) => {
        const text = file(top, input, output);
        const data = { ...top, ...(input && { input }), ...(output && { output }) };
        const findings = checkConfig(parseConfig(text)).filter((finding) => judged.has(finding.code));
        assert.equal(findings.length === 0, validate(data), `${text}\n${ajv.errorsText(validate.errors)}`);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves to us what JSON cannot tell: a float that is whole is not a whole number", () => {
    assert.equal(validate({ bufferSizeSamples: 480.0 }), true);
    assert.deepEqual(checkConfig(parseConfig("bufferSizeSamples = 480.0")).map((finding) => finding.code), ["wrong-type"]);
  });
});

describe("optionSchema", () => {
  it("knows the options of each table only", () => {
    assert.equal(optionSchema("top", "backend")?.type, "string");
    assert.equal(optionSchema("input", "backend"), null);
    assert.equal(optionSchema("output", "channels")?.minimum, 1);
    assert.equal(optionSchema("top", "toString"), null);
  });
});

describe("regular expressions of std::regex", () => {
  it("are those of ECMAScript without what came later", () => {
    for (const good of ["", "Mic", "^Speakers \\(.*\\)$", "a{2,3}", "[a-z{]+", "\\{x\\}", "(?:a|b)", "(?=a)", "a*?", "a.+*", "}"]) {
      assert.equal(isValidRegex(good), true, good);
    }
    for (const bad of ["(", "[a", "*a", "a)", "(?<=a)b", "(?<name>a)", "(?i)a", "a{", "a{x}", "\\"]) {
      assert.equal(isValidRegex(bad), false, bad);
    }
  });
});
