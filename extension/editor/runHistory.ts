import type * as vscode from "vscode";

import type { Report } from "../lab/report.ts";
import { Emitter } from "./emitter.ts";
import type { LabStore } from "./labStore.ts";
import { readRunRecords, withoutFile, withRun } from "./runRecords.ts";
import type { FileRuns } from "./runRecords.ts";

const STORED_AS = "flexlab.runs";

/** The last tests of each file, beyond the end of the window; where the last working texts lie as well. */
export class RunHistory implements vscode.Disposable {
  readonly changed = new Emitter<void>();
  readonly #memento: vscode.Memento;
  readonly #subscription: { dispose(): unknown };
  #known: readonly FileRuns[] | null = null;

  constructor(store: LabStore, memento: vscode.Memento) {
    this.#memento = memento;
    this.#subscription = store.measured.listen(({ file, report }) => {
      // Who cancelled it did not want its figures.
      if (report.error?.code !== "cancelled") this.#keep(withRun(this.#all(), file, report));
    });
  }

  /** Of this file (its address), the newest first; the same list until it changes. */
  of(file: string): readonly Report[] {
    return this.#all().find((one) => one.file === file)?.runs ?? [];
  }

  forget(file: string): void {
    this.#keep(withoutFile(this.#all(), file));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #all(): readonly FileRuns[] {
    return (this.#known ??= readRunRecords(this.#memento.get<unknown>(STORED_AS)));
  }

  #keep(runs: readonly FileRuns[]): void {
    this.#known = runs;
    void this.#memento.update(STORED_AS, runs);
    this.changed.emit();
  }
}
