import { t } from "@vscode/l10n";

/**
 * What is known of each backend before anything is measured. Sources are named as: BACKENDS = the FlexASIO document on
 * backends; PA = PortAudio's own code; measured = tried by us.
 */

export type BackendMode = "shared" | "exclusive";

/** A station on the way of the sound, in the direction of playback. */
export interface PathStep {
  readonly title: string;
  /** What happens to the sound here; empty where it only passes. */
  readonly does: string;
}

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
  readonly summary: string;
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
  /** From the driver to the device, after the driver itself. */
  readonly path: readonly PathStep[];
  readonly notes: readonly string[];
}

// Words are looked up when they are asked for: the language is not known before.
const kernel = (): PathStep => ({ title: t("Windows device driver"), does: t("Runs in the kernel.") });
const device = (): PathStep => ({ title: t("Device"), does: "" });

// BACKENDS, architecture diagram: MME, DirectSound and WASAPI shared meet in the Windows engine.
const engine = (): readonly PathStep[] => [
  { title: t("Effects per stream"), does: t("Windows and the device's maker may change the sound.") },
  { title: t("Mixer"), does: t("Other programs are added; samples are 32-bit floating point; works in periods of 10 ms.") },
  { title: t("Effects per device"), does: t("A limiter, and whatever the device's maker adds.") },
];

/** BACKENDS: "the internal buffer size of the shared Windows audio pipeline has been observed to be 10 ms". */
export const WINDOWS_ENGINE_PERIOD_SECONDS = 0.01;

const notTheHardware = (): string =>
  // BACKENDS, introduction.
  t("No backend knows the latency of the hardware itself; over Bluetooth the reported latency is far too low.");

const MME: BackendFacts = {
  name: "MME",
  shortName: "MME",
  platform: "windows",
  mode: null,
  // BACKENDS, MME: since 1991, most mature, mediocre latency.
  get summary() {
    return t("The oldest Windows audio system: takes nearly any format, works nearly always, and is slow.");
  },
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
  get path() {
    return [
      { title: "PortAudio MME", does: t("At least two buffers per direction, three in full duplex.") }, // PA
      { title: "MME", does: t("Converts sample rate, sample type and channels.") },
      { title: t("WASAPI shared"), does: t("Windows carries MME over WASAPI.") }, // BACKENDS, MME
      ...engine(),
      kernel(),
      device(),
    ];
  },
  get notes() {
    return [
      t("Small buffers work badly."), // BACKENDS, MME, issue 30
      t("PortAudio's lowest standard latency here is 90 ms."), // PA
      t("The number of channels can look odd: 8 for a 5.1 output, with the rear ones mixed down."), // BACKENDS, MME
      t("Device names are cut at 31 characters, so names from other backends usually do not fit."),
      notTheHardware(),
    ];
  },
};

const DIRECT_SOUND: BackendFacts = {
  name: "Windows DirectSound",
  shortName: "DirectSound",
  platform: "windows",
  mode: null,
  get summary() {
    return t("Made for games in 1995: takes any usual format and converts, like MME; poor for recording.");
  },
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
  get path() {
    return [
      { title: "PortAudio DirectSound", does: t("Lowest standard latency 120 ms.") }, // PA
      { title: "DirectSound", does: t("Converts sample rate, sample type and channels.") },
      { title: t("WASAPI shared"), does: t("Windows carries DirectSound over WASAPI.") }, // BACKENDS, DirectSound
      ...engine(),
      kernel(),
      device(),
    ];
  },
  get notes() {
    return [
      t("Recording comes in lumps of 31.25 ms, whatever the buffer size."),
      t("The driver offers no buffers below 10 ms when there is an input."), // stock driver: buffer sizes
      t("Devices with ten or more channels do not open."), // FlexASIO issue 100
      notTheHardware(),
    ];
  },
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
  get summary() {
    return t("The audio system of today's Windows, shared with other programs through the Windows mixer.");
  },
  mixes: true,
  converts: "if-allowed", // wasapiAutoConvert
  exclusive: false,
  effects: true,
  floorSeconds: WINDOWS_ENGINE_PERIOD_SECONDS, // BACKENDS: only exclusive backends get below 10 ms
  get path() {
    return [
      // PA: host buffer = user + max(user, suggested); polling in shared mode and in full duplex
      { title: "PortAudio WASAPI", does: t("Buffers at least twice the ASIO buffer; polls.") },
      { title: t("WASAPI shared"), does: t("Converts rate and channels only with wasapiAutoConvert.") },
      ...engine(),
      kernel(),
      device(),
    ];
  },
  get notes() {
    return [
      t("What an output plays can be recorded from its [Loopback] device, unless one of the two is exclusive."), // BACKENDS
      t("Bit-perfect only with Float32, the sample rate and the channel count that Windows is set to."), // BACKENDS
      t("Channels have their speaker names, unless channels is set."),
      notTheHardware(),
    ];
  },
};

const WASAPI_EXCLUSIVE: BackendFacts = {
  ...WASAPI,
  shortName: "WASAPI exclusive",
  mode: "exclusive",
  get summary() {
    return t("The device for one program alone: no mixer, no effects, no conversion, lowest latency.");
  },
  mixes: false,
  converts: "never",
  exclusive: true,
  effects: false,
  floorSeconds: null, // single-digit milliseconds seen
  get path() {
    return [
      // PA: host buffer = user + suggested; event mode only for half duplex
      { title: "PortAudio WASAPI", does: t("Buffers one ASIO buffer plus the suggested latency.") },
      { title: t("WASAPI exclusive"), does: "" },
      kernel(),
      device(),
    ];
  },
  get notes() {
    return [
      t("Every other program is silent on this device meanwhile."),
      t("Only formats that the device itself knows can be opened."),
      t("A suggested latency above 0 may glitch."), // FlexASIO issue 35
      t("Bit-perfect operation is possible."), // BACKENDS, WASAPI
      notTheHardware(),
    ];
  },
};

const WDM_KS: BackendFacts = {
  name: "Windows WDM-KS",
  shortName: "WDM-KS",
  platform: "windows",
  mode: null,
  get summary() {
    return t("Straight to the device driver in the kernel: the shortest way there is, and the most fragile.");
  },
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
  get path() {
    return [
      { title: "PortAudio WDM-KS", does: t("Finds devices and formats by itself.") },
      { title: "Kernel Streaming", does: "" },
      kernel(),
      device(),
    ];
  },
  get notes() {
    return [
      t("The device must not be in use by Windows: choose one that is not, or turn it off in the Windows sound settings."), // BACKENDS
      t("Device names and lists differ from those in the Windows settings."), // BACKENDS
      t("The buffer follows suggestedLatencySeconds."), // PA
      notTheHardware(),
    ];
  },
};

const ALSA: BackendFacts = {
  name: "ALSA",
  shortName: "ALSA",
  platform: "linux",
  mode: null,
  get summary() {
    return t("The sound system of the Linux kernel; hw devices go straight to the hardware, others through plug-ins.");
  },
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
  get path() {
    return [
      { title: "PortAudio ALSA", does: "" },
      { title: t("ALSA library"), does: t("Plug-ins may convert, mix, or hand on to a sound server.") },
      { title: t("Linux device driver"), does: t("Runs in the kernel.") },
      device(),
    ];
  },
  get notes() {
    return [
      t("A hw device belongs to one program; default usually leads to a sound server that mixes."),
      t("Through a sound server the reported latency can be wrong by a factor of two, and gaps go unreported."), // measured
    ];
  },
};

const JACK: BackendFacts = {
  name: "JACK Audio Connection Kit",
  shortName: "JACK",
  platform: "linux",
  mode: null,
  get summary() {
    return t("A sound server for music: all programs run in one clock and can be patched into each other.");
  },
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
  get path() {
    return [
      { title: "PortAudio JACK", does: t("Adds a buffer when the ASIO buffer is not the server's period.") }, // measured
      { title: t("JACK server"), does: t("Mixes and patches in 32-bit floating point, one period at a time.") },
      { title: t("Device"), does: "" },
    ];
  },
  get notes() {
    return [
      t("The sample rate is the server's; no other can be opened."),
      t("The ASIO buffer should be the server's period: others add latency that is not reported."), // measured: 100 frames on a 256 server
      t("A loop through the server takes two periods exactly."), // measured at 128 to 2048 frames
    ];
  },
};

const VIRTUAL: BackendFacts = {
  name: "Virtual",
  shortName: "Virtual",
  platform: "any",
  mode: null,
  get summary() {
    return t("Devices made of software, scripted by a scenario: for tests on any machine, with or without sound.");
  },
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
  get path() {
    return [
      { title: t("Virtual device"), does: t("Whatever its scenario says: delay, drift, noise, faults.") },
      { title: t("Virtual cable"), does: t("What is played comes back as the recording.") },
    ];
  },
  get notes() {
    return [t("Nothing is heard."), t("The latency is the one of the scenario, exactly; the built-in one gives 960 frames.")];
  },
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
