import type { Direction } from "./backendScene.ts";
import type { ConfigDocument } from "./configDocument.ts";
import type { EffectiveConfig } from "./effectiveConfig.ts";
import { isValidRegex } from "./regex.ts";

/** A host API of this machine with its devices, as the audio process lists them. */
export interface LiveBackend {
  readonly backend: string;
  readonly devices: readonly LiveDevice[];
}

/** What is not known is left out; then nothing is said of it. */
export interface LiveDevice {
  readonly name: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly defaultSampleRate?: number;
  readonly isDefaultInput?: boolean;
  readonly isDefaultOutput?: boolean;
}

/** One direction of the file, on this machine. */
export interface LiveScene {
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
  readonly machine: readonly LiveBackend[];
  /** The one in effect; null when only PortAudio knows which that is. */
  readonly backend: LiveBackend | null;
  readonly direction: Direction;
}

/** A repeated group may take for ever on a name that it does not match. */
const MAY_RUN_FOR_EVER = /\)[*+{]/;

/** The driver's engine is C++'s, whose dialect is this one of an older ECMAScript; null: not to be judged here. */
export function compile(source: string): RegExp | null {
  if (MAY_RUN_FOR_EVER.test(source) || !isValidRegex(source)) {
    return null;
  }
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}

export function channelsOf(device: LiveDevice, direction: Direction): number {
  return direction === "input" ? device.inputChannels : device.outputChannels;
}
