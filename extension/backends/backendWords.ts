import { t } from "@vscode/l10n";

import type { BackendFacts } from "./backendFacts.ts";

/**
 * What is known of each backend, for people to read: explanations, hovers and choices, and none of the checks. Sources
 * as in `backendFacts.ts`.
 */

/** A station on the way of the sound, in the direction of playback. */
export interface PathStep {
  readonly title: string;
  /** What happens to the sound here; empty where it only passes. */
  readonly does: string;
}

export interface BackendWords {
  readonly summary: string;
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

const notTheHardware = (): string =>
  // BACKENDS, introduction.
  t("No backend knows the latency of the hardware itself; over Bluetooth the reported latency is far too low.");

const MME: BackendWords = {
  // BACKENDS, MME: since 1991, most mature, mediocre latency.
  get summary() {
    return t("The oldest Windows audio system: takes nearly any format, works nearly always, and is slow.");
  },
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

const DIRECT_SOUND: BackendWords = {
  get summary() {
    return t("Made for games in 1995: takes any usual format and converts, like MME; poor for recording.");
  },
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

const WASAPI_SHARED: BackendWords = {
  get summary() {
    return t("The audio system of today's Windows, shared with other programs through the Windows mixer.");
  },
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

const WASAPI_EXCLUSIVE: BackendWords = {
  get summary() {
    return t("The device for one program alone: no mixer, no effects, no conversion, lowest latency.");
  },
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

const WDM_KS: BackendWords = {
  get summary() {
    return t("Straight to the device driver in the kernel: the shortest way there is, and the most fragile.");
  },
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

const ALSA: BackendWords = {
  get summary() {
    return t("The sound system of the Linux kernel; hw devices go straight to the hardware, others through plug-ins.");
  },
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

const JACK: BackendWords = {
  get summary() {
    return t("A sound server for music: all programs run in one clock and can be patched into each other.");
  },
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

const VIRTUAL: BackendWords = {
  get summary() {
    return t("Devices made of software, scripted by a scenario: for tests on any machine, with or without sound.");
  },
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

const WORDS: Readonly<Record<string, BackendWords>> = {
  MME,
  "Windows DirectSound": DIRECT_SOUND,
  "Windows WASAPI": WASAPI_SHARED,
  "Windows WDM-KS": WDM_KS,
  ALSA,
  "JACK Audio Connection Kit": JACK,
  Virtual: VIRTUAL,
};

const NONE: BackendWords = { summary: "", path: [], notes: [] };

/** The words to the facts; a backend that no words are known of has empty ones. */
export function backendWords({ name, mode }: Pick<BackendFacts, "name" | "mode">): BackendWords {
  return mode === "exclusive" ? WASAPI_EXCLUSIVE : (WORDS[name] ?? NONE);
}
