import { t } from "@vscode/l10n";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { element, setText } from "../dom.ts";
import { RUN_KINDS } from "../../extension/editor/panelProtocol.ts";
import { runWord } from "../runs/runWord.ts";
import { verdictWords } from "../results/sentences.ts";

/** One polite live region: says what changed of the run, never the figures that move. */
export class Announcer {
  readonly element = element("div", "visually-hidden");
  #previous: PanelState | null = null;

  constructor() {
    this.element.setAttribute("role", "status");
    this.element.setAttribute("aria-live", "polite");
  }

  follow(state: PanelState): void {
    const words = this.#previous === null ? null : announcement(this.#previous, state);
    this.#previous = state;
    if (words !== null) setText(this.element, words);
  }
}

/** What to say of the step from one state to the next; null: nothing. */
export function announcement(before: PanelState, after: PanelState): string | null {
  if (after.error !== null && after.error.message !== before.error?.message) return after.error.message;
  const was = before.activity.kind;
  const is = after.activity.kind;
  if (was !== is) {
    if (is === "testing") return t("Test started.");
    if (is === "streaming") return t("Test stream started.");
    if (after.activity.kind === "running") return t("{0} started.", runWord(after.activity.run));
    if (is === "stopping") return t("Stopping.");
    const ended = endedRun(before, after);
    if (ended !== null) return ended;
    if (after.report !== null && after.report.startedAt !== before.report?.startedAt) {
      const { level, sentences } = after.report.verdict;
      return t("Test finished: {0}. {1}", verdictWords(level), sentences[0] ?? "").trim();
    }
    return t("Stopped.");
  }
  if (after.reportIsStale && !before.reportIsStale) return t("The file changed: the report is out of date.");
  return null;
}

/** A table that was filling and is not any more. */
function endedRun(before: PanelState, after: PanelState): string | null {
  const run = RUN_KINDS.find((kind) => before.tables[kind]?.status === "running" && after.tables[kind]?.status !== "running");
  if (run === undefined) {
    return before.activity.kind === "running" ? t("{0} finished.", runWord(before.activity.run)) : null;
  }
  return after.tables[run]?.status === "cancelled" ? t("{0} cancelled.", runWord(run)) : t("{0} finished.", runWord(run));
}
