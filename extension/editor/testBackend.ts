import * as vscode from "vscode";

import type { LabError } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { checkConfig } from "../config/checkConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { Report } from "../lab/report.ts";
import { textForBackend } from "./deviceEdits.ts";
import { showFailure, toLabError } from "./failures.ts";
import type { WayOut } from "./failures.ts";
import { blockingErrors } from "./findingsDiff.ts";
import { COMMANDS, PANEL_VIEW_TYPE } from "./ids.ts";
import { backendInEffect } from "../language/inEffect.ts";
import type { Lab } from "./lab.ts";
import { measure, stepText } from "./measure.ts";
import type { Measured } from "./measure.ts";
import { decidingKey } from "../language/measurement.ts";
import { labError } from "./labError.ts";
import { testableBackends } from "./testableBackends.ts";
import { rangeOf, revealRange } from "./reveal.ts";
import { requestOf } from "./requestOf.ts";
import { Settings } from "./settings.ts";
import { requireTrust } from "./trust.ts";

/** How a request to test ended. */
export type TestEnd =
  | { readonly kind: "tested"; readonly report: Report }
  | { readonly kind: "notTested"; readonly why: "noLab" | "untrusted" | "errors" | "backendNotHere" | "busy" | "failed" | "cancelled" };

/**
 * "Test Backend": plays and records through the driver with the file's text as it stands, saved or not, and puts the
 * report into the store. The same command for palette, lens, code action and panel.
 */
export class TestBackend {
  readonly #lab: Lab;
  readonly #showPanel: () => void;

  constructor(lab: Lab, showPanel: () => void) {
    this.#lab = lab;
    this.#showPanel = showPanel;
  }

  /**
   * `instead`: test with this backend in place of the file's, which stays as it is. `full`: measure noise, distortion and
   * frequency response as well. Never rejects.
   */
  async run(document: vscode.TextDocument, instead: string | null, full = false): Promise<TestEnd> {
    if (!requireTrust()) return notTested("untrusted");
    try {
      return await this.#run(document, instead, full);
    } catch (failure) {
      showFailure(toLabError(failure), this.#lab.log);
      return notTested("failed");
    }
  }

  /** Asks for a backend of this machine and tests with that one. */
  async runWithAnother(document: vscode.TextDocument): Promise<TestEnd> {
    if (!requireTrust()) return notTested("untrusted");
    try {
      const backends = testableBackends(await this.#lab.devices.known());
      const picked = await vscode.window.showQuickPick([...backends], {
        title: vscode.l10n.t("Test with Another Backend"),
        placeHolder: vscode.l10n.t("The file stays as it is; the default devices of the backend are tested"),
      });
      return picked === undefined ? notTested("cancelled") : await this.run(document, picked);
    } catch (failure) {
      showFailure(toLabError(failure), this.#lab.log);
      return notTested("failed");
    }
  }

  /**
   * Tests a text that is not the file's, as the rows of a picker do: the report goes to the caller alone, nothing is
   * stored, shown or asked. Never rejects.
   */
  async runText(document: vscode.TextDocument, text: string, signal: AbortSignal): Promise<TestEnd> {
    const { store, log } = this.#lab;
    if (blockingErrors(checkConfig(parseConfig(text))).length > 0) return notTested("errors");
    if (store.activity.kind === "streaming") store.stop();
    if (store.activity.kind === "stopping") await store.whenIdle();
    if (signal.aborted) return notTested("cancelled");
    const abort = store.begin({ kind: "testing", file: document.uri.toString(), step: stepText("open"), fraction: null });
    if (abort === null) return notTested("busy");
    const stop = (): void => {
      store.stop();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      const { report } = await this.#measure(document, text, abort, vscode.ProgressLocation.Window);
      return { kind: "tested", report };
    } catch (failure) {
      log.error(toLabError(failure).message);
      return notTested(abort.aborted ? "cancelled" : "failed");
    } finally {
      signal.removeEventListener("abort", stop);
      store.end(null);
    }
  }

  async #run(document: vscode.TextDocument, instead: string | null, full: boolean): Promise<TestEnd> {
    const { documents, devices, store } = this.#lab;
    const view = documents.view(document);
    const errors = blockingErrors(view.findings);
    const [first] = errors;
    if (first !== undefined) {
      await revealRange(document, first.range);
      showProblems(errors.length === 1
          ? vscode.l10n.t("Not tested, the file has 1 error: {0}", first.message)
          : vscode.l10n.t("Not tested, the file has {0} errors: {1}", errors.length, first.message),
      );
      return notTested("errors");
    }
    if (store.activity.kind === "streaming") store.stop();
    if (store.activity.kind === "stopping") await store.whenIdle();
    const file = document.uri.toString();
    const signal = store.begin({ kind: "testing", file, step: vscode.l10n.t("Looking for the backend"), fraction: null });
    if (signal === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t("A test is running already. One test runs at a time."));
      return notTested("busy");
    }
    if (new Settings(document.uri).testOpenPanel) this.#showPanel();
    // The lab is freed before any popup: those stay until somebody answers.
    let ended = false;
    const end = (outcome: Parameters<typeof store.end>[0]): void => {
      if (!ended) store.end(outcome);
      ended = true;
    };
    try {
      const here = instead === null ? await this.#backendIsHere(view.config, signal) : true;
      if (!here) {
        end(null);
        return this.#offerAnother(document, view.config.backend.value ?? "");
      }
      const text = instead === null ? view.document.text : textForBackend(view.document.text, instead);
      if (text === null) throw new Error(`the file cannot be read with the backend ${instead ?? ""}`);
      const { report, waves } = await this.#measure(document, text, signal, vscode.ProgressLocation.Notification, full);
      const measurement = { report, decidedBy: decidingKey(view.config), insteadBackend: instead, waves };
      end({ file, outcome: { kind: "tested", measurement } });
      devices.wish();
      this.#tell(document, report, signal.aborted);
      return { kind: "tested", report };
    } catch (failure) {
      const error = toLabError(failure);
      if (signal.aborted) {
        end(null);
        return notTested("cancelled");
      }
      end({ file, outcome: { kind: "failed", error, measurement: store.measurement(file) } });
      showFailure(error, this.#lab.log, [this.#openPanel()]);
      return notTested("failed");
    }
  }

  async #backendIsHere(config: EffectiveConfig, signal: AbortSignal): Promise<boolean> {
    if (config.backend.value === null) return true;
    const { devices } = this.#lab;
    if (backendInEffect(config, devices.current).isHere === true) return true;
    return backendInEffect(config, await devices.list(signal)).isHere !== false;
  }

  #offerAnother(document: vscode.TextDocument, backend: string): TestEnd {
    const others = testableBackends(this.#lab.devices.current ?? []);
    const [first] = others;
    const message = vscode.l10n.t("Not tested: this machine has no backend {0}. The file may be right for another machine.", backend);
    if (first === undefined) {
      void vscode.window.showWarningMessage(message);
      return notTested("backendNotHere");
    }
    const testFirst = vscode.l10n.t("Test with {0}", first);
    const testOther = vscode.l10n.t("Test with Another…");
    void vscode.window.showWarningMessage(message, testFirst, ...(others.length > 1 ? [testOther] : [])).then((answer) => {
      if (answer === testFirst) return vscode.commands.executeCommand(COMMANDS.testWithBackend, document.uri, first);
      if (answer === testOther) return vscode.commands.executeCommand(COMMANDS.testWithBackend, document.uri);
      return undefined;
    });
    return notTested("backendNotHere");
  }

  async #measure(document: vscode.TextDocument, text: string, signal: AbortSignal, location: vscode.ProgressLocation, full = false): Promise<Measured> {
    const request = await requestOf(this.#lab, document, text);
    return measure(this.#lab, request, { title: vscode.l10n.t("Testing {0}", vscode.workspace.asRelativePath(document.uri)), signal, location, full });
  }

  /** Hints, status bar and panel show the report; a popup only says what needs an answer. */
  #tell(document: vscode.TextDocument, report: Report, wasCancelled: boolean): void {
    const { log } = this.#lab;
    log.info(`Test of ${document.uri.toString(true)}: ${report.verdict.level}. ${report.verdict.sentences.join(" ")}`);
    if (wasCancelled) return;
    if (report.error !== null) {
      showFailure(labError(report.error), log, [...this.#showInFile(document, labError(report.error)), this.#openPanel()]);
      return;
    }
    const [sentence] = report.verdict.sentences;
    if (report.verdict.level === "pass" || sentence === undefined || panelIsVisible()) return;
    const open = this.#openPanel();
    void vscode.window.showWarningMessage(sentence, open.title).then((answer) => (answer === open.title ? open.run() : undefined));
  }

  /** The way to the place that is to blame: an option of the file, or the scenario. */
  #showInFile(document: vscode.TextDocument, error: LabError): WayOut[] {
    const { where } = error;
    if (where === null) return [];
    if (where.table === "scenario") {
      const uri = this.#lab.scenarioUri(document);
      return uri === null ? [] : [{ title: vscode.l10n.t("Open Scenario"), run: () => vscode.window.showTextDocument(uri) }];
    }
    const range = rangeOf(parseConfig(document.getText()), where.table, where.key);
    return range === null ? [] : [{ title: vscode.l10n.t("Show in File"), run: () => revealRange(document, range) }];
  }

  #openPanel(): WayOut {
    return { title: vscode.l10n.t("Open Panel"), run: () => vscode.commands.executeCommand(COMMANDS.openPanel) };
  }
}

/** The panel tells it already. VS Code puts a prefix before the type of a webview's tab. */
function panelIsVisible(): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_VIEW_TYPE);
  });
}

export function notTested(why: Extract<TestEnd, { readonly kind: "notTested" }>["why"]): TestEnd {
  return { kind: "notTested", why };
}

function showProblems(message: string): void {
  const show = vscode.l10n.t("Show Problems");
  void vscode.window
    .showErrorMessage(message, show)
    .then((answer) => (answer === show ? vscode.commands.executeCommand("workbench.actions.view.problems") : undefined));
}
