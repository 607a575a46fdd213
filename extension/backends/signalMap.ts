import { t } from "@vscode/l10n";

import type { BackendFacts, BackendMode } from "./backendFacts.ts";

/** What a station does with the sound, for the drawing: only lets it pass, carries, changes or is the hardware. */
export type StationKind = "program" | "driver" | "library" | "system" | "engine" | "kernel" | "device";

/** A place on the map: a box over one or more lanes. */
export interface Station {
  readonly id: string;
  readonly kind: StationKind;
  readonly title: string;
  /** What is documented of it; empty: the sound only passes. */
  readonly does: string;
  /** From above, the host program is 0. */
  readonly row: number;
  readonly lane: number;
  readonly lanes: number;
}

/** All ways that the sound can take on one kind of machine; one of them is taken. */
export interface SignalMap {
  readonly lanes: number;
  readonly stations: readonly Station[];
}

const station = (
  id: string,
  kind: StationKind,
  row: number,
  lane: number,
  lanes: number,
  title: string,
  does: string,
): Station => ({ id, kind, row, lane, lanes, title, does });

const head = (lanes: number): readonly Station[] => [
  station("program", "program", 0, 0, lanes, t("Host program"), ""),
  station("driver", "driver", 1, 0, lanes, t("ASIO driver"), t("Copies between the ASIO buffer and PortAudio in the same callback: adds 0 frames.")),
];

/** BACKENDS, architecture diagram: MME, DirectSound and WASAPI shared meet in the Windows engine; the others pass it by. */
function windowsMap(): SignalMap {
  const all = 5;
  return {
    lanes: all,
    stations: [
      ...head(all),
      station("pa-mme", "library", 2, 0, 1, "PortAudio MME", t("At least two buffers per direction, three in full duplex.")),
      station("pa-ds", "library", 2, 1, 1, "PortAudio DirectSound", t("Lowest standard latency 120 ms.")),
      station("pa-wasapi", "library", 2, 2, 2, "PortAudio WASAPI", t("Shared: at least twice the ASIO buffer, by polling. Exclusive: one ASIO buffer plus the suggested latency.")),
      station("pa-ks", "library", 2, 4, 1, "PortAudio WDM-KS", t("Finds devices and formats by itself.")),
      station("mme", "system", 3, 0, 1, "MME", t("Converts sample rate, sample type and channels.")),
      station("ds", "system", 3, 1, 1, "DirectSound", t("Converts sample rate, sample type and channels.")),
      station("shared", "system", 4, 0, 3, t("WASAPI shared"), t("Converts rate and channels only with wasapiAutoConvert.")),
      station("exclusive", "system", 4, 3, 1, t("WASAPI exclusive"), t("The device for this program alone; nothing is changed.")),
      station("sfx", "engine", 5, 0, 3, t("Effects per stream"), t("Windows and the device's maker may change the sound.")),
      station("mixer", "engine", 6, 0, 3, t("Mixer"), t("Other programs are added; samples are 32-bit floating point; works in periods of 10 ms.")),
      station("mfx", "engine", 7, 0, 3, t("Effects per device"), t("Whatever the device's maker adds.")),
      station("limiter", "engine", 8, 0, 3, t("Limiter"), t("Holds back what would go beyond full scale.")),
      station("ks", "kernel", 9, 0, all, "Kernel Streaming", t("The way into the kernel that all others take in the end.")),
      station("kernel", "kernel", 10, 0, all, t("Windows device driver"), t("Runs in the kernel.")),
      station("device", "device", 11, 0, all, t("Device"), t("Its own latency is known to no backend.")),
    ],
  };
}

function linuxMap(): SignalMap {
  return {
    lanes: 2,
    stations: [
      ...head(2),
      station("pa-alsa", "library", 2, 0, 1, "PortAudio ALSA", ""),
      station("pa-jack", "library", 2, 1, 1, "PortAudio JACK", t("Adds a buffer when the ASIO buffer is not the server's period.")),
      station("alsa", "system", 3, 0, 1, t("ALSA library"), t("Plug-ins may convert, mix, or hand on to a sound server.")),
      station("jack", "engine", 3, 1, 1, t("JACK server"), t("Mixes and patches in 32-bit floating point, one period at a time.")),
      station("kernel", "kernel", 4, 0, 2, t("Linux device driver"), t("Runs in the kernel.")),
      station("device", "device", 5, 0, 2, t("Device"), ""),
    ],
  };
}

function virtualMap(): SignalMap {
  return {
    lanes: 1,
    stations: [
      ...head(1),
      station("pa-virtual", "library", 2, 0, 1, "PortAudio Virtual", t("The same way as any other backend: stream, callback, buffers.")),
      station("virtual", "system", 3, 0, 1, t("Virtual device"), t("Whatever its scenario says: delay, drift, noise, faults.")),
      station("cable", "device", 4, 0, 1, t("Virtual cable"), t("What is played comes back as the recording.")),
    ],
  };
}

/** The map of the kind of machine that has this backend. */
export function signalMap({ platform }: Pick<BackendFacts, "platform">): SignalMap {
  return platform === "windows" ? windowsMap() : platform === "linux" ? linuxMap() : virtualMap();
}

const WINDOWS_ENGINE = ["shared", "sfx", "mixer", "mfx", "limiter", "ks", "kernel", "device"] as const;

/** The stations that the sound passes, in the direction of playback; empty for a backend that nothing is known of. */
export function wayThrough(backend: string, mode: BackendMode): readonly string[] {
  const ways: Readonly<Record<string, readonly string[]>> = {
    MME: ["pa-mme", "mme", ...WINDOWS_ENGINE],
    "Windows DirectSound": ["pa-ds", "ds", ...WINDOWS_ENGINE],
    "Windows WASAPI":
      mode === "exclusive" ? ["pa-wasapi", "exclusive", "ks", "kernel", "device"] : ["pa-wasapi", ...WINDOWS_ENGINE],
    "Windows WDM-KS": ["pa-ks", "ks", "kernel", "device"],
    ALSA: ["pa-alsa", "alsa", "kernel", "device"],
    "JACK Audio Connection Kit": ["pa-jack", "jack", "kernel", "device"],
    Virtual: ["pa-virtual", "virtual", "cable"],
  };
  const way = Object.hasOwn(ways, backend) ? ways[backend] : undefined;
  return way === undefined ? [] : ["program", "driver", ...way];
}
