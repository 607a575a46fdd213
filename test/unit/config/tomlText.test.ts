import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTOML } from "toml-eslint-parser";
import { readAsStock } from "../../../extension/config/stockReader.ts";
import { tomlFloat, tomlKey, tomlString } from "../../../extension/config/tomlText.ts";
import { isWellFormed } from "./generators.ts";

function read(text: string): unknown {
  const node = parseTOML(`x = ${text}\n`, { tomlVersion: "1.0" }).body[0].body[0];
  return node?.type === "TOMLKeyValue" && node.value.type === "TOMLValue" ? node.value.value : undefined;
}

function readStock(text: string): unknown {
  const result = readAsStock(`x = ${text}\n`);
  const value = result.ok ? result.root.get("x") : undefined;
  return value !== undefined && "value" in value ? value.value : undefined;
}

describe("tomlString", () => {
  it("writes what both readers read back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(isWellFormed(text) && !text.includes("\u0000"));
        assert.equal(read(tomlString(text)), text);
        assert.equal(readStock(tomlString(text)), text);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps backslashes readable", () => {
    assert.equal(tomlString("^Speakers \\(.*\\)$"), "'^Speakers \\(.*\\)$'");
    assert.equal(tomlString("it's \\"), '"it\'s \\\\"');
    assert.equal(tomlString('say "hi"'), '"say \\"hi\\""');
  });
});

describe("tomlFloat", () => {
  it("writes the very same number, as a float for both readers", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.ok(Object.is(read(tomlFloat(value)), value), tomlFloat(value));
        assert.equal(readStock(tomlFloat(value)), value);
      }),
      { numRuns: 1000 },
    );
    assert.equal(tomlFloat(0), "0.0");
    assert.equal(tomlFloat(1e21), "1e21");
  });
});

describe("tomlKey", () => {
  it("quotes only where it must", () => {
    assert.equal(tomlKey("bufferSizeSamples"), "bufferSizeSamples");
    assert.equal(tomlKey("a b"), '"a b"');
    assert.equal(tomlKey(""), '""');
  });
});
