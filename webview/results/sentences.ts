import { t } from "@vscode/l10n";
import type { Report } from "../../extension/editor/panelProtocol.ts";
import { element, setText } from "../dom.ts";
import type { Part } from "../dom.ts";

/** The verdict in a word or three. */
export function verdictWords(level: Report["verdict"]["level"]): string {
  switch (level) {
    case "pass":
      return t("Pass");
    case "warn":
      return t("Pass with remarks");
    case "fail":
      return t("Fail");
  }
}

/** What the figures mean, in plain sentences. The error has a card of its own, unless the user cancelled the run. */
export function sentences(): Part<Report> {
  const list = element("ul", "sentence-list");
  const box = element("div", "sentences", list);
  return {
    element: box,
    update: (report) => {
      const { error, verdict } = report;
      const onCard = error === null || error.code === "cancelled" ? null : error.message;
      const texts = verdict.sentences.filter((text) => onCard === null || !text.startsWith(onCard));
      box.hidden = texts.length === 0;
      while (list.children.length > texts.length) list.lastElementChild?.remove();
      texts.forEach((text, index) => {
        const item = list.children[index] ?? list.appendChild(element("li"));
        setText(item, text);
      });
    },
  };
}
