/**
 * What the extension and the panel's page say to each other: the only file they share.
 * State travels as complete snapshots, the latest wins; a hidden page may miss any number of them.
 */
import type { Direction, LiveView, RunningDriver } from "../audio/contract.ts";
import { liveFrameProblem, readLiveFrame } from "../audio/liveFrame.ts";
import type { LiveFrame } from "../audio/liveFrame.ts";
import { PLOTS, SECTIONS, SETTING_NAMES, STREAM_LEVELS, STREAM_SIGNALS } from "./panelSnapshot.ts";
import type { PanelState, PlotName, RunPair, SectionName, SettingName, StreamChoice } from "./panelSnapshot.ts";
import { isPng } from "./pictureFile.ts";
import { PROOF_MINUTES } from "./runTables.ts";
import type { RowWish, RunRequest } from "./runTables.ts";

// The page sees these through here only, so that this file stays the one thing both sides share.
export type { Direction, DriverSide, LabError, LiveView, ProbeCounters } from "../audio/contract.ts";
export type { LiveCallback, LiveChannel, LiveFrame, LiveSpectrum } from "../audio/liveFrame.ts";
export { BAND_EDGES, LIVE_CALLBACKS, LIVE_INTERVAL_MS, LIVE_LINES, readCallback, SILENT_LEVEL, WAVE_COLUMNS, WAVE_SECONDS } from "../audio/liveFrame.ts";
export type { Circumstance } from "../lab/diff/circumstances.ts";
export type { FigureChange } from "../lab/diff/diffReports.ts";
export type { GlitchWave } from "../lab/glitchWaves.ts";
export type { GlitchEvent, LatencyVerdict, Percentiles, Report } from "../lab/report.ts";
export { NO_HISTORY, NO_PLOTS, PLOTS, SECTIONS, SETTING_NAMES, STREAM_LEVELS, STREAM_SIGNALS } from "./panelSnapshot.ts";
export type {
  PanelActivity,
  PanelConfig,
  PanelHistory,
  PanelPath,
  PanelPlots,
  PanelRun,
  PanelSetting,
  PanelState,
  PanelStation,
  PlotName,
  RunPair,
  SectionName,
  SettingName,
  StreamChoice,
  StreamSignal,
} from "./panelSnapshot.ts";
export { NO_TABLES, PROOF_MINUTES, RUN_KINDS } from "./runTables.ts";
export type {
  CompareRow,
  CompareTable,
  DryRunCell,
  DryRunTable,
  RoundResult,
  RowWish,
  RunKind,
  RunRequest,
  RunTables,
  SampleType,
  SelfTestTable,
  Trial,
  TuneTable,
  TuningResult,
} from "./runTables.ts";

export const PANEL_PROTOCOL_VERSION = 7;

export type ToPanel =
  | { readonly type: "state"; readonly version: number; readonly state: PanelState }
  /** What sounds, packed as it came from the sound itself: some twenty a second, at most 4 KiB each. */
  | { readonly type: "live"; readonly frame: Uint8Array }
  /** All of them, several times a second while the page watches. */
  | { readonly type: "drivers"; readonly drivers: readonly PanelDriver[] };

/** The same as the page sees it, or that the extension is of another version than the page. */
export type Received =
  | Exclude<ToPanel, { readonly type: "live" }>
  | { readonly type: "live"; readonly live: LiveFrame }
  | { readonly type: "otherVersion" };

/**
 * A driver in some program. `current`: it read the shown file as it is saved now; `earlier`: the file, as it was before;
 * `other`: another file.
 */
export type PanelDriver = RunningDriver & { readonly file: "current" | "earlier" | "other" };

export type FromPanel =
  /** The page stands and wants the whole state. */
  | { readonly type: "ready"; readonly version: number }
  | { readonly type: "test" }
  /** With noise, distortion and frequency response. */
  | { readonly type: "fullTest" }
  | ({ readonly type: "start" } & StreamChoice)
  /** Play this from now on, without stopping. */
  | ({ readonly type: "adjust" } & StreamChoice)
  /** Fill a table. */
  | ({ readonly type: "run" } & RunRequest)
  /** Put the setting of this row into the file, after a look at the difference. */
  | ({ readonly type: "use" } & RowWish)
  /** Ends whatever runs: a test or a run (what there was so far stays) or a stream. */
  | { readonly type: "stop" }
  /** The live view shows this channel; null: it is out of sight, and nothing of it is wanted. */
  | { readonly type: "look"; readonly view: LiveView | null }
  /** Open the editor's picker for it. */
  | { readonly type: "pick"; readonly setting: SettingName }
  | { readonly type: "reveal"; readonly table: ConfigTable; readonly key: string | null }
  /** No file is shown: open one of the workspace, or create one. */
  | { readonly type: "openConfig" }
  /** The workspace is not trusted: show where trust is given. */
  | { readonly type: "manageTrust" }
  /** The report of this file, into the clipboard as Markdown or into a file whose format the user chooses. */
  | { readonly type: "copyReport" }
  | { readonly type: "saveReport" }
  /** A drawing of the report, into a file that the user chooses. */
  | { readonly type: "savePlot"; readonly plot: PlotName; /** As it stands on the page. */ readonly png: Uint8Array }
  /** Put these two runs of the history beside each other. */
  | ({ readonly type: "compareRuns" } & RunPair)
  /** Forget the runs of this file, after a question. */
  | { readonly type: "clearHistory" }
  /** The audio process has died or hangs: start it anew. */
  | { readonly type: "restartAudio" }
  /** The user looks at the drivers that run, or does not any more. */
  | { readonly type: "watch"; readonly drivers: boolean }
  /** The user went to this part; it is remembered for the file. */
  | { readonly type: "choose"; readonly section: SectionName }
  /** Stay with the file that is shown, or follow the editor again. */
  | { readonly type: "pin"; readonly pinned: boolean };

/** Where an error may point to. The page reveals a table of the scenario as well, when a scenario is to blame. */
export type ConfigTable = "top" | Direction | "scenario";

/** What the page keeps for its own reload; the extension gets it back when a window with a panel is opened again. */
export interface SavedPanel {
  readonly version: number;
  readonly state: PanelState;
}

/** The message when it is one, else null: the page may be of another version of the extension. */
export function parseFromPanel(value: unknown): FromPanel | null {
  if (!isRecord(value)) return null;
  switch (value["type"]) {
    case "ready":
      return typeof value["version"] === "number" ? { type: "ready", version: value["version"] } : null;
    case "start":
    case "adjust": {
      const choice = streamChoice(value);
      return choice === null ? null : { type: value["type"], ...choice };
    }
    case "run": {
      const request = runRequest(value);
      return request === null ? null : { type: "run", ...request };
    }
    case "use": {
      const wish = rowWish(value);
      return wish === null ? null : { type: "use", ...wish };
    }
    case "look":
      return value["view"] === null ? { type: "look", view: null } : lookAt(value["view"]);
    case "pick": {
      const setting = SETTING_NAMES.find((name) => name === value["setting"]);
      return setting === undefined ? null : { type: "pick", setting };
    }
    case "reveal": {
      const { table, key } = value;
      if (table !== "top" && table !== "input" && table !== "output" && table !== "scenario") return null;
      return key === null || typeof key === "string" ? { type: "reveal", table, key } : null;
    }
    case "choose": {
      const section = SECTIONS.find((name) => name === value["section"]);
      return section === undefined ? null : { type: "choose", section };
    }
    case "watch":
      return typeof value["drivers"] === "boolean" ? { type: "watch", drivers: value["drivers"] } : null;
    case "savePlot": {
      const plot = PLOTS.find((name) => name === value["plot"]);
      const { png } = value;
      return plot !== undefined && png instanceof Uint8Array && isPng(png) ? { type: "savePlot", plot, png } : null;
    }
    case "pin":
      return typeof value["pinned"] === "boolean" ? { type: "pin", pinned: value["pinned"] } : null;
    case "compareRuns": {
      const { before, after } = value;
      return typeof before === "string" && typeof after === "string" ? { type: "compareRuns", before, after } : null;
    }
    case "fullTest":
    case "clearHistory":
    case "copyReport":
    case "saveReport":
    case "restartAudio":
    case "test":
    case "stop":
    case "openConfig":
    case "manageTrust":
      return { type: value["type"] };
    default:
      return null;
  }
}

function streamChoice(value: Readonly<Record<string, unknown>>): StreamChoice | null {
  const signal = STREAM_SIGNALS.find((name) => name === value["signal"]);
  const { levelDb, channels } = value;
  if (signal === undefined || typeof levelDb !== "number") return null;
  if (channels !== null && !(Array.isArray(channels) && channels.every(isChannel))) return null;
  // Also not a number: nothing louder than asked, and nothing louder than full scale.
  return levelDb >= STREAM_LEVELS.softest && levelDb <= STREAM_LEVELS.loudest ? { signal, levelDb, channels } : null;
}

function lookAt(view: unknown): FromPanel | null {
  if (!isRecord(view)) return null;
  const { direction, channel } = view;
  if ((direction !== "input" && direction !== "output") || !isChannel(channel)) return null;
  return { type: "look", view: { direction, channel } };
}

function isChannel(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 256;
}

/** What the extension has posted, or null: VS Code itself posts into the page as well. */
export function parseToPanel(value: unknown): Received | null {
  if (!isRecord(value)) return null;
  if (value["type"] === "live") {
    const frame = value["frame"];
    if (!(frame instanceof Uint8Array)) return null;
    return liveFrameProblem(frame) === null ? { type: "live", live: readLiveFrame(frame) } : { type: "otherVersion" };
  }
  if (value["type"] === "drivers") {
    const { drivers } = value;
    return Array.isArray(drivers) ? { type: "drivers", drivers: drivers as readonly PanelDriver[] } : null;
  }
  if (value["type"] !== "state") return null;
  if (value["version"] !== PANEL_PROTOCOL_VERSION) return { type: "otherVersion" };
  const { state } = value;
  return isRecord(state) ? { type: "state", version: PANEL_PROTOCOL_VERSION, state: state as unknown as PanelState } : null;
}

function runRequest({ run, proofMinutes, all }: Readonly<Record<string, unknown>>): RunRequest | null {
  switch (run) {
    case "compare":
    case "selfTest":
      return { run };
    case "tune": {
      const minutes = PROOF_MINUTES.find((one) => one === proofMinutes);
      return minutes === undefined ? null : { run, proofMinutes: minutes };
    }
    case "dryRun":
      return typeof all === "boolean" ? { run, all } : null;
    default:
      return null;
  }
}

function rowWish({ run, row }: Readonly<Record<string, unknown>>): RowWish | null {
  if (run === "tune") return { run };
  if (run !== "compare" && run !== "dryRun") return null;
  return typeof row === "number" && Number.isInteger(row) && row >= 0 ? { run, row } : null;
}

/** The saved state when it is one of this version, else null. */
export function parseSavedPanel(value: unknown): SavedPanel | null {
  if (!isRecord(value) || value["version"] !== PANEL_PROTOCOL_VERSION) return null;
  const state = value["state"];
  if (!isRecord(state) || !isRecord(state["activity"])) return null;
  const report = state["report"];
  if (report !== null && !(isRecord(report) && report["schema"] === "flexlab-report/1")) return null;
  return { version: PANEL_PROTOCOL_VERSION, state: state as unknown as PanelState };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
