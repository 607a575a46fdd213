import { readFileSync, readdirSync } from "node:fs";
import { findingsText } from "../../../extension/cli/checkCommand.ts";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { fixAllSafe } from "../../../extension/config/fixAll.ts";
import { liveFindings } from "../../../extension/config/liveFindings.ts";
import type { LiveBackend } from "../../../extension/config/liveScene.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { goldenIn } from "../golden.ts";

const golden = goldenIn(new URL("golden/", import.meta.url));

const corpus = new URL("../../corpus/config/", import.meta.url);
const plain = { color: false, width: 100 };

describe("what the findings say", () => {
  it("of every file of the corpus, as the terminal shows it", () => {
    const told = readdirSync(corpus)
      .filter((name) => name.endsWith(".toml") && !["latin-1.toml", "utf-16.toml"].includes(name))
      .sort()
      .map((name) => {
        const document = parseConfig(readFileSync(new URL(name, corpus), "utf8"));
        return findingsText(name, document, checkConfig(document), plain, { fixed: null, fixable: fixAllSafe(document.text) });
      });
    golden("corpus.txt", told.join("\n"));
  });

  it("of devices that are not as the file says", () => {
    const machine: readonly LiveBackend[] = [
      { backend: "MME", devices: [{ name: "Speakers (High Definition Audio", inputChannels: 0, outputChannels: 2 }] },
      {
        backend: "Windows WASAPI",
        devices: [
          { name: "Microphone (2- USB Audio)", inputChannels: 1, outputChannels: 0, defaultSampleRate: 44100, isDefaultInput: false, isDefaultOutput: false },
          { name: "Speakers (USB Audio)", inputChannels: 0, outputChannels: 2, defaultSampleRate: 48000, isDefaultInput: false, isDefaultOutput: true },
          { name: "Speakers (Monitor)", inputChannels: 0, outputChannels: 2, defaultSampleRate: 48000, isDefaultInput: false, isDefaultOutput: false },
        ],
      },
    ];
    const texts = [
      'backend = "ALSA"\n',
      'backend = "MME"\n[output]\ndevice = "Speakers (High Definition Audio Device)"\n',
      'backend = "MME"\n[output]\ndevice = "Speakers (USB Audio)"\n',
      'backend = "Windows WASAPI"\n[input]\ndevice = "Microphone (USB Audio)"\nchannels = 2\n[output]\ndeviceRegex = "Speakers"\n',
      'backend = "Windows WASAPI"\n[input]\nchannels = 1\n[output]\ndeviceRegex = "speakers"\n',
      'backend = "Windows WASAPI"\n[input]\ndevice = "Microphone (2- USB Audio)"\nchannels = 2\n[output]\ndevice = "Speakers (Monitor)"\nwasapiAutoConvert = false\n',
      'backend = "Windows WASAPI"\n[input]\ndevice = "Speakers (USB Audio)"\n',
    ];
    const told = texts.map((text, index) => {
      const document = parseConfig(text);
      return findingsText(`live-${String(index + 1)}.toml`, document, liveFindings(document, machine), plain, { fixed: null, fixable: fixAllSafe(text, { devices: machine }) });
    });
    golden("live.txt", told.join("\n"));
  });

  it("when everything that is safe was mended", () => {
    const text = '[input]\nbackend = "wasapi"\nsuggestedLatencySeconds = 0\nChannels = 2\n\n[output]\ndevice = "(None)"\ndeviceRegex = "x"\n';
    const fixed = fixAllSafe(text);
    const after = applyEdits(text, fixed.edits);
    const document = parseConfig(after);
    golden("fixed.txt", `${after}--\n${findingsText("FlexASIO.toml", document, checkConfig(document), plain, { fixed, fixable: fixAllSafe(after) })}`);
  });
});
