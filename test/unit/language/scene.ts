import type { BackendDevices } from "../../../extension/audio/contract.ts";
import type { ConfigDocument } from "../../../extension/config/configDocument.ts";
import type { EffectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import type { LanguageContext } from "../../../extension/language/languageContext.ts";
import { device } from "../editor/fixtures.ts";

/** A Windows machine as users have them, with names that are hard to write in TOML. Nothing of it changes. */
export const WINDOWS: readonly BackendDevices[] = [
  {
    backend: "MME",
    devices: [
      device("MME", "Microsoft Sound Mapper - Input", { outputChannels: 0, isDefaultInput: true, defaultSampleRate: 44_100, lowInputLatency: 0.09, highInputLatency: 0.18 }),
      device("MME", "Microsoft Sound Mapper - Output", { inputChannels: 0, isDefaultOutput: true, defaultSampleRate: 44_100, lowOutputLatency: 0.09, highOutputLatency: 0.18 }),
      device("MME", "Mikrofon (2- USB Audio CODEC mi", { outputChannels: 0, inputChannels: 1, defaultSampleRate: 44_100 }),
    ],
  },
  {
    backend: "Windows DirectSound",
    devices: [
      device("Windows DirectSound", "Primary Sound Capture Driver", { outputChannels: 0, isDefaultInput: true, defaultSampleRate: 44_100, lowInputLatency: 0.12, highInputLatency: 0.24 }),
      device("Windows DirectSound", "Primary Sound Driver", { inputChannels: 0, isDefaultOutput: true, defaultSampleRate: 44_100, lowOutputLatency: 0.12, highOutputLatency: 0.24 }),
    ],
  },
  {
    backend: "Windows WASAPI",
    devices: [
      device("Windows WASAPI", "Speakers (2- USB Audio)", { inputChannels: 0, outputChannels: 8, isDefaultOutput: true, lowOutputLatency: 0.003, highOutputLatency: 0.01 }),
      device("Windows WASAPI", 'Kopfhörer "links" \\ 🎧', { inputChannels: 0 }),
      device("Windows WASAPI", "Bell\u0007 and\ttab", { inputChannels: 0 }),
      device("Windows WASAPI", "it's (a) [test] {x} $1.0|*+?^", { inputChannels: 0 }),
      device("Windows WASAPI", "Line", { inputChannels: 2, outputChannels: 0 }),
      device("Windows WASAPI", "Line (USB)", { inputChannels: 1, outputChannels: 0, isDefaultInput: true, lowInputLatency: 0.003, highInputLatency: 0.01 }),
      device("Windows WASAPI", "Twin", { inputChannels: 2, outputChannels: 0 }),
      device("Windows WASAPI", "Twin", { inputChannels: 2, outputChannels: 0 }),
    ],
  },
  { backend: "Windows WDM-KS", devices: [] },
  { backend: "Virtual", devices: [device("Virtual", "Virtual Cable", { isDefaultInput: true, isDefaultOutput: true })] },
];

export const HERE: LanguageContext = {
  devices: WINDOWS,
  listing: false,
  measurement: null,
  platform: "windows",
  drivers: new Set(["flexasio", "flexlab"]),
};

export interface Scene {
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
}

export function sceneOf(text: string): Scene {
  const document = parseConfig(text);
  return { document, config: effectiveConfig(document) };
}

/** A text with `|` where the cursor is. */
export function sceneAt(marked: string): Scene & { readonly offset: number } {
  const offset = marked.indexOf("|");
  return { ...sceneOf(marked.slice(0, offset) + marked.slice(offset + 1)), offset };
}
