import assert from "node:assert/strict";
import { MAX_HINT_LENGTH, fit, hintTexts } from "../../../extension/language/hintTexts.ts";
import { escapeMarkdown } from "../../../extension/language/markdown.ts";
import type { HintText } from "../../../extension/language/hintTexts.ts";
import type { Measurement } from "../../../extension/language/measurement.ts";
import { configOf, measurementOf } from "../editor/fixtures.ts";

const FALLBACK = { line: 9, character: 0 };

function hints(text: string, measurement: Measurement | null = null, hertz = 48_000): readonly HintText[] {
  return hintTexts({
    config: configOf(text),
    rate: { hertz, source: measurement === null ? "device" : "measured" },
    measurement,
    fallback: FALLBACK,
  });
}

const labels = (list: readonly HintText[]): readonly string[] => list.map((hint) => hint.label);

describe("inlay hints", () => {
  it("give the buffer in milliseconds at the rate in effect, behind the value", () => {
    const [hint] = hints("bufferSizeSamples = 480 # comment");
    assert.equal(hint?.label, "≙ 10.0 ms @ 48 kHz");
    assert.deepEqual(hint.position, { line: 0, character: 23 });
    assert.deepEqual(labels(hints("bufferSizeSamples = 441", null, 44_100)), ["≙ 10.0 ms @ 44.1 kHz"]);
  });

  it("give the suggested latency in frames, and nothing for zero", () => {
    const text = "[input]\nsuggestedLatencySeconds = 0.01\n[output]\nsuggestedLatencySeconds = 0.0\n";
    assert.deepEqual(labels(hints(text)), ["≙ 480 frames @ 48 kHz"]);
  });

  it("give nothing for a value that cannot be used", () => {
    assert.deepEqual(hints('bufferSizeSamples = "x"\n[input]\nsuggestedLatencySeconds = -1.0\n'), []);
  });

  it("say what was measured beside bufferSizeSamples, with what was reported", () => {
    const text = 'backend = "Virtual"\nbufferSizeSamples = 480\n';
    const [hint] = hints(text, measurementOf(text));
    assert.equal(hint?.label, "≙ 10.0 ms · measured 25.7, reported 20.0 ms");
    assert.equal(hint.position.line, 1);
    assert.match(hint.tooltip, /1\u202f234 frames = 25\.7 ms/);
    assert.match(hint.tooltip, /Not reported: 274 frames, 5\.7 ms/);
  });

  it("say it beside backend when there is no buffer size, else at the fallback", () => {
    const text = '\nbackend = "Virtual"\n';
    assert.deepEqual(hints(text, measurementOf(text)).map((hint) => [hint.label, hint.position]), [
      ["measured 25.7, reported 20.0 ms", { line: 1, character: 19 }],
    ]);
    assert.deepEqual(hints("", measurementOf(""))[0]?.position, FALLBACK);
  });

  it("say that the report is right when it is, and count frames when milliseconds cannot tell", () => {
    const text = "bufferSizeSamples = 480";
    assert.deepEqual(labels(hints(text, measurementOf(text, { measuredRoundTripFrames: 960 }))), [
      "≙ 10.0 ms · measured 20.0 ms, as reported",
    ]);
    assert.deepEqual(labels(hints(text, measurementOf(text, { measuredRoundTripFrames: 961 }))), [
      "≙ 10.0 ms · measured 961, reported 960 fr",
    ]);
  });

  it("say what was measured when nothing was reported, and nothing when nothing was measured", () => {
    const text = "bufferSizeSamples = 480";
    assert.deepEqual(labels(hints(text, measurementOf(text, { reportedRoundTripFrames: null }))), [
      "≙ 10.0 ms · measured 25.7 ms round trip",
    ]);
    assert.deepEqual(labels(hints(text, measurementOf(text, { measuredRoundTripFrames: null }))), ["≙ 10.0 ms @ 48 kHz"]);
  });

  it("name the backend that was tested in place of the file's", () => {
    const text = 'backend = "Windows WASAPI"';
    const measurement = { ...measurementOf(text), insteadBackend: "Virtual" };
    assert.deepEqual(labels(hints(text, measurement)), ["Virtual: measured 25.7, reported 20.0 ms"]);
  });

  it("are never longer than VS Code shows, and never two on a line", () => {
    for (const buffer of [1, 480, 2_147_483_646]) {
      for (const measured of [0, 1, 959.5, 960, 961, 47_999, 5_000_000]) {
        for (const reported of [null, 0, 960, 4_000_000]) {
          for (const insteadBackend of [null, "Virtual", "JACK Audio Connection Kit"]) {
            const text = `bufferSizeSamples = ${buffer}\n[input]\nsuggestedLatencySeconds = 3600.0\n`;
            const latency = { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported };
            const list = hints(text, { ...measurementOf(text, latency), insteadBackend });
            for (const hint of list) assert.ok([...hint.label].length <= MAX_HINT_LENGTH, hint.label);
            assert.equal(new Set(list.map((hint) => hint.position.line)).size, list.length);
            assert.match(list[0]?.label ?? "", /measured/);
          }
        }
      }
    }
  });

  it("cut the last wording when none fits", () => {
    assert.equal(fit(["abcdef", "abcde"], 4), "abc…");
    assert.equal(fit(["abcdef", "abc"], 4), "abc");
  });

  it("show names as they are written, never as markup", () => {
    assert.equal(escapeMarkdown("<img src=x> [a](command:b) | *c*"), "&lt;img src=x\\> \\[a\\]\\(command:b\\) \\| \\*c\\*");
  });
});
