/**
 * Every name that the manifest and the code share. A unit test holds package.json to this file, so a command or a
 * setting cannot drift.
 */

export const LANGUAGE = "flexasio-toml";

/** Of the text that explains a file: laid out in columns, so shown without line numbers and guides of indentation. */
export const EXPLANATION_LANGUAGE = "flexlab-explanation";

/** How the file is called, whatever the letter case. */
export const FILE_NAME = "FlexASIO.toml";
const FILE_NAME_PATTERN = /^flexasio\.toml$/i;

/** The glob that VS Code understands for the same thing: it knows no case-insensitive flag, so each letter is a class. */
export const FILE_NAME_GLOB = "[fF][lL][eE][xX][aA][sS][iI][oO].[tT][oO][mM][lL]";

/** Profiles lie in a folder of this name beside the file; they are configurations as well. */
export const PROFILE_GLOB = "**/FlexASIO.profiles/*.toml";
const PROFILE_PATTERN = /[\\/]FlexASIO\.profiles[\\/][^\\/]+\.toml$/i;
/** What Windows makes of the name when it hides endings: checked like the file that it was meant to be. */
export const MISNAMED_GLOB = `${FILE_NAME_GLOB}.[tT][xX][tT]`;

/** Named by the activation event `onWebviewPanel:flexlab.panel` too. */
export const PANEL_VIEW_TYPE = "flexlab.panel";

/** The same page as a view, at first in the bottom panel. */
export const PANEL_VIEW = "flexlab.panelView";

export const COMMANDS = {
  testBackend: "flexlab.testBackend",
  testWithBackend: "flexlab.testWithBackend",
  testDriver: "flexlab.testDriver",
  configure: "flexlab.configure",
  pickBackend: "flexlab.pickBackend",
  pickMode: "flexlab.pickMode",
  pickBuffer: "flexlab.pickBuffer",
  pickSampleType: "flexlab.pickSampleType",
  pickInputDevice: "flexlab.pickInputDevice",
  pickOutputDevice: "flexlab.pickOutputDevice",
  fixAll: "flexlab.fixAll",
  fixAllOfKind: "flexlab.fixAllOfKind",
  turnOffFinding: "flexlab.turnOffFinding",
  explainFinding: "flexlab.explainFinding",
  createConfig: "flexlab.createConfig",
  openConfig: "flexlab.openConfig",
  explain: "flexlab.explain",
  compareWithWorking: "flexlab.compareWithWorking",
  revertToWorking: "flexlab.revertToWorking",
  saveProfile: "flexlab.saveProfile",
  switchProfile: "flexlab.switchProfile",
  compareProfile: "flexlab.compareProfile",
  deleteProfile: "flexlab.deleteProfile",
  copyReport: "flexlab.copyReport",
  renameFile: "flexlab.renameFile",
  moveToDriver: "flexlab.moveToDriver",
  saveAsUtf8: "flexlab.saveAsUtf8",
  removeNeighbour: "flexlab.removeNeighbour",
  holdChanges: "flexlab.holdChanges",
  applyHeld: "flexlab.applyHeld",
  discardHeld: "flexlab.discardHeld",
  installDriver: "flexlab.installDriver",
  repairDriver: "flexlab.repairDriver",
  removeDriver: "flexlab.removeDriver",
  openPanel: "flexlab.openPanel",
  openPanelBeside: "flexlab.openPanelBeside",
  openPanelBelow: "flexlab.openPanelBelow",
  openPanelInWindow: "flexlab.openPanelInWindow",
  openPanelForFile: "flexlab.openPanelForFile",
  stopStream: "flexlab.stopStream",
  restartAudio: "flexlab.restartAudio",
  showLog: "flexlab.showLog",
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandId = (typeof COMMANDS)[CommandName];

export const SETTINGS = {
  drivers: "flexlab.drivers",
  findings: "flexlab.findings",
  codeLens: "flexlab.codeLens",
  codeLensActions: "flexlab.codeLensActions",
  hintUnits: "flexlab.inlayHints.units",
  hintDefaults: "flexlab.inlayHints.defaults",
  hintMeasured: "flexlab.inlayHints.measured",
  testSeconds: "flexlab.test.seconds",
  testOpenPanel: "flexlab.test.openPanel",
  scenario: "flexlab.scenario",
} as const;

export type SettingId = (typeof SETTINGS)[keyof typeof SETTINGS];

/** Context keys that `when` clauses of the manifest ask for. */
export const CONTEXTS = {
  /** A test of the file in front went well once: there is something to compare with and to go back to. */
  hasWorking: "flexlab.hasWorking",
  /** The drivers of this machine read a file at a place that this window reaches. */
  hasPlace: "flexlab.hasPlace",
  /** The extension has been activated: its audio process and its log exist or may exist. */
  active: "flexlab.active",
  /** Changes of the file in front are held, or it is where they are held. */
  held: "flexlab.held",
  /** A test stream sounds. */
  streaming: "flexlab.streaming",
} as const;

/** Whether a document of this language and path (any separators) is a configuration of the driver. */
export function isFlexasioFile(languageId: string, path: string): boolean {
  if (languageId === LANGUAGE) return true;
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return FILE_NAME_PATTERN.test(name) || PROFILE_PATTERN.test(path);
}
