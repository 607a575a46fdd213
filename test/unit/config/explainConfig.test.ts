import assert from "node:assert/strict";
import { explainConfig, writtenValue } from "../../../extension/config/explainConfig.ts";
import type { ExplainedOption } from "../../../extension/config/explainConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { renderExplanation } from "../../../extension/config/renderExplanation.ts";

function option(text: string, table: ExplainedOption["table"], key: string): ExplainedOption {
  const found = explainConfig(parseConfig(text)).options.find((one) => one.table === table && one.key === key);
  assert.ok(found);
  return found;
}

describe("explainConfig", () => {
  it("tells every option once, set or default", () => {
    const { options } = explainConfig(parseConfig("bufferSizeSamples = 480"));
    assert.equal(options.length, 29);
    assert.equal(new Set(options.map((one) => `${one.table} ${one.key}`)).size, 29);
    assert.ok(options.every((one) => one.meaning !== ""));
    assert.deepEqual(options.filter((one) => !one.isDefault).map((one) => one.key), ["bufferSizeSamples"]);
  });

  it("says what a value comes to", () => {
    assert.match(option("bufferSizeSamples = 480", "top", "bufferSizeSamples").meaning, /10\.0 ms at 48 kHz/);
    assert.match(option("bufferSizeSamples = 480", "output", "suggestedLatencySeconds").meaning, /1440 frames, 30\.0 ms/);
    assert.match(option('[input]\ndevice = ""', "input", "device").meaning, /off/);
  });

  it("says what the table of FlexLab's own driver comes to", () => {
    assert.deepEqual(option("", "flexlab", "clocks"), {
      table: "flexlab", key: "clocks", value: "auto", isDefault: true, range: null, applies: true,
      meaning: "two streams for two pieces of hardware, joined by a resampler; else one",
    });
    const set = option('[flexlab]\nclocks = "two"\n', "flexlab", "clocks");
    assert.deepEqual([set.value, set.isDefault, set.range?.start.line], ["two", false, 1]);
    assert.match(set.meaning, /resampler/);
    assert.equal(option('flexlab.clocks = "one"', "flexlab", "clocks").value, "one");
    assert.equal(option('[flexlab]\nclocks = "three"\n', "flexlab", "clocks").value, "auto");
    const oneWay = option('[output]\ndevice = ""\n[flexlab]\nclocks = "two"\n', "flexlab", "clocks");
    assert.equal(oneWay.applies, false);
    assert.match(option("[flexlab]\nrateConversion = false\n", "flexlab", "rateConversion").meaning, /refused/);
    assert.match(option("", "flexlab", "rateConversion").meaning, /converted/);
    assert.match(renderExplanation(explainConfig(parseConfig("[flexlab]\nclocks = \"one\"\n"))), /FlexLab's driver alone\n-+\n {2}\* clocks = "one" +one stream/);
    assert.match(option("[flexlab]\npowersOfTwo = true\n", "flexlab", "powersOfTwo").meaning, /64, 128, 256/);
    assert.match(option("[flexlab]\noutputReady = false\n", "flexlab", "outputReady").meaning, /one buffer more/);
    assert.match(option("[flexlab]\ninputLatencyCorrection = -12\n", "flexlab", "inputLatencyCorrection").meaning, /^-12 frames are added/);
    assert.equal(option("[flexlab]\nmaxBufferSamples = 2048\n", "flexlab", "maxBufferSamples").meaning, "2048 frames");
  });

  it("says what nothing looks at", () => {
    const exclusive = 'backend = "Windows WASAPI"\n[output]\nwasapiExclusiveMode = true\n';
    assert.equal(option(exclusive, "output", "wasapiAutoConvert").applies, false);
    assert.equal(option(exclusive, "output", "wasapiExplicitSampleFormat").applies, true);
    assert.equal(option(exclusive, "input", "wasapiAutoConvert").applies, true);
    assert.equal(option('backend = "MME"', "output", "wasapiExclusiveMode").applies, false);
    assert.equal(option('[input]\ndevice = ""', "input", "channels").applies, false);
  });

  it("tells the way of the sound by backend and mode", () => {
    const titles = (text: string, direction: "input" | "output"): string[] =>
      explainConfig(parseConfig(text)).directions[direction].path.map((step) => step.title);
    const shared = titles('backend = "Windows WASAPI"', "output");
    assert.ok(shared.includes("Mixer"));
    assert.equal(shared[0], "Host program");
    assert.equal(shared.at(-1), "Device");
    assert.deepEqual(titles('backend = "Windows WASAPI"', "input"), shared.toReversed());
    assert.ok(!titles('backend = "Windows WASAPI"\n[output]\nwasapiExclusiveMode = true', "output").includes("Mixer"));
    assert.deepEqual(titles('[input]\ndevice = ""', "input"), []);
    assert.deepEqual(titles('backend = "Core Audio"', "output"), []);
  });

  it("tells who mixes, converts and follows", () => {
    const output = (text: string) => explainConfig(parseConfig(text)).directions.output;
    assert.deepEqual(
      [output('backend = "MME"')].map((one) => [one.mixes, one.converts, one.followsDefault]),
      [[true, true, true]],
    );
    assert.equal(output('backend = "MME"\n[output]\ndevice = "x"').followsDefault, false);
    assert.equal(output('backend = "Windows WASAPI"\n[output]\nwasapiAutoConvert = false').converts, false);
    assert.equal(output('backend = "Windows WDM-KS"').mixes, false);
  });

  it("writes values as they would stand in the file", () => {
    assert.equal(writtenValue(option("[input]\nsuggestedLatencySeconds = 0", "input", "suggestedLatencySeconds")), "0.0");
    assert.equal(writtenValue(option("", "input", "device")), null);
    assert.equal(writtenValue(option('backend = "MME"', "top", "backend")), '"MME"');
  });
});

describe("renderExplanation", () => {
  it("is plain text, with everything on it", () => {
    const text = renderExplanation(explainConfig(parseConfig('backend = "Virtual"\n[input]\ndevice = ""\n')));
    assert.match(text, /^\* stands in the file[^\n]*\n\nDriver\n------\n {2}\* backend = "Virtual" {2}Devices/);
    assert.match(text, /Input: what is recorded[\s\S]*This direction is off\.\n\nOutput: what is played/);
    assert.match(text, /The way of the sound \(Virtual\):\n {4}Host program\n {2}> ASIO driver/);
    assert.ok(text.endsWith("\n"));
    assert.doesNotMatch(text, /undefined|null|[ \t]\n/);
  });

  it("fits a terminal and half of a window whatever it says, but for a value that does not", () => {
    const name = "Microphone (a USB audio interface whose maker gave it a name that goes on and on and on)";
    const backends = ["Windows WASAPI", "Windows DirectSound", "Windows WDM-KS", "MME", "ALSA", "Virtual", "JACK Audio Connection Kit"];
    for (const backend of backends) {
      for (const exclusive of [true, false]) {
        const explanation = explainConfig(parseConfig(
          `backend = "${backend}"\nbufferSizeSamples = 480\n[input]\ndevice = "${name}"\nwasapiExclusiveMode = ${String(exclusive)}\n[output]\nsuggestedLatencySeconds = 0.0\n`,
        ));
        for (const width of [64, 80]) {
          const lines = renderExplanation(explanation, width).split("\n");
          const long = lines.filter((line) => line.length > width);
          assert.deepEqual(long, [`  * device = "${name}"`], backend);
          // What is to say of it stands below, in the column of the others.
          assert.match(lines[lines.indexOf(long[0] ?? "") + 1] ?? "", new RegExp(`^ {${String(width / 2)}}the device of`));
        }
      }
    }
  });
});
