/** What a panel shows: one complete snapshot of everything, of which the latest wins. */
import type { Direction, LabError } from "../audio/contract.ts";
import type { ReportDiff } from "../lab/diff/diffReports.ts";
import type { GlitchWave } from "../lab/glitchWaves.ts";
import type { Report } from "../lab/report.ts";
import { RUN_KINDS } from "./runTables.ts";
import type { RunKind, RunTables } from "./runTables.ts";

/** The parts of the panel, in the order of their tabs. */
export const SECTIONS = ["path", "stream", "results", "history", ...RUN_KINDS, "drivers"] as const;

export type SectionName = (typeof SECTIONS)[number];

export interface PanelState {
  /** The FlexASIO.toml, or the installed ASIO driver, that the panel speaks of, as it is shown; null: neither. */
  readonly file: string | null;
  /** The same as an address: tells two files apart, and finds it again after a reload. */
  readonly uri: string | null;
  /** The panel stays with this file whatever the editor shows. */
  readonly pinned: boolean;
  /** What was chosen last for this file; null: nothing yet. */
  readonly section: SectionName | null;
  /** Opening devices needs a trusted workspace. */
  readonly trusted: boolean;
  /** False: this window reaches no machine with sound devices (VS Code in the browser alone). */
  readonly hasAudio: boolean;
  /** Null: no file, or a driver, whose configuration is its own. */
  readonly config: PanelConfig | null;
  /** In the order of the bar; empty: no file. */
  readonly settings: readonly PanelSetting[];
  /** The way of the sound; null: no file, or a backend that nothing is known of. */
  readonly path: PanelPath | null;
  readonly activity: PanelActivity;
  readonly report: Report | null;
  /** The samples around the first glitches of the report; empty: none, or they are no longer there. */
  readonly waves: readonly GlitchWave[];
  /** The text that decides the report has changed since it was measured. */
  readonly reportIsStale: boolean;
  /** The drawings of the report. */
  readonly plots: PanelPlots;
  readonly error: LabError | null;
  readonly history: PanelHistory;
  /** What the runs of the lab have filled for this file. */
  readonly tables: RunTables;
  /** Those whose file has changed since in what decides them. */
  readonly outdated: readonly RunKind[];
}

/** The drawings of a report, in their order. */
export const PLOTS = ["latency", "timing", "response", "matrix"] as const;

export type PlotName = (typeof PLOTS)[number];

/** As SVG whose texts are escaped, in colours by name (`--main`, `--dim`, …); empty: there is nothing to draw. */
export type PanelPlots = Readonly<Record<PlotName, string>>;

export const NO_PLOTS: PanelPlots = { latency: "", timing: "", response: "", matrix: "" };

/** The last runs of the file, and two of them beside each other. */
export interface PanelHistory {
  /** The newest first. */
  readonly runs: readonly PanelRun[];
  /** Null: there are no two. */
  readonly pair: RunPair | null;
  /** The user has chosen the pair; else it is the last run and the one before, whichever these are. */
  readonly isChosen: boolean;
  readonly diff: Pick<ReportDiff, "circumstances" | "figures" | "verdict"> | null;
}

/** When they started, which is how runs are told apart. */
export interface RunPair {
  readonly before: string;
  readonly after: string;
}

/** One run; what was not measured is null. */
export interface PanelRun {
  readonly startedAt: string;
  readonly level: Report["verdict"]["level"];
  /** What it found, or why it failed. */
  readonly sentence: string;
  readonly backend: string | null;
  readonly mode: Report["mode"];
  readonly sampleRate: number | null;
  readonly bufferFrames: number | null;
  readonly roundTripMs: number | null;
  /** Null also when the report is impossible. */
  readonly reportedMs: number | null;
  readonly glitches: number | null;
}

export const NO_HISTORY: PanelHistory = { runs: [], pair: null, isChosen: false, diff: null };

/** The configuration in effect, in words ready to be shown. */
export interface PanelConfig {
  readonly backend: string;
  /** False: this machine does not have that backend. */
  readonly backendIsHere: boolean;
  /** Null: the direction is off. */
  readonly input: string | null;
  readonly output: string | null;
  readonly buffer: string;
  /** How many errors stop the driver with this file. */
  readonly errors: number;
}

/** What decides the stream, in the order of the bar. */
export const SETTING_NAMES = ["backend", "mode", "input", "output", "rate", "buffer", "sampleType"] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

/** One of them, in words ready to be shown. */
export interface PanelSetting {
  readonly name: SettingName;
  /** As the text has it; null: it says nothing, or there is no such option. */
  readonly file: string | null;
  /** With the defaults and with what this machine has. */
  readonly effect: string;
  /** What the last run negotiated; null: it came to no stream. */
  readonly run: string | null;
  /** The last run was of this very text and got something else. */
  readonly differs: boolean;
  /** `muted`: it is off or not known; `wrong`: it is not on this machine. */
  readonly tone: "normal" | "muted" | "wrong";
  /** There is a picker for it. */
  readonly canPick: boolean;
}

/** All ways on the kind of machine that the backend belongs to, and which of them is taken. */
export interface PanelPath {
  readonly lanes: number;
  readonly stations: readonly PanelStation[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly passes: readonly Direction[] }[];
}

export interface PanelStation {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** What is documented of it. */
  readonly does: string;
  readonly configured: string | null;
  readonly measured: string | null;
  readonly row: number;
  readonly lane: number;
  readonly lanes: number;
  /** The directions that pass here; empty: the sound takes another way. */
  readonly passes: readonly Direction[];
}

export type PanelActivity =
  | { readonly kind: "idle" }
  | { readonly kind: "testing"; readonly step: string; readonly fraction: number | null }
  | ({ readonly kind: "streaming" } & StreamChoice)
  /** A run that fills a table; `secondsLeft` null: nobody knows. */
  | { readonly kind: "running"; readonly run: RunKind; readonly step: string; readonly fraction: number | null; readonly secondsLeft: number | null }
  | { readonly kind: "stopping" }
  /** The lab is busy with another file; it does one thing at a time. */
  | { readonly kind: "elsewhere"; readonly file: string };

/** What a test stream can play, in the order of the choice. */
export const STREAM_SIGNALS = ["sine", "sweep", "pink", "white", "impulses", "channels", "steps", "position", "silence"] as const;

export type StreamSignal = (typeof STREAM_SIGNALS)[number];

/** The levels that can be chosen, dB of full scale, and where each stream begins unless asked otherwise. */
export const STREAM_LEVELS = { softest: -60, loudest: 0, safe: -20 } as const;

export interface StreamChoice {
  readonly signal: StreamSignal;
  /** Of the loudest sample, dB of full scale. */
  readonly levelDb: number;
  /** Output channels that sound, counted from 0, rising; null: all. */
  readonly channels: readonly number[] | null;
}
