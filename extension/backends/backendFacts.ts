/**
 * What is known of each backend before anything is measured, as far as it can be reckoned with; `backendWords.ts` says
 * it in words. Sources are named as: BACKENDS = the FlexASIO document on backends; PA = PortAudio's own code; measured =
 * tried by us.
 */

export type BackendMode = "shared" | "exclusive";

/** How far the latency that the backend reports can be believed. */
export type LatencyReport = "reliable" | "too-low" | "varies" | "exact";

export interface BackendFacts {
  /** The exact PortAudio name, as it stands in the file. */
  readonly name: string;
  /** For a narrow place, in everyday words. */
  readonly shortName: string;
  readonly platform: "windows" | "linux" | "any";
  /** Only where a backend has both; null otherwise. */
  readonly mode: BackendMode | null;
  /** Other programs can be heard at the same time. */
  readonly mixes: boolean;
  /** Who changes sample rate and channel count when device and host program disagree. */
  readonly converts: "always" | "if-allowed" | "never";
  /** The device is taken away from all other programs. */
  readonly exclusive: boolean;
  /** Effects that Windows or the device's maker puts into the path (APOs) apply. */
  readonly effects: boolean;
  /** The stream moves along when the default device changes while it runs. */
  readonly followsDefault: boolean;
  readonly latencyReport: LatencyReport;
  /** What the reported latency leaves out at least; null: not known to leave anything out. */
  readonly unreportedSeconds: number | null;
  /** No stream gets below this, whatever is configured; null: no such floor is known. */
  readonly floorSeconds: number | null;
  /** Recording comes in lumps of this length; null: in the buffers that were asked for. */
  readonly captureGrainSeconds: number | null;
  /**
   * Buffers, in frames at 48 kHz, that work badly: below `bad` the sound breaks up, below `risky` it may; null: nothing
   * of the kind is known.
   */
  readonly smallBuffer: { readonly bad: number; readonly risky: number } | null;
  /** More channels do not open; null: no such limit is known. */
  readonly mostChannels: number | null;
  /** Device names are cut at this many characters; null: never. */
  readonly longestDeviceName: number | null;
  /** Names of devices that stand for "whatever is the default"; empty without them. */
  readonly defaultDevices: { readonly input: string | null; readonly output: string | null };
}

/** BACKENDS: "the internal buffer size of the shared Windows audio pipeline has been observed to be 10 ms". */
export const WINDOWS_ENGINE_PERIOD_SECONDS = 0.01;

const MME: BackendFacts = {
  name: "MME",
  shortName: "MME",
  platform: "windows",
  mode: null,
  mixes: true,
  converts: "always",
  exclusive: false,
  effects: true,
  followsDefault: true, // BACKENDS, MME: through the Sound Mapper devices
  latencyReport: "too-low", // BACKENDS, MME: the Windows pipeline is not counted
  unreportedSeconds: 0.01, // BACKENDS, MME: "at least 10 ms, if not more"
  floorSeconds: WINDOWS_ENGINE_PERIOD_SECONDS,
  captureGrainSeconds: null,
  // BACKENDS, MME, issue 30; measured: without gaps from 1024 frames on, whatever the suggested latency
  smallBuffer: { bad: 512, risky: 1024 },
  mostChannels: null,
  longestDeviceName: 31, // a limit of Windows (MAXPNAMELEN)
  defaultDevices: { input: "Microsoft Sound Mapper - Input", output: "Microsoft Sound Mapper - Output" },
};

const DIRECT_SOUND: BackendFacts = {
  name: "Windows DirectSound",
  shortName: "DirectSound",
  platform: "windows",
  mode: null,
  mixes: true,
  converts: "always",
  exclusive: false,
  effects: true,
  followsDefault: true, // BACKENDS, DirectSound: through the Primary Sound devices
  latencyReport: "too-low",
  unreportedSeconds: 0.01,
  floorSeconds: WINDOWS_ENGINE_PERIOD_SECONDS,
  captureGrainSeconds: 0.03125, // BACKENDS, DirectSound: 31.25 ms, issue 29
  smallBuffer: { bad: 441, risky: 512 }, // FlexASIO issue 50: 10 ms at least; issue 265: four times 128 at least
  mostChannels: 9, // FlexASIO issue 100
  longestDeviceName: null,
  defaultDevices: { input: "Primary Sound Capture Driver", output: "Primary Sound Driver" },
};

/** What both of its modes have in common. */
const WASAPI = {
  name: "Windows WASAPI",
  platform: "windows",
  followsDefault: false, // BACKENDS, WASAPI
  latencyReport: "reliable", // BACKENDS, WASAPI: "more reliable than other backends"
  unreportedSeconds: null,
  captureGrainSeconds: null,
  smallBuffer: null,
  mostChannels: null,
  longestDeviceName: null,
  defaultDevices: { input: null, output: null },
} as const;

const WASAPI_SHARED: BackendFacts = {
  ...WASAPI,
  shortName: "WASAPI",
  mode: "shared",
  mixes: true,
  converts: "if-allowed", // wasapiAutoConvert
  exclusive: false,
  effects: true,
  floorSeconds: WINDOWS_ENGINE_PERIOD_SECONDS, // BACKENDS: only exclusive backends get below 10 ms
};

const WASAPI_EXCLUSIVE: BackendFacts = {
  ...WASAPI,
  shortName: "WASAPI exclusive",
  mode: "exclusive",
  mixes: false,
  converts: "never",
  exclusive: true,
  effects: false,
  floorSeconds: null, // single-digit milliseconds seen
};

const WDM_KS: BackendFacts = {
  name: "Windows WDM-KS",
  shortName: "WDM-KS",
  platform: "windows",
  mode: null,
  mixes: false,
  converts: "never",
  exclusive: true, // BACKENDS, WDM-KS: in the usual case that the device has one stream
  effects: false,
  followsDefault: false, // BACKENDS, WDM-KS
  latencyReport: "reliable",
  unreportedSeconds: null,
  floorSeconds: null,
  captureGrainSeconds: null,
  smallBuffer: null,
  mostChannels: null,
  longestDeviceName: null,
  defaultDevices: { input: null, output: null },
};

const ALSA: BackendFacts = {
  name: "ALSA",
  shortName: "ALSA",
  platform: "linux",
  mode: null,
  mixes: false, // a hw device serves one program; dmix, pulse and pipewire devices mix
  converts: "if-allowed", // plug devices convert, hw devices do not
  exclusive: true,
  effects: false,
  followsDefault: false,
  // measured: through the pulse plug-in 48.0 ms were reported and 21.4 to 26.7 ms were real
  latencyReport: "varies",
  unreportedSeconds: null,
  floorSeconds: null,
  captureGrainSeconds: null,
  smallBuffer: null,
  mostChannels: null,
  longestDeviceName: null,
  defaultDevices: { input: "default", output: "default" },
};

const JACK: BackendFacts = {
  name: "JACK Audio Connection Kit",
  shortName: "JACK",
  platform: "linux",
  mode: null,
  mixes: true,
  converts: "never", // one sample rate for all: that of the server
  exclusive: false,
  effects: false,
  followsDefault: false,
  latencyReport: "reliable",
  unreportedSeconds: null,
  floorSeconds: null, // the period of the server
  captureGrainSeconds: null,
  smallBuffer: null,
  mostChannels: null,
  longestDeviceName: null,
  defaultDevices: { input: null, output: null },
};

const VIRTUAL: BackendFacts = {
  name: "Virtual",
  shortName: "Virtual",
  platform: "any",
  mode: null,
  mixes: false,
  converts: "never",
  exclusive: false,
  effects: false,
  followsDefault: false,
  latencyReport: "exact", // unless the scenario makes it claim something else
  unreportedSeconds: null,
  floorSeconds: null,
  captureGrainSeconds: null,
  smallBuffer: null,
  mostChannels: null,
  longestDeviceName: null,
  defaultDevices: { input: null, output: null },
};

/** Every backend once, WASAPI in its shared mode. */
export const knownBackends: readonly BackendFacts[] = [WASAPI_SHARED, DIRECT_SOUND, WDM_KS, MME, ALSA, JACK, VIRTUAL];

/** Null for a name that we know nothing of. */
export function backendFacts(name: string, mode: BackendMode = "shared"): BackendFacts | null {
  if (name === WASAPI_EXCLUSIVE.name && mode === "exclusive") {
    return WASAPI_EXCLUSIVE;
  }
  return knownBackends.find((backend) => backend.name === name) ?? null;
}
