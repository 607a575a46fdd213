import * as vscode from "vscode";

import type { LiveSnapshot } from "../audio/contract.ts";
import type { Report } from "../lab/report.ts";
import type { ActiveFile } from "./activeFile.ts";
import { Emitter } from "./emitter.ts";
import { blockingErrors } from "./findingsDiff.ts";
import { COMMANDS } from "./ids.ts";
import type { CommandId } from "./ids.ts";
import { reportName } from "./lab.ts";
import type { Lab } from "./lab.ts";
import type { LabDoor } from "./labDoor.ts";
import { toLabError } from "./failures.ts";
import { decidingKey, isStale } from "../language/measurement.ts";
import { labError, panelConfig } from "./panelState.ts";
import type { FromPanel, PanelActivity, PanelState } from "./panelProtocol.ts";
import type { PanelStore, Subscription } from "./panelStore.ts";
import { rangeOf, revealRange } from "./reveal.ts";
import { isTrusted, manageTrust } from "./trust.ts";

/** The panel's view of the lab: its state computed from everything else, its wishes turned into commands. */
export class PanelBridge implements PanelStore, vscode.Disposable {
  readonly #lab: Lab;
  readonly #active: ActiveFile;
  readonly #door: LabDoor;
  readonly #changed = new Emitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  /** The report of a panel that came back with the window, until its file is open. */
  #restored: Report | null = null;
  #watchers = 0;

  constructor(lab: Lab, active: ActiveFile, door: LabDoor) {
    this.#lab = lab;
    this.#active = active;
    this.#door = door;
    const update = (): void => {
      this.#changed.emit();
    };
    this.#subscriptions = [
      lab.store.changed.listen(update),
      lab.devices.changed.listen(update),
      active.changed.listen(() => {
        update();
        void this.#adoptRestored();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === active.document) update();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    ];
  }

  get state(): PanelState {
    const { store, documents, devices } = this.#lab;
    const { document } = this.#active;
    if (document === null) {
      return {
        file: null,
        trusted: isTrusted(),
        hasAudio: this.#lab.audio.port() !== null,
        config: null,
        activity: toPanelActivity(store.activity),
        report: this.#restored,
        reportIsStale: this.#restored !== null,
        error: null,
      };
    }
    const file = document.uri.toString();
    const view = documents.view(document);
    const outcome = store.outcome(file);
    const measurement = store.measurement(file);
    const restored = this.#restored !== null && this.#restored.config.file === reportName(document) ? this.#restored : null;
    const report = measurement?.report ?? restored;
    const failed = measurement?.report.error ?? null;
    const reportError = failed === null || failed.code === "cancelled" ? null : failed;
    return {
      file: vscode.workspace.asRelativePath(document.uri),
      trusted: isTrusted(),
      hasAudio: this.#lab.audio.port() !== null,
      config: panelConfig(view.config, devices.current, blockingErrors(view.findings).length),
      activity: toPanelActivity(store.activity),
      report,
      reportIsStale: report !== null && (measurement === null || isStale(measurement, view.config)),
      error:
        outcome.kind === "failed" ? outcome.error : reportError !== null ? labError(reportError) : devices.error,
    };
  }

  onDidChange(listener: () => void): Subscription {
    this.#lab.devices.wish();
    return this.#changed.listen(listener);
  }

  onLive(listener: (snapshot: LiveSnapshot) => void): Subscription {
    const subscription = this.#lab.store.live.listen(listener);
    this.#watchers += 1;
    let ended = false;
    return {
      dispose: () => {
        if (ended) return;
        ended = true;
        subscription.dispose();
        this.#watchers -= 1;
        // The panel is closed: nothing goes on sounding that nobody can see.
        if (this.#watchers === 0 && this.#lab.store.activity.kind === "streaming") this.#lab.store.stop();
      },
    };
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
    const { document } = this.#active;
    if (report === null || document === null || report.config.file !== reportName(document)) return;
    const view = this.#lab.documents.view(document);
    if ((await sha256(view.document.text)) !== report.config.sha256) return;
    // While that was worked out, the user may have typed, and another test may have run.
    if (this.#restored !== report || this.#lab.documents.view(document) !== view) return;
    this.#restored = null;
    const measurement = { report, decidedBy: decidingKey(view.config), insteadBackend: null };
    this.#lab.store.restore(document.uri.toString(), measurement);
  }

  async #handle(message: FromPanel): Promise<void> {
    const { document } = this.#active;
    switch (message.type) {
      case "ready":
        return;
      case "test":
        return run(COMMANDS.testBackend, document);
      case "start":
        if (document !== null) await this.#door.stream(document, message.signal);
        return;
      case "stop":
        this.#lab.store.stop();
        return;
      case "pickDevice":
        return run(message.direction === "input" ? COMMANDS.pickInputDevice : COMMANDS.pickOutputDevice, document);
      case "pickBackend":
        return run(COMMANDS.pickBackend, document);
      case "manageTrust":
        return manageTrust();
      case "openConfig":
        return run(COMMANDS.openConfig, null);
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
}

/** Of the text as UTF-8, in hexadecimal. */
async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function run(command: CommandId, document: vscode.TextDocument | null): Promise<void> {
  await vscode.commands.executeCommand(command, document?.uri);
}

function toPanelActivity(activity: Lab["store"]["activity"]): PanelActivity {
  switch (activity.kind) {
    case "idle":
    case "stopping":
      return { kind: activity.kind };
    case "testing":
      return { kind: "testing", step: activity.step, fraction: activity.fraction };
    case "streaming":
      return { kind: "streaming", signal: activity.signal };
  }
}
