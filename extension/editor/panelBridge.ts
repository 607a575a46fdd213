import * as vscode from "vscode";

import type { Report } from "../lab/report.ts";
import { Emitter } from "./emitter.ts";
import { driverAt, nameOf } from "./driverAddress.ts";
import { blockingErrors } from "./findingsDiff.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";
import { reportName } from "./lab.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import type { Activity } from "./labStore.ts";
import { toLabError } from "./failures.ts";
import { watchDrivers } from "./driverWatch.ts";
import type { LiveWatch } from "./liveWatch.ts";
import type { PanelFile } from "./panelFile.ts";
import type { PanelMemory } from "./panelMemory.ts";
import { decidingKey, isStale } from "../language/measurement.ts";
import { backendInEffect } from "../language/inEffect.ts";
import { copyAsMarkdown, savePlot, saveReport } from "./panelExport.ts";
import { panelHistory } from "./panelHistory.ts";
import { panelPath } from "./panelPath.ts";
import { panelPlots } from "./panelPlots.ts";
import { labError } from "./labError.ts";
import { panelSettings } from "./panelSettings.ts";
import { panelConfig } from "./panelState.ts";
import { NO_HISTORY, NO_TABLES, RUN_KINDS } from "./panelProtocol.ts";
import type { FromPanel, PanelActivity, PanelDriver, PanelState, RowWish, RunPair, SettingName, StreamChoice } from "./panelProtocol.ts";
import type { PanelStore, Subscription, Watcher } from "./panelStore.ts";
import { rangeOf, revealRange } from "./reveal.ts";
import type { RunHistory } from "./runHistory.ts";
import { isTrusted, manageTrust } from "./trust.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

/** Who changes what; null: no option of the file does. */
const PICKERS: Readonly<Record<SettingName, CommandId | null>> = {
  backend: COMMANDS.pickBackend,
  mode: COMMANDS.pickMode,
  input: COMMANDS.pickInputDevice,
  output: COMMANDS.pickOutputDevice,
  rate: null,
  buffer: COMMANDS.pickBuffer,
  sampleType: COMMANDS.pickSampleType,
};

export interface BridgeParts {
  readonly lab: Lab;
  /** Owned by the bridge. */
  readonly file: PanelFile;
  readonly door: LabDoor;
  readonly memory: PanelMemory;
  readonly watch: LiveWatch;
  readonly history: RunHistory;
  /** For the preview of an edit. */
  readonly texts: VirtualDocuments;
}

/** One panel's view of the lab: its state computed from everything else, its wishes turned into commands. */
export class PanelBridge implements PanelStore, vscode.Disposable {
  readonly #parts: BridgeParts;
  readonly #lab: Lab;
  readonly #file: PanelFile;
  readonly #changed = new Emitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  /** The runs that the user wants beside each other; null: the last two. */
  #pair: RunPair | null = null;
  /** The report of a panel that came back with the window, until its file is open. */
  #restored: Report | null = null;

  constructor(parts: BridgeParts) {
    this.#parts = parts;
    const { lab, file } = parts;
    this.#lab = lab;
    this.#file = file;
    const update = (): void => {
      this.#changed.emit();
    };
    this.#subscriptions = [
      file,
      lab.store.changed.listen(update),
      lab.devices.changed.listen(() => {
        // Forgotten: of another scenario, or of an audio process that is gone. Perhaps no text is in sight that asks.
        lab.devices.wish();
        update();
      }),
      parts.history.changed.listen(update),
      file.changed.listen(() => {
        update();
        void this.#adoptRestored();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === file.document) update();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    ];
  }

  get state(): PanelState {
    const { store, documents, devices } = this.#lab;
    const { document, address } = this.#file;
    if (document === null) return address === null ? this.#nothing() : this.#ofDriver(address);
    const file = document.uri.toString();
    const view = documents.view(document);
    const outcome = store.outcome(file);
    const tables = store.tables(file);
    const measurement = store.measurement(file);
    const restored = this.#restored !== null && this.#restored.config?.file === reportName(document) ? this.#restored : null;
    const report = measurement?.report ?? restored;
    const isOld = report !== null && (measurement === null || isStale(measurement, view.config));
    const failed = measurement?.report.error ?? null;
    const reportError = failed === null || failed.code === "cancelled" ? null : failed;
    return {
      file: vscode.workspace.asRelativePath(document.uri),
      uri: file,
      pinned: this.#file.pinned,
      section: this.#parts.memory.section(file),
      trusted: isTrusted(),
      hasAudio: this.#lab.audio.port() !== null,
      path: panelPath(view.config, backendInEffect(view.config, devices.current).name, isOld ? null : report),
      config: panelConfig(view.config, devices.current, blockingErrors(view.findings).length),
      settings: panelSettings(view.config, devices.current, report, isOld),
      activity: toPanelActivity(store.activity, file),
      report,
      waves: measurement?.waves ?? [],
      reportIsStale: isOld,
      plots: panelPlots(report),
      error:
        outcome.kind === "failed" ? outcome.error : reportError !== null ? labError(reportError) : devices.error,
      history: panelHistory(this.#parts.history.of(file), this.#pair),
      tables,
      outdated: RUN_KINDS.filter((run) => (tables[run]?.decidedBy ?? "") !== "" && tables[run]?.decidedBy !== decidingKey(view.config)),
    };
  }

  /** No file is open, and the panel stays with no driver. */
  #nothing(): PanelState {
    return {
      file: null,
      uri: null,
      pinned: this.#file.pinned,
      section: null,
      trusted: isTrusted(),
      hasAudio: this.#lab.audio.port() !== null,
      config: null,
      settings: [],
      path: null,
      activity: toPanelActivity(this.#lab.store.activity, null),
      report: this.#restored,
      waves: [],
      reportIsStale: this.#restored !== null,
      plots: panelPlots(this.#restored),
      error: null,
      history: NO_HISTORY,
      tables: NO_TABLES,
      outdated: [],
    };
  }

  /** An installed ASIO driver has results and a history, and nothing that comes from a text. */
  #ofDriver(address: vscode.Uri): PanelState {
    const { store } = this.#lab;
    const file = address.toString();
    const outcome = store.outcome(file);
    const measurement = store.measurement(file);
    const report = measurement?.report ?? this.#restored;
    return {
      ...this.#nothing(),
      file: nameOf(address),
      uri: file,
      section: this.#parts.memory.section(file),
      activity: toPanelActivity(store.activity, file),
      report,
      waves: measurement?.waves ?? [],
      // Whether its settings are still those of then, nobody knows but its own panel.
      reportIsStale: false,
      plots: panelPlots(report),
      error: outcome.kind === "failed" ? outcome.error : report?.error == null || report.error.code === "cancelled" ? null : labError(report.error),
      history: panelHistory(this.#parts.history.of(file), this.#pair),
    };
  }

  onDidChange(listener: () => void): Subscription {
    this.#lab.devices.wish();
    return this.#changed.listen(listener);
  }

  onLive(listener: (frame: Uint8Array) => void): Watcher {
    return this.#parts.watch.listen(({ frame }) => {
      if (frame !== null && fileOf(this.#lab.store.activity) === this.#file.address?.toString()) listener(frame);
    });
  }

  onDrivers(listener: (drivers: readonly PanelDriver[]) => void): Subscription {
    return watchDrivers(async () => {
      const { document } = this.#file;
      if (document === null || !isTrusted() || this.#lab.audio.port() === null) return null;
      return this.#parts.door.use((tools) => tools.drivers(document));
    }, listener);
  }

  handle(message: FromPanel): void {
    this.#handle(message).catch((failure: unknown) => {
      this.#lab.log.error(toLabError(failure).message);
    });
  }

  restore(report: Report): void {
    this.#restored = report;
    this.#changed.emit();
    void this.#adoptRestored();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** The text is still the very one that was tested: then its result counts again, in hints and status too. */
  async #adoptRestored(): Promise<void> {
    const report = this.#restored;
    const { document } = this.#file;
    if (report === null || document === null || report.config?.file !== reportName(document)) return;
    const view = this.#lab.documents.view(document);
    if ((await sha256(view.document.text)) !== report.config.sha256) return;
    // While that was worked out, the user may have typed, and another test may have run.
    if (this.#restored !== report || this.#lab.documents.view(document) !== view) return;
    this.#restored = null;
    const measurement = { report, decidedBy: decidingKey(view.config), insteadBackend: null };
    this.#lab.store.restore(document.uri.toString(), measurement);
  }

  async #handle(message: FromPanel): Promise<void> {
    const { document, address } = this.#file;
    switch (message.type) {
      case "ready":
        // What was not there when it was last looked for may be there by now.
        this.#lab.devices.wish();
        return;
      case "watch":
      case "look": // The panel's own.
        return;
      case "test":
        return this.#file.isDriver ? run(COMMANDS.testDriver, address === null ? null : driverAt(address)) : run(COMMANDS.testBackend, document?.uri);
      case "fullTest":
        if (document !== null) await this.#parts.door.run(document, null, true);
        return;
      case "start":
        if (document !== null) await this.#parts.door.use((tools) => tools.stream(document, choiceOf(message)));
        return;
      case "adjust":
        this.#lab.store.adjust(choiceOf(message));
        return;
      case "stop":
        this.#lab.store.stop();
        return;
      case "run":
        if (document !== null) await this.#parts.door.use((tools) => tools.bench(document, message));
        return;
      case "use":
        if (document !== null) await this.#use(document, message);
        return;
      case "pick": {
        const picker = PICKERS[message.setting];
        if (picker !== null) await run(picker, document?.uri);
        return;
      }
      case "manageTrust":
        return manageTrust();
      case "openConfig":
        return run(COMMANDS.openConfig);
      case "copyReport":
      case "saveReport": {
        const { report } = this.state;
        if (report === null || address === null) return;
        return message.type === "copyReport" ? copyAsMarkdown(report) : saveReport(report, document);
      }
      case "savePlot": {
        const { report, plots } = this.state;
        if (report !== null && address !== null && plots[message.plot] !== "") await savePlot({ name: message.plot, svg: plots[message.plot], png: message.png }, document);
        return;
      }
      case "compareRuns":
        this.#pair = { before: message.before, after: message.after };
        this.#changed.emit();
        return;
      case "clearHistory":
        if (address !== null) await this.#clearHistory(address);
        return;
      case "restartAudio":
        return run(COMMANDS.restartAudio);
      case "choose":
        if (address !== null) this.#parts.memory.choose(address.toString(), message.section);
        return;
      case "pin":
        this.#file.pin(message.pinned);
        return;
      case "reveal": {
        if (document === null) return;
        if (message.table === "scenario") {
          const uri = this.#lab.scenarioUri(document);
          if (uri !== null) await vscode.window.showTextDocument(uri);
          return;
        }
        const { document: parsed } = this.#lab.documents.view(document);
        return revealRange(document, rangeOf(parsed, message.table, message.key));
      }
    }
  }

  async #clearHistory(address: vscode.Uri): Promise<void> {
    const forget = vscode.l10n.t("Forget Runs");
    const question = vscode.l10n.t("Forget the earlier runs of {0}?", nameOf(address));
    const detail = vscode.l10n.t("The trend and what it could be compared with are lost. The file and saved reports stay.");
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, forget)) !== forget) return;
    this.#parts.history.forget(address.toString());
  }

  /** Shows what would change in the file and asks; one step of undo. */
  async #use(document: vscode.TextDocument, wish: RowWish): Promise<void> {
    const text = await this.#parts.door.use((tools) => tools.rowText(document, wish));
    if (text === null) return;
    const { replaceWithPreview } = await import("./previewedReplace.ts");
    await replaceWithPreview(this.#parts.texts, document, text, {
      title: vscode.l10n.t("{0}: now ↔ with this setting", vscode.workspace.asRelativePath(document.uri)),
      accept: vscode.l10n.t("Use This Setting"),
      detail: vscode.l10n.t("One step of undo brings the file back as it is now"),
    });
  }
}

/** Of the text as UTF-8, in hexadecimal. */
async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function run(command: CommandId, argument?: unknown): Promise<void> {
  await vscode.commands.executeCommand(command, argument);
}

/** `file`: the address of what is shown; what goes on with another is said to be elsewhere. */
function toPanelActivity(activity: Activity, file: string | null): PanelActivity {
  if (activity.kind === "idle") return { kind: "idle" };
  if (activity.file !== file) {
    return { kind: "elsewhere", file: nameOf(vscode.Uri.parse(activity.file)) };
  }
  switch (activity.kind) {
    case "stopping":
      return { kind: "stopping" };
    case "testing":
      return { kind: "testing", step: activity.step, fraction: activity.fraction };
    case "running": {
      const { file: _file, ...running } = activity;
      return running;
    }
    case "streaming":
      return { kind: "streaming", ...choiceOf(activity) };
  }
}

function choiceOf({ signal, levelDb, channels }: StreamChoice): StreamChoice {
  return { signal, levelDb, channels };
}

function fileOf(activity: Activity): string | undefined {
  return activity.kind === "idle" ? undefined : activity.file;
}
