import { t } from "@vscode/l10n";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { element, setText } from "../dom.ts";
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
    if (is === "stopping") return t("Stopping.");
    if (after.report !== null && after.report.startedAt !== before.report?.startedAt) {
      const { level, sentences } = after.report.verdict;
      return t("Test finished: {0}. {1}", verdictWords(level), sentences[0] ?? "").trim();
    }
    return t("Stopped.");
  }
  if (after.reportIsStale && !before.reportIsStale) return t("The file changed: the report is out of date.");
  return null;
}
