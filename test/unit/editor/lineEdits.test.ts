import assert from "node:assert/strict";
import fc from "fast-check";
import { applyEdits } from "../../../extension/config/text.ts";
import { lineEdits } from "../../../extension/editor/lineEdits.ts";

describe("edits from one text to another", () => {
  it("lead to the other text, whatever both are", () => {
    const line = fc.constantFrom("", "a", "b", "[input]", "x = 1", "\t", "é🎤");
    const end = fc.constantFrom("\n", "\r\n", "\r");
    const text = fc.array(fc.tuple(line, end), { maxLength: 12 }).chain((lines) => line.map((last) => lines.map(([a, b]) => a + b).join("") + last));
    fc.assert(
      fc.property(text, text, (from, to) => {
        assert.equal(applyEdits(from, lineEdits(from, to)), to);
      }),
      { numRuns: 2000 },
    );
  });

  it("touch only the lines that differ", () => {
    const edits = lineEdits("1\n2\n3\n4\n5\n", "1\nzwei\n3\n5\n");
    assert.deepEqual(edits.map(({ range, newText }) => [range.start.line, range.end.line, newText]), [
      [1, 2, "zwei\n"],
      [3, 4, ""],
    ]);
    assert.deepEqual(lineEdits("same", "same"), []);
  });

  it("stay quick where nothing is alike in a long file", () => {
    const many = (word: string): string => Array.from({ length: 5000 }, (_, index) => `${word} ${index}\n`).join("");
    assert.equal(lineEdits(many("a"), many("b")).length, 1);
  });
});
