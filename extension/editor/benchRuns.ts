import { randomInt } from "node:crypto";
import * as vscode from "vscode";

import type { OwnedPort } from "../lab/ownedPort.ts";
import { compareBackends } from "../lab/compare/compareBackends.ts";
import { dryRun } from "../lab/dryrun/dryRun.ts";
import { DEFAULT_SELF_TEST_FAULTS, selfTest } from "../lab/selftest/selfTest.ts";
import { tune } from "../lab/tune/tune.ts";
import type { TestRequest } from "../lab/testRequest.ts";
import { decidingKey } from "../language/measurement.ts";
import { showFailure, toLabError } from "./failures.ts";
import { begun, compareRow, compareTable, dryRunTable, selfTestTable, tuneTable } from "./fillTables.ts";
import { blockingErrors } from "./findingsDiff.ts";
import type { Lab } from "./lab.ts";
import { portOf } from "./lab.ts";
import { revealRange } from "./reveal.ts";
import { rowText } from "./rowText.ts";
import type { CompareTable, DryRunTable, RowWish, RunRequest, SelfTestTable, TuneTable } from "./runTables.ts";
import { requestOf } from "./requestOf.ts";
import { Stopwatch } from "./stopwatch.ts";
import { requireTrust } from "./trust.ts";
import { tuneSecondsLeft } from "./tuneTimeLeft.ts";

/** What one run works with. */
interface Bench {
  readonly file: string;
  readonly request: TestRequest;
  readonly signal: AbortSignal;
  readonly startedAt: string;
  readonly decidedBy: string;
  /** One more port, with processes of its own. */
  readonly openPort: () => OwnedPort;
}

/**
 * Comparing, tuning, dry run and self-test for the panel: the same code as in the terminal, filling a table of the store
 * row by row. Cancelled, the table keeps what there was.
 */
export class BenchRuns {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Resolves when the table is complete, or as complete as it gets. Never rejects. */
  async run(document: vscode.TextDocument, request: RunRequest): Promise<void> {
    if (!requireTrust()) return;
    const { documents, store, log } = this.#lab;
    const view = documents.view(document);
    const [error] = blockingErrors(view.findings);
    // The detector is proved on devices of its own, whatever the file says.
    if (error !== undefined && request.run !== "selfTest") {
      await revealRange(document, error.range);
      return;
    }
    if (store.activity.kind === "streaming") store.stop();
    if (store.activity.kind === "stopping") await store.whenIdle();
    const file = document.uri.toString();
    const signal = store.begin({ kind: "running", file, run: request.run, step: vscode.l10n.t("Looking for devices"), fraction: null, secondsLeft: null });
    if (signal === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t("A test is running already. One test runs at a time."));
      return;
    }
    const startedAt = new Date().toISOString();
    try {
      const connection = await this.#lab.audio.connection();
      const bench: Bench = {
        file,
        signal,
        startedAt,
        decidedBy: decidingKey(view.config),
        openPort: () => connection.open(),
        request: await requestOf(this.#lab, document, view.document.text),
      };
      await this.#fill(bench, request);
    } catch (failure) {
      const failed = toLabError(failure);
      const table = store.tables(file)[request.run];
      if (table !== null) store.fill(file, { [request.run]: { ...table, status: "ended", error: failed } });
      showFailure(failed, log);
    } finally {
      store.end(null);
    }
  }

  /** The document's text with the setting of a row in it; null: there is no such row any more, which the user is told. */
  async rowText(document: vscode.TextDocument, wish: RowWish): Promise<string | null> {
    try {
      const { documents, store, devices } = this.#lab;
      const backends = wish.run === "tune" ? [] : await devices.known();
      const text = rowText(documents.view(document).document.text, wish, store.tables(document.uri.toString()), backends);
      if (text === null) void vscode.window.showInformationMessage(vscode.l10n.t("This is no longer on this machine. Run it again."));
      return text;
    } catch (failure) {
      showFailure(toLabError(failure), this.#lab.log);
      return null;
    }
  }

  #fill(bench: Bench, request: RunRequest): Promise<void> {
    switch (request.run) {
      case "compare":
        return this.#compare(bench);
      case "tune":
        return this.#tune(bench, request.proofMinutes);
      case "dryRun":
        return this.#dryRun(bench, request.all);
      case "selfTest":
        return this.#selfTest(bench);
    }
  }

  async #compare({ file, request, signal, startedAt, decidedBy, openPort }: Bench): Promise<void> {
    const { store } = this.#lab;
    let table: CompareTable = { ...begun(startedAt, decidedBy), rows: [], ways: null, notHere: [] };
    const show = (more: Partial<CompareTable>): void => {
      table = { ...table, ...more };
      store.fill(file, { compare: table });
    };
    show({});
    const told = this.#teller();
    const comparison = await compareBackends({ ...request, backends: null }, openPort, {
      signal,
      onWays: (ways) => { show({ ways: ways.length }); },
      onProgress: (way, fraction, secondsLeft) => { told(vscode.l10n.t("Testing {0}", way.facts?.shortName ?? way.backend), fraction, secondsLeft); },
      onEntry: (entry) => { show({ rows: [...table.rows, compareRow(entry)] }); },
    });
    store.fill(file, { compare: compareTable(comparison, decidedBy) });
  }

  async #tune({ file, request, signal, startedAt, decidedBy }: Bench, proofMinutes: number): Promise<void> {
    const { store } = this.#lab;
    let table: TuneTable = { ...begun(startedAt, decidedBy), trials: [], result: null, diff: "" };
    store.fill(file, { tune: table });
    const told = this.#teller();
    const tuning = await tune({ ...request, proofMinutes, loadThreads: 0 }, portOf(this.#lab), {
      signal,
      onProgress: ({ step, bufferFrames }, fraction) => {
        const isProof = step === "proof";
        const doing = isProof ? vscode.l10n.t("Proving {0} frames", bufferFrames) : vscode.l10n.t("Trying {0} frames", bufferFrames);
        const done = table.trials.filter((trial) => trial.step === step).length;
        told(doing, fraction, tuneSecondsLeft({ step, done, fraction, trialSeconds: request.seconds, proofSeconds: proofMinutes * 60 }));
      },
      onTrial: (trial) => {
        table = { ...table, trials: [...table.trials, trial] };
        store.fill(file, { tune: table });
      },
    });
    store.fill(file, { tune: tuneTable(tuning, decidedBy) });
  }

  async #dryRun({ file, request, signal, startedAt, decidedBy, openPort }: Bench, all: boolean): Promise<void> {
    const { store, devices } = this.#lab;
    let table: DryRunTable = { ...begun(startedAt, decidedBy), cells: [] };
    store.fill(file, { dryRun: table });
    const backends = all ? (await devices.known(signal)).map(({ backend }) => backend) : null;
    const watch = new Stopwatch();
    const told = this.#teller();
    const run = await dryRun({ ...request, backends }, openPort, {
      signal,
      onProgress: (way, fraction) => { told(vscode.l10n.t("Opening {0}", way.facts?.shortName ?? way.backend), fraction, watch.secondsLeft(fraction)); },
      onCell: (cell) => {
        table = { ...table, cells: [...table.cells, cell] };
        store.fill(file, { dryRun: table });
      },
    });
    store.fill(file, { dryRun: dryRunTable(run, decidedBy) });
  }

  async #selfTest({ file, signal, startedAt }: Bench): Promise<void> {
    const { store } = this.#lab;
    let table: SelfTestTable = { ...begun(startedAt, ""), rounds: [], seed: null, proved: null };
    store.fill(file, { selfTest: table });
    const watch = new Stopwatch();
    const told = this.#teller();
    const result = await selfTest({ faults: DEFAULT_SELF_TEST_FAULTS, seed: randomInt(1, 2 ** 31) }, portOf(this.#lab), {
      signal,
      onProgress: (title, fraction) => { told(title, fraction, watch.secondsLeft(fraction)); },
      onRound: (round) => {
        table = { ...table, rounds: [...table.rounds, round] };
        store.fill(file, { selfTest: table });
      },
    });
    store.fill(file, { selfTest: selfTestTable(result) });
  }

  /** Tells how far a run is, when a reader would see a difference: a percent, a second, another step. */
  #teller(): (step: string, fraction: number | null, secondsLeft: number | null) => void {
    let last = "";
    return (step, fraction, secondsLeft) => {
      const seen = `${step} ${fraction === null ? "" : Math.round(fraction * 100)} ${secondsLeft === null ? "" : Math.round(secondsLeft)}`;
      if (seen === last) return;
      last = seen;
      this.#lab.store.progress(step, fraction, secondsLeft);
    };
  }
}
