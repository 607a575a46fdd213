import assert from "node:assert/strict";
import { choiceEdits } from "../../../extension/editor/pickChoices.ts";
import type { Choice } from "../../../extension/editor/pickChoices.ts";
import { bufferRows, modeRows } from "../../../extension/editor/streamRows.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { BACKENDS, configOf } from "./fixtures.ts";

function picked(text: string, choice: Choice): string {
  const edits = choiceEdits(text, [choice], BACKENDS);
  assert.ok(edits !== null);
  return applyEdits(text, edits);
}

describe("the buffer picker", () => {
  const config = configOf('backend = "Virtual"\nbufferSizeSamples = 300');

  it("offers the program's choice, usual sizes and the size of the file, in order", () => {
    const rows = bufferRows(config, BACKENDS, "");
    const sizes = rows.flatMap((row) => (row.kind === "item" ? [row.choice] : []));
    assert.deepEqual(sizes, [null, 64, 128, 240, 256, 300, 480, 512, 960, 1024, 1920, 2048]);
    assert.deepEqual(rows.filter((row) => row.kind === "item" && row.isCurrent).map((row) => row.label), ["300 frames"]);
    const [first, , , , , mine] = rows;
    assert.ok(first?.kind === "item" && mine?.kind === "item");
    assert.equal(first.detail, "The driver prefers 960 frames then");
    assert.equal(mine.description, "6.3 ms · current");
  });

  it("takes any size that is typed, up to what the option allows", () => {
    const last = (typed: string): unknown => {
      const row = bufferRows(config, BACKENDS, typed).at(-1);
      return row?.kind === "item" ? row.choice : null;
    };
    assert.equal(last(" 4000 "), 4000);
    assert.equal(last("2147483646"), 2_147_483_646);
    for (const typed of ["2147483647", "0", "-4", "4.5", "many"]) assert.equal(last(typed), 2048, typed);
  });

  it("changes the one value, and takes the line out for the program's choice", () => {
    const text = '# mine\nbackend = "Virtual"\nbufferSizeSamples = 480 # ten\n[input]\n';
    assert.equal(picked(text, { kind: "buffer", frames: 256 }), text.replace("480", "256"));
    assert.equal(picked(text, { kind: "buffer", frames: null }), '# mine\nbackend = "Virtual"\n[input]\n');
    assert.equal(picked(text, { kind: "buffer", frames: 480 }), text);
  });
});

describe("the mode picker", () => {
  it("marks the mode in effect", () => {
    const rows = modeRows("output", configOf("[output]\nwasapiExclusiveMode = true"));
    assert.deepEqual(rows.map((row) => (row.kind === "item" ? [row.label, row.description, row.choice] : [])), [
      ["Shared", "", false],
      ["Exclusive", "current", true],
    ]);
  });

  it("writes exclusive mode into its table, and never writes the default", () => {
    const text = 'backend = "Windows WASAPI"\n[output]\ndevice = "Speakers"\n';
    const exclusive = picked(text, { kind: "mode", direction: "output", exclusive: true });
    assert.equal(exclusive, `${text}wasapiExclusiveMode = true\n`);
    assert.equal(picked(exclusive, { kind: "mode", direction: "output", exclusive: false }), text);
    assert.equal(picked(text, { kind: "mode", direction: "output", exclusive: false }), text);
  });
});
