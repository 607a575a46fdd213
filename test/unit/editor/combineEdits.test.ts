import assert from "node:assert/strict";
import { setOption } from "../../../extension/config/setOption.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { combineEdits } from "../../../extension/editor/combineEdits.ts";
import type { EditStep } from "../../../extension/editor/combineEdits.ts";

describe("several edits at once", () => {
  const always = (): boolean => true;

  it("are refused when the result does not mean what was wanted", () => {
    assert.equal(combineEdits("", [(document) => setOption(document, "top", "backend", "ALSA")], () => false), null);
  });

  it("stay separate where they do not touch", () => {
    const text = 'backend = "A"\n# between\n[input]\ndevice = "B"\n';
    const edits = combineEdits(
      text,
      [
        (document) => setOption(document, "top", "backend", "C"),
        (document) => setOption(document, "input", "device", "D"),
      ],
      always,
    );
    assert.equal(edits?.length, 2);
    assert.equal(applyEdits(text, edits), 'backend = "C"\n# between\n[input]\ndevice = "D"\n');
  });

  it("become one over the stretch that differs where they depend on each other", () => {
    const text = "# 1\nabc\n# 2\n";
    const swap = (from: string, to: string): EditStep => (document) => {
      const at = document.text.indexOf(from);
      return [
        { range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, newText: to },
      ];
    };
    const edits = combineEdits(text, [swap("abc", "xbc"), swap("b", "yy")], always);
    assert.equal(edits?.length, 1);
    assert.deepEqual(edits[0], {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } },
      newText: "xyy",
    });
  });

  it("keep a byte order mark and Windows line ends", () => {
    const text = '\uFEFFbackend = "A"\r\n';
    const edits = combineEdits(text, [(document) => setOption(document, "output", "device", "D")], always);
    assert.ok(edits !== null);
    const after = applyEdits(text, edits);
    assert.ok(after.startsWith(text));
    assert.ok(!/[^\r]\n/.test(after));
  });
});
