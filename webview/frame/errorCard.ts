import { t } from "@vscode/l10n";
import type { FromPanel, LabError, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";

/** An error of the editor's side or of a report; the latter may lack what the sound system said. */
export type ShownError = LabError | NonNullable<Report["error"]>;

/** What failed, what to do, and the way to the place in the file that caused it. */
export function errorCard(post: (message: FromPanel) => void): Part<ShownError | null> {
  let where: ShownError["where"] = null;
  const title = document.createElement("lab-status");
  title.level = "fail";
  const hint = element("p", "error-hint");
  const host = element("code", "error-host");
  const code = element("code", "error-code");
  const reveal = document.createElement("lab-button");
  reveal.icon = "line";
  reveal.addEventListener("lab-press", () => {
    if (where !== null) post({ type: "reveal", table: where.table, key: where.key });
  });
  const restart = document.createElement("lab-button");
  restart.className = "error-restart";
  restart.label = t("Restart audio process");
  restart.addEventListener("lab-press", () => {
    post({ type: "restartAudio" });
  });
  const raw = element("div", "error-raw", code, host);
  const card = element("section", "error-card", title, hint, reveal, restart, raw);
  card.setAttribute("aria-label", t("Error"));
  card.hidden = true;
  return {
    element: card,
    update: (error) => {
      setHidden(card, error === null);
      if (error === null) return;
      where = error.where;
      title.text = error.message;
      setText(hint, error.hint);
      setHidden(hint, error.hint === "");
      setText(code, error.code);
      const said = error.host ?? null;
      setText(host, said ?? "");
      setHidden(host, said === null);
      // What died starts again by itself with the next run; who wants it now, or sees it hang, need not wait.
      setHidden(restart, !error.code.startsWith("audio-process"));
      setHidden(reveal, where === null);
      if (where !== null) reveal.label = t("Go to {0}", placeName(where));
    },
  };
}

/** `[output] device`, `bufferSizeSamples`, `the scenario`: as it stands in the file. */
export function placeName(where: NonNullable<ShownError["where"]>): string {
  if (where.table === "scenario") return where.key === null ? t("the scenario") : t("{0} in the scenario", where.key);
  if (where.table === "top") return where.key ?? t("the file");
  return where.key === null ? `[${where.table}]` : `[${where.table}] ${where.key}`;
}
