import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { invalidCases, validCases } from "./cases.ts";
import { oracleReads, weRead } from "./oracle.ts";
import { refusals } from "./refusals.ts";

/** Where the oracle says something else than the specification, and why: the document to the reason. */
const differences = JSON.parse(readFileSync(new URL("differences.json", import.meta.url), "utf8")) as {
  readonly cases: Readonly<Record<string, string>>;
};

describe("the sentences of the specification", () => {
  for (const [chapter, texts] of Object.entries(validCases)) {
    it(`${chapter}: all that is allowed is read, as the oracle reads it`, () => {
      for (const text of texts) {
        assert.deepEqual(refusals(text), [], JSON.stringify(text));
        if (!(text in differences.cases)) {
          assert.deepEqual(weRead(parseConfig(text)), oracleReads(text), JSON.stringify(text));
        }
      }
    });
  }

  for (const [chapter, texts] of Object.entries(invalidCases)) {
    it(`${chapter}: all that is not allowed is refused`, () => {
      assert.deepEqual(texts.filter((text) => refusals(text).length === 0), []);
    });
  }

  it("are judged by the oracle the same way, but for the differences that are listed", () => {
    const differing = [
      ...Object.values(validCases).flat().filter((text) => oracleReads(text) === null),
      ...Object.values(invalidCases).flat().filter((text) => oracleReads(text) !== null),
    ];
    assert.deepEqual(differing.sort(), Object.keys(differences.cases).sort());
  });

  it("are many, and each is there once", () => {
    const all = [...Object.values(validCases), ...Object.values(invalidCases)].flat();
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.length >= 300, String(all.length));
  });
});
