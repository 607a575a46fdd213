import * as vscode from "vscode";

import type { ActiveFile } from "./activeFile.ts";
import { Emitter } from "./emitter.ts";
import { CONTEXTS } from "./ids.ts";
import type { Lab } from "./lab.ts";
import { decidingKey } from "../language/measurement.ts";
import type { Measurement } from "../language/measurement.ts";
import { readWorkingTexts, withWorkingText } from "./workingTexts.ts";
import type { WorkingText } from "./workingTexts.ts";

const STORED_AS = "flexlab.workingTexts";

/** Remembers, for each file, the text of the last test that went well, beyond the end of the window. */
export class LastWorking implements vscode.Disposable {
  readonly changed = new Emitter<void>();
  readonly #lab: Lab;
  readonly #active: ActiveFile;
  readonly #memento: vscode.Memento;
  readonly #seen = new WeakSet<Measurement>();
  readonly #subscriptions: { dispose(): unknown }[];
  /** What is being tested now. */
  #testing: { readonly file: string; readonly text: string } | null = null;
  #context: boolean | null = null;

  constructor(lab: Lab, active: ActiveFile, memento: vscode.Memento) {
    this.#lab = lab;
    this.#active = active;
    this.#memento = memento;
    const tell = (): void => {
      this.#tellContext();
    };
    this.#subscriptions = [
      lab.store.changed.listen(() => {
        this.#follow();
      }),
      active.changed.listen(tell),
      this.changed.listen(tell),
    ];
    tell();
  }

  of(uri: vscode.Uri): WorkingText | null {
    return this.#known().find(({ file }) => file === uri.toString()) ?? null;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    void vscode.commands.executeCommand("setContext", CONTEXTS.hasWorking, false);
  }

  #known(): readonly WorkingText[] {
    return readWorkingTexts(this.#memento.get<unknown>(STORED_AS));
  }

  #follow(): void {
    const { activity } = this.#lab.store;
    if (activity.kind === "testing") {
      if (this.#testing?.file === activity.file) return;
      const document = this.#document(activity.file);
      this.#testing = document === null ? null : { file: activity.file, text: document.getText() };
      return;
    }
    if (activity.kind !== "idle" || this.#testing === null) return;
    const { file, text } = this.#testing;
    this.#testing = null;
    const measurement = this.#lab.store.measurement(file);
    const document = this.#document(file);
    if (measurement === null || document === null || this.#seen.has(measurement)) return;
    this.#seen.add(measurement);
    const { report, decidedBy, insteadBackend } = measurement;
    const isWell = report.error === null && report.verdict.level !== "fail" && insteadBackend === null;
    // The text as it was when the test began; when even that is not what was measured, nothing is known of it.
    const isUnchanged = document.getText() === text;
    if (!isWell || (isUnchanged && decidingKey(this.#lab.documents.view(document).config) !== decidedBy)) return;
    const latest: WorkingText = { file, text, testedAt: report.startedAt, sentence: report.verdict.sentences[0] ?? "" };
    void this.#memento.update(STORED_AS, withWorkingText(this.#known(), latest)).then(() => {
      this.changed.emit();
    });
  }

  #document(file: string): vscode.TextDocument | null {
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file) ?? null;
  }

  #tellContext(): void {
    const { document } = this.#active;
    const has = document !== null && this.of(document.uri) !== null;
    if (has !== this.#context) void vscode.commands.executeCommand("setContext", CONTEXTS.hasWorking, has);
    this.#context = has;
  }
}
