import type { LabError, LiveSnapshot, LiveView } from "../audio/contract.ts";
import { Emitter } from "./emitter.ts";
import type { Report } from "../lab/report.ts";
import type { Measurement } from "../language/measurement.ts";
import type { StreamChoice } from "./panelProtocol.ts";
import { NO_TABLES } from "./runTables.ts";
import type { RunKind, RunTables } from "./runTables.ts";

/** What the lab does now. There is one audio process that sounds, so there is one activity, for one file. */
export type Activity =
  | { readonly kind: "idle" }
  | { readonly kind: "testing"; readonly file: string; readonly step: string; readonly fraction: number | null }
  | ({ readonly kind: "streaming"; readonly file: string } & StreamChoice)
  /** A run that fills a table. */
  | {
      readonly kind: "running";
      readonly file: string;
      readonly run: RunKind;
      readonly step: string;
      readonly fraction: number | null;
      readonly secondsLeft: number | null;
    }
  | { readonly kind: "stopping"; readonly file: string };

/** What the last operation on a file came to. */
export type Outcome =
  | { readonly kind: "none" }
  /** A test ran to a report, which may tell of a failure itself. */
  | { readonly kind: "tested"; readonly measurement: Measurement }
  /** A test stream could not start or broke off; the report before it stays. */
  | { readonly kind: "failed"; readonly error: LabError; readonly measurement: Measurement | null };

const IDLE: Activity = { kind: "idle" };
const NONE: Outcome = { kind: "none" };

/**
 * What the lab knows, by file (its URI as a string). The configuration is not kept here: that is the text alone.
 * Every change is told once through `changed`; live snapshots go their own way, they are no state.
 */
export class LabStore {
  readonly changed = new Emitter<void>();
  readonly live = new Emitter<LiveSnapshot>();
  /** A test has come to a report, which may tell of a failure itself. */
  readonly measured = new Emitter<{ readonly file: string; readonly report: Report }>();
  /** The channel that somebody looks at has changed. */
  readonly viewChanged = new Emitter<void>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #tables = new Map<string, RunTables>();
  #activity: Activity = IDLE;
  #cancel: AbortController | null = null;
  #view: LiveView | null = null;

  /** The channel of whatever sounds that somebody looks at; null: nobody looks. */
  get view(): LiveView | null {
    return this.#view;
  }
  set view(view: LiveView | null) {
    this.#view = view;
    this.viewChanged.emit();
  }

  get activity(): Activity {
    return this.#activity;
  }

  outcome(file: string): Outcome {
    return this.#outcomes.get(file) ?? NONE;
  }

  /** The latest measurement of a file, also when something failed after it. */
  measurement(file: string): Measurement | null {
    const outcome = this.outcome(file);
    return outcome.kind === "none" ? null : outcome.measurement;
  }

  /** What the runs on a file have filled so far. */
  tables(file: string): RunTables {
    return this.#tables.get(file) ?? NO_TABLES;
  }

  /** These tables stand now in place of those before. */
  fill(file: string, tables: Partial<RunTables>): void {
    this.#tables.set(file, { ...this.tables(file), ...tables });
    this.changed.emit();
  }

  /**
   * Takes the lab for one activity. The signal is aborted by `stop`; `end` must follow whatever happens.
   * Null: the lab is busy.
   */
  begin(activity: Exclude<Activity, { readonly kind: "idle" | "stopping" }>): AbortSignal | null {
    if (this.#activity.kind !== "idle") return null;
    this.#cancel = new AbortController();
    this.#set(activity);
    return this.#cancel.signal;
  }

  /** How far a test or run is. Late news of one that is being stopped are dropped. */
  progress(step: string, fraction: number | null, secondsLeft: number | null = null): void {
    if (this.#activity.kind === "testing") this.#set({ ...this.#activity, step, fraction });
    if (this.#activity.kind === "running") this.#set({ ...this.#activity, step, fraction, secondsLeft });
  }

  /** What a stream plays from now on; nothing when none runs. */
  adjust(choice: StreamChoice): void {
    if (this.#activity.kind !== "streaming") return;
    this.#set({ ...this.#activity, ...choice });
  }

  /** Asks what runs to stop; the activity ends when it has. */
  stop(): void {
    if (this.#activity.kind === "idle" || this.#activity.kind === "stopping") return;
    this.#set({ kind: "stopping", file: this.#activity.file });
    this.#cancel?.abort();
  }

  end(outcome: { readonly file: string; readonly outcome: Outcome } | null): void {
    if (outcome !== null) this.#outcomes.set(outcome.file, outcome.outcome);
    this.#cancel = null;
    // Before the change is told: who hears of that finds the run in the history.
    if (outcome?.outcome.kind === "tested") this.measured.emit({ file: outcome.file, report: outcome.outcome.measurement.report });
    this.#set(IDLE);
  }

  /** Resolves when nothing runs. */
  async whenIdle(): Promise<void> {
    if (this.#activity.kind === "idle") return;
    await new Promise<void>((resolve) => {
      const subscription = this.changed.listen(() => {
        if (this.#activity.kind !== "idle") return;
        subscription.dispose();
        resolve();
      });
    });
  }

  /** Takes over a measurement from elsewhere (a panel that came back), unless there is one. */
  restore(file: string, measurement: Measurement): void {
    if (this.outcome(file).kind !== "none") return;
    this.#outcomes.set(file, { kind: "tested", measurement });
    this.changed.emit();
  }

  /** The file is closed: its results go with it. */
  forget(file: string): void {
    const [outcome, tables] = [this.#outcomes.delete(file), this.#tables.delete(file)];
    if (outcome || tables) this.changed.emit();
  }

  #set(activity: Activity): void {
    this.#activity = activity;
    this.changed.emit();
  }
}
