import assert from "node:assert/strict";
import fc from "fast-check";
import { LineMap, applyEdits, contains } from "../../../extension/config/text.ts";

const lineText = fc.array(fc.constantFrom("a", "é", "🎧", " ", "\t", "\n", "\r", "\r\n", "\uFEFF", '"'), { maxLength: 60 }).map((parts) => parts.join(""));

describe("LineMap", () => {
  it("counts lines as an editor does: LF, CR LF and a lone CR end one", () => {
    const lines = new LineMap("a\nb\r\nc\rd");
    assert.deepEqual([...lines.starts], [0, 2, 5, 7]);
    assert.deepEqual(lines.lineSpan(1), { start: 2, end: 3 });
    assert.equal(lines.firstLoneCarriageReturn, 6);
  });

  it("leaves a byte order mark out of the first line", () => {
    const lines = new LineMap("\uFEFFbackend");
    assert.deepEqual(lines.positionAt(1), { line: 0, character: 0 });
    assert.equal(lines.offsetAt({ line: 0, character: 0 }), 1);
  });

  it("takes the line end that most lines have, of those that TOML knows", () => {
    assert.equal(new LineMap("a\r\nb\r\nc\n").lineEnding, "\r\n");
    assert.equal(new LineMap("a\nb\nc\r\n").lineEnding, "\n");
    assert.equal(new LineMap("a\rb\r").lineEnding, "\n");
    assert.equal(new LineMap("a").lineEnding, "\n");
  });

  it("keeps positions inside the text whatever is asked for", () => {
    const lines = new LineMap("ab\ncd");
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(lines.offsetAt({ line: 99, character: 0 }), 5);
    assert.equal(lines.offsetAt({ line: -1, character: 0 }), 0);
    assert.deepEqual(lines.positionAt(99), { line: 1, character: 2 });
  });

  it("goes from offsets to positions and back", () => {
    fc.assert(
      fc.property(lineText, (text) => {
        const lines = new LineMap(text);
        for (let offset = lines.bom ? 1 : 0; offset <= text.length; offset++) {
          const back = lines.offsetAt(lines.positionAt(offset));
          // Inside a CR LF there is no position of its own.
          assert.ok(back === offset || (text[offset] === "\n" && text[offset - 1] === "\r" && back === offset - 1));
        }
      }),
    );
  });
});

describe("applyEdits", () => {
  it("applies several edits at once, in any order, and leaves the rest alone", () => {
    const at = (line: number, start: number, end: number, newText: string) => ({
      range: { start: { line, character: start }, end: { line, character: end } },
      newText,
    });
    assert.equal(applyEdits("\uFEFFone\r\ntwo\r\n", [at(1, 0, 3, "2"), at(0, 0, 3, "1")]), "\uFEFF1\r\n2\r\n");
    assert.equal(applyEdits("x", [at(0, 0, 0, "a"), at(0, 0, 0, "b")]), "abx");
  });

  it("refuses edits that overlap", () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } };
    assert.throws(() => applyEdits("abc", [{ range, newText: "" }, { range, newText: "" }]), RangeError);
  });
});

describe("contains", () => {
  it("takes both ends in", () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    assert.equal(contains(range, { line: 1, character: 2 }), true);
    assert.equal(contains(range, { line: 1, character: 5 }), true);
    assert.equal(contains(range, { line: 1, character: 6 }), false);
    assert.equal(contains(range, { line: 0, character: 3 }), false);
  });
});
