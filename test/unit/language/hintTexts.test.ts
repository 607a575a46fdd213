import assert from "node:assert/strict";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { MAX_HINT_LENGTH, fit } from "../../../extension/language/hint.ts";
import type { HintText } from "../../../extension/language/hint.ts";
import { hintTexts } from "../../../extension/language/hintTexts.ts";
import type { HintKinds } from "../../../extension/language/hintTexts.ts";
import type { LanguageContext } from "../../../extension/language/languageContext.ts";
import { escapeMarkdown } from "../../../extension/language/markdown.ts";
import type { Measurement } from "../../../extension/language/measurement.ts";
import { configOf, device, measurementOf } from "../editor/fixtures.ts";
import { HERE } from "./scene.ts";

const ALL: HintKinds = { units: true, defaults: true, measured: true };
/** Nothing is known of the machine but the rate. */
const BARE: LanguageContext = { ...HERE, devices: null };

function hints(text: string, measurement: Measurement | null = null, here: LanguageContext = BARE, kinds: HintKinds = ALL): readonly HintText[] {
  return hintTexts({ document: parseConfig(text), config: configOf(text), here: { ...here, measurement }, kinds });
}

const label = (hint: HintText | undefined): string => hint?.parts.map(({ text }) => text).join("") ?? "";
const labels = (list: readonly HintText[]): readonly string[] => list.map(label);

describe("inlay hints", () => {
  it("give the buffer in milliseconds at the rate in effect, behind the value", () => {
    const [hint] = hints("bufferSizeSamples = 480 # comment");
    assert.equal(label(hint), "≙ 10.0 ms @ 48 kHz");
    assert.deepEqual(hint?.position, { line: 0, character: 23 });
    const at44 = { ...HERE, devices: [{ backend: "MME", devices: [device("MME", "Old", { defaultSampleRate: 44_100, isDefaultInput: true })] }] };
    assert.deepEqual(labels(hints("bufferSizeSamples = 441", null, at44)), ["≙ 10.0 ms @ 44.1 kHz"]);
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
    assert.equal(label(hint), "≙ 10.0 ms · measured 25.7, reported 20.0 ms");
    assert.equal(hint?.position.line, 1);
    assert.deepEqual(hint.parts.map(({ command }) => command), [null, "openPanel"]);
    assert.match(hint.tooltip, /1\u202f234 frames = 25\.7 ms/);
    assert.match(hint.tooltip, /Not reported: 274 frames, 5\.7 ms/);
  });

  it("say it beside backend when there is no buffer size, else at the fallback", () => {
    const text = '\nbackend = "Virtual"\n';
    assert.deepEqual(hints(text, measurementOf(text)).map((hint) => [label(hint), hint.position]), [
      ["measured 25.7, reported 20.0 ms", { line: 1, character: 19 }],
    ]);
    const lone = "# nothing\n[input]\n[output] # played\n";
    assert.deepEqual(hints(lone, measurementOf(lone))[0]?.position, { line: 2, character: 17 });
    assert.deepEqual(hints("", measurementOf(""))[0]?.position, { line: 0, character: 0 });
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
            for (const hint of list) assert.ok([...label(hint)].length <= MAX_HINT_LENGTH, label(hint));
            assert.equal(new Set(list.map((hint) => hint.position.line)).size, list.length);
            assert.match(label(list[0]), /measured/);
          }
        }
      }
    }
  });

  it("name the default device with its channels, and count those of a device that the file names", () => {
    const text = 'backend = "Windows WASAPI"\n[input] # recorded\n[output]\ndevice = "Speakers (2- USB Audio)"\n';
    const [input, output] = hints(text, null, HERE);
    assert.equal(label(input), "→ Line (USB) · 1 channel");
    assert.deepEqual(input?.position, { line: 1, character: 7 });
    assert.deepEqual(input.parts.map(({ command }) => command), ["pickInputDevice"]);
    assert.match(input.tooltip, /The default device of Windows WASAPI/);
    assert.equal(label(output), "≙ 8 channels");
    assert.deepEqual(labels(hints(`${text}channels = 2\n`, null, HERE)), ["→ Line (USB) · 1 channel"]);
    assert.deepEqual(hints(text), [], "nothing while the devices are not known");
  });

  it("say what a pattern finds", () => {
    const at = (pattern: string): readonly string[] => labels(hints(`backend = "Windows WASAPI"\n[input]\ndeviceRegex = '${pattern}'\n`, null, HERE));
    assert.deepEqual(at("USB"), ["→ Line (USB) · 1 channel"]);
    assert.deepEqual(at("Line"), ["2 devices match"]);
    assert.deepEqual(at("Nothing"), ["no device matches"]);
  });

  it("show only the kinds that are wanted", () => {
    const text = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\nsuggestedLatencySeconds = 0.01\n';
    const shown = (kinds: Partial<HintKinds>): readonly string[] =>
      labels(hints(text, measurementOf(text), HERE, { units: false, defaults: false, measured: false, ...kinds }));
    assert.deepEqual(shown({}), []);
    assert.deepEqual(shown({ units: true }), ["≙ 10.0 ms @ 48 kHz", "≙ 480 frames @ 48 kHz"]);
    assert.deepEqual(shown({ defaults: true }), ["→ Virtual Cable · 2 channels"]);
    assert.deepEqual(shown({ measured: true }), ["measured 25.7, reported 20.0 ms"]);
  });

  it("shows one on a line of several options", () => {
    assert.equal(hints("input = { suggestedLatencySeconds = 0.01 }\r\n", null, HERE).length, 1);
    const both = 'backend = "Windows WASAPI"\noutput = { device = "Speakers (2- USB Audio)", suggestedLatencySeconds = 0.01 }\n';
    assert.deepEqual(labels(hints(both, null, HERE)), ["≙ 480 frames @ 48 kHz"]);
  });

  it("cut the last wording when none fits", () => {
    assert.equal(fit(["abcdef", "abcde"], 4), "abc…");
    assert.equal(fit(["abcdef", "abc"], 4), "abc");
  });

  it("show names as they are written, never as markup", () => {
    assert.equal(escapeMarkdown("<img src=x> [a](command:b) | *c*"), "&lt;img src=x\\> \\[a\\]\\(command:b\\) \\| \\*c\\*");
  });
});
