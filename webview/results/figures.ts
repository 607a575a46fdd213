import type { Report } from "../../extension/editor/panelProtocol.ts";
import { t } from "@vscode/l10n";
import { element } from "../dom.ts";
import type { Part } from "../dom.ts";
import { figure } from "./figure.ts";
import { figuresOf } from "./figureWords.ts";

/** What the big display has no room for. */
export function figures(): Part<Report> {
  const signal = figure(t("Signal"), "figure");
  const buffer = figure(t("Buffer"), "figure");
  const callback = figure(t("Longest interval"), "figure");
  return {
    element: element("dl", "figures", signal.element, buffer.element, callback.element),
    update: (report) => {
      const set = figuresOf(report);
      signal.update(set.signal);
      buffer.update(set.buffer);
      callback.update(set.callback);
    },
  };
}
