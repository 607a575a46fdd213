import * as vscode from "vscode";

import type { AsioDriver } from "../audio/contract.ts";
import { chooseAsioDriver } from "../lab/chooseAsioDriver.ts";
import type { TestRequest } from "../lab/testRequest.ts";
import { driverAddress, nameOf } from "./driverAddress.ts";
import { showFailure, toLabError } from "./failures.ts";
import { COMMANDS } from "./ids.ts";
import type { Lab } from "./lab.ts";
import { labError } from "./labError.ts";
import { measure, stepText } from "./measure.ts";
import { Settings } from "./settings.ts";
import { notTested } from "./testBackend.ts";
import type { TestEnd } from "./testBackend.ts";
import { requireTrust } from "./trust.ts";

/**
 * "Test an Installed ASIO Driver": the same signal through a driver that music programs load, of any maker, as
 * `flexlab test --asio` does. What it finds is kept at the driver's own address, and no file is looked at.
 */
export class TestDriver {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** `name` null: asks which one. `show` is called with the driver's address when its test begins. Never rejects. */
  async run(name: string | null, show: (driver: vscode.Uri) => void): Promise<TestEnd> {
    if (!requireTrust()) return notTested("untrusted");
    try {
      const drivers = await (await this.#lab.audio.connection()).asioDrivers();
      const wanted = name ?? (drivers === null ? "" : await ask(drivers));
      if (wanted === null) return notTested("cancelled");
      const choice = chooseAsioDriver(drivers, wanted);
      if (choice.ok) return await this.#test(choice.driver, show);
      showFailure(choice.error, this.#lab.log);
    } catch (failure) {
      showFailure(toLabError(failure), this.#lab.log);
    }
    return notTested("failed");
  }

  async #test(driver: AsioDriver, show: (driver: vscode.Uri) => void): Promise<TestEnd> {
    const { store, log } = this.#lab;
    if (store.activity.kind === "streaming") store.stop();
    if (store.activity.kind === "stopping") await store.whenIdle();
    const address = driverAddress(driver.name);
    const file = address.toString();
    const signal = store.begin({ kind: "testing", file, step: stepText("open"), fraction: null });
    if (signal === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t("A test is running already. One test runs at a time."));
      return notTested("busy");
    }
    show(address);
    const { testSeconds: seconds } = new Settings(undefined);
    const request: TestRequest = { text: "", file: "", configFile: null, scenario: null, asio: driver, seconds, sampleRate: null, bufferFrames: null };
    try {
      const measured = await measure(this.#lab, request, {
        title: vscode.l10n.t("Testing {0}", nameOf(address)),
        location: vscode.ProgressLocation.Notification,
        signal,
      });
      const { report } = measured;
      store.end({ file, outcome: { kind: "tested", measurement: { ...measured, decidedBy: "", insteadBackend: null } } });
      log.info(`Test of ${file}: ${report.verdict.level}. ${report.verdict.sentences.join(" ")}`);
      if (report.error !== null && !signal.aborted) showFailure(labError(report.error), log);
      return { kind: "tested", report };
    } catch (failure) {
      store.end(signal.aborted ? null : { file, outcome: { kind: "failed", error: toLabError(failure), measurement: store.measurement(file) } });
      if (signal.aborted) return notTested("cancelled");
      throw failure;
    }
  }
}

/** Null: the user chose none, or there is none. */
async function ask(drivers: readonly AsioDriver[]): Promise<string | null> {
  const names = [...new Map(drivers.map(({ name }) => [name.toLowerCase(), name])).values()].sort((a, b) => a.localeCompare(b));
  if (names.length === 0) {
    const install = vscode.l10n.t("Install Driver…");
    void vscode.window
      .showInformationMessage(vscode.l10n.t("No ASIO driver is installed on this machine."), install)
      .then((answer) => (answer === install ? vscode.commands.executeCommand(COMMANDS.installDriver) : undefined));
    return null;
  }
  const picked = await vscode.window.showQuickPick(names.map((name) => choiceOf(drivers, name)), {
    title: vscode.l10n.t("Test an Installed ASIO Driver"),
    placeHolder: vscode.l10n.t("It is opened with the settings of its own; its output has to be wired to its input"),
    matchOnDetail: true,
  });
  return picked?.label ?? null;
}

/** One that cannot be loaded says why. */
function choiceOf(drivers: readonly AsioDriver[], name: string): vscode.QuickPickItem {
  const choice = chooseAsioDriver(drivers, name);
  return choice.ok
    ? { label: choice.driver.name, detail: choice.driver.dll ?? "" }
    : { label: name, description: vscode.l10n.t("cannot be tested"), detail: choice.error.message };
}
