import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { playing, refused } from "./driverSamples.ts";
import { historyOf } from "./historySamples.ts";
import { liveFrame } from "./liveFrames.ts";
import type { OpenPanel } from "./openPanel.ts";
import { cleanReport, driverState, failedReport, failure, manyGlitches, noFile, pathOf, settingsOf, state } from "./samples.ts";
import { panelPlots } from "../../extension/editor/panelPlots.ts";
import { comparing, qualityReport, tables, trying } from "./tableSamples.ts";

/** Something the panel can be seen in. */
export interface PanelScene {
  /** Names its pictures. */
  readonly name: string;
  readonly state: PanelState;
  /** It is about the head of the page, not about the part below. */
  readonly isHead?: true;
  /** What comes to the page after the state. */
  readonly then?: (panel: OpenPanel) => Promise<void>;
}

/** 64 channels each way, of many levels. */
const desk = liveFrame({
  peaks: Array.from({ length: 128 }, (_, channel) => (channel === 5 ? 1 : 10 ** (-(channel % 48) / 20))),
  channel: 0,
  seconds: 12.4,
  samples: (i) => 0.4 * Math.sin((2 * Math.PI * 997 * i) / 48_000),
  intervals: Array.from({ length: 128 }, (_, i) => (i === 90 ? 2.6 : 1 + 0.03 * Math.sin(i))),
  glitches: 3,
  lastGlitchSeconds: 9.1,
  measuredFrames: 1234,
});

const streaming = { ...state, section: "stream", activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } } as const;

function running(run: "compare" | "tune" | "dryRun" | "selfTest", filled: PanelState["tables"], step: string): PanelState {
  return { ...state, section: run, tables: filled, activity: { kind: "running", run, step, fraction: 0.5, secondsLeft: 9 } };
}

/** Every state of the panel: each trouble, each part empty, filled and running. */
export const PANEL_SCENES: readonly PanelScene[] = [
  { name: "no-file", isHead: true, state: noFile },
  { name: "before-first-test", isHead: true, state: { ...state, report: null, plots: panelPlots(null), settings: settingsOf('backend = "Virtual"\nbufferSizeSamples = 480', null), section: "results" } },
  { name: "untrusted", isHead: true, state: { ...state, trusted: false, section: "stream" } },
  { name: "no-devices", isHead: true, state: { ...state, hasAudio: false, report: null, section: "stream" } },
  { name: "file-with-errors", isHead: true, state: { ...state, config: state.config && { ...state.config, errors: 3 }, section: "path" } },
  { name: "backend-elsewhere", isHead: true, state: { ...state, config: state.config && { ...state.config, backend: "MME", backendIsHere: false }, settings: settingsOf('backend = "MME"', null), report: null, section: "path", path: pathOf("", "MME") } },
  { name: "audio-process-died", isHead: true, state: { ...state, section: "path", error: { code: "audio-process-crashed", message: "The audio process died while the device was opened.", hint: "Test again, or pick another device.", where: { table: "output", key: "device" }, host: "signal SIGSEGV" } } },
  { name: "failed-run", isHead: true, state: { ...state, report: failedReport, plots: panelPlots(failedReport), error: failure, section: "results" } },
  { name: "measured", state: { ...state, section: "results" } },
  { name: "measured-clean-full", state: { ...state, report: qualityReport, plots: panelPlots(qualityReport), waves: [], section: "results" } },
  { name: "measured-before-an-edit", isHead: true, state: { ...state, reportIsStale: true, settings: settingsOf('backend = "Virtual"\nbufferSizeSamples = 256', state.report, true), section: "results" } },
  { name: "many-glitches", state: { ...state, report: manyGlitches(300), section: "results" } },
  { name: "testing", isHead: true, state: { ...state, activity: { kind: "testing", step: "Recording", fraction: 0.5 }, section: "results" } },
  { name: "elsewhere", isHead: true, state: { ...state, report: cleanReport, activity: { kind: "elsewhere", file: "studio/FlexASIO.toml" }, section: "stream" } },
  { name: "installed-driver", isHead: true, state: driverState },
  { name: "path", state: { ...state, section: "path" } },
  { name: "path-windows", state: { ...state, section: "path", path: pathOf("", "Windows WASAPI"), settings: settingsOf('backend = "Windows WASAPI"\n[input]\nwasapiExclusiveMode = true', null) } },
  { name: "stream-idle", state: { ...state, section: "stream" } },
  { name: "stream", state: streaming, then: (panel) => panel.live(liveFrame({ peaks: [0.5, 0.24, 0.5, 0.24], channel: 0, seconds: 4.2, samples: (i) => 0.4 * Math.sin((2 * Math.PI * 997 * i) / 48_000), intervals: Array.from({ length: 60 }, (_, i) => 1 + 0.02 * Math.sin(i)) })) },
  { name: "stream-64", state: streaming, then: (panel) => panel.live(desk) },
  { name: "history", state: { ...state, section: "history", history: historyOf(9) } },
  { name: "history-driver", isHead: true, state: { ...driverState, section: "history", history: historyOf(9) } },
  { name: "history-empty", state: { ...state, section: "history", history: historyOf(1) } },
  { name: "compare-before", state: { ...state, section: "compare" } },
  { name: "compare", state: { ...state, section: "compare", tables, outdated: ["compare"] } },
  { name: "compare-running", state: running("compare", comparing(2), "Testing MME") },
  { name: "tune", state: { ...state, section: "tune", tables } },
  { name: "tune-running", state: running("tune", trying(2), "Buffer of 128 frames") },
  { name: "dry-run", state: { ...state, section: "dryRun", tables } },
  { name: "dry-run-running", state: running("dryRun", { ...tables, dryRun: tables.dryRun && { ...tables.dryRun, status: "running", cells: tables.dryRun.cells.slice(0, 5) } }, "Opening Virtual") },
  { name: "self-test", state: { ...state, section: "selfTest", tables } },
  { name: "self-test-running", state: running("selfTest", { ...tables, selfTest: tables.selfTest && { ...tables.selfTest, status: "running", proved: null, rounds: tables.selfTest.rounds.slice(0, 1) } }, "16 bits, inverted, crossed channels") },
  { name: "programs", state: { ...state, section: "drivers" }, then: (panel) => panel.send({ type: "drivers", drivers: [playing, refused] }) },
  { name: "programs-none", state: { ...state, section: "drivers" }, then: (panel) => panel.send({ type: "drivers", drivers: [] }) },
];

/** Opens a page that was never seen before in this scene. */
export async function openScene(panel: OpenPanel, { state: shown, then }: PanelScene, options: Parameters<OpenPanel["open"]>[0]): Promise<void> {
  await panel.open({ ...options, reducedMotion: true });
  await panel.show(shown);
  await then?.(panel);
}
