import type { AsioDriver, ScenarioSource } from "../audio/contract.ts";

/** What to test, as the editor and the terminal ask for it. */
export interface TestRequest {
  /** The FlexASIO.toml, unsaved changes included; empty where another driver than ours is tested. */
  readonly text: string;
  /** What reports call it by. */
  readonly file: string;
  /** Absolute path of that file, for the driver's status page; null: it is no file of this machine. */
  readonly configFile: string | null;
  readonly scenario: ScenarioSource | null;
  /** A driver of this machine that is tested instead; it has a configuration of its own. */
  readonly asio?: AsioDriver;
  /** Stream time to record; see makePlan. */
  readonly seconds: number;
  /** null: what the driver starts with. */
  readonly sampleRate: number | null;
  /** null: the driver's preferred size. */
  readonly bufferFrames: number | null;
}

export const DEFAULT_TEST_SECONDS = 2;
/** Of the position code in a full test; silence and a tone follow it. */
export const DEFAULT_FULL_TEST_SECONDS = 4;
