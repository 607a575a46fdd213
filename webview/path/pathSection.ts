import { t } from "@vscode/l10n";
import type { PanelPath } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { notice } from "../frame/notice.ts";
import { pathList } from "./pathList.ts";
import { PathMap } from "./pathMap.ts";

/** The way of the sound: a map with the way that is taken, and the same as a list to be read and walked. */
export function pathSection(): Section {
  return { name: "path", title: t("Path"), badge: () => "", build: () => pathView() };
}

function pathView(): SectionView {
  const map = new PathMap();
  const list = pathList((id) => {
    map.point(id);
  });
  const summary = element("p", "path-summary");
  const unknown = notice("empty");
  const content = element("div", "path-content", map.element, list.element);
  let shown = "";
  return {
    element: element("div", "path-section", summary, unknown.element, content),
    update: ({ path, config }) => {
      setHidden(content, path === null);
      setHidden(summary, path === null);
      unknown.update(
        path === null && config !== null
          ? { level: "info", title: t("The way of the sound is not known"), text: t("Nothing is known of this backend. Pick one that is here, and its way is drawn."), action: null }
          : null,
      );
      if (path === null) return;
      const next = JSON.stringify(path);
      if (next === shown) return;
      shown = next;
      setText(summary, summaryOf(path));
      map.update(path);
      list.update(path);
    },
  };
}

/** The drawing in one sentence, for those who do not see it and those who do. */
export function summaryOf(path: PanelPath): string {
  const way = (direction: "input" | "output"): string[] => path.stations.filter(({ passes }) => passes.includes(direction)).map(({ title }) => title);
  const output = way("output");
  const input = way("input");
  if (output.length === 0 && input.length === 0) return t("Both directions are off.");
  const longest = output.length >= input.length ? output : input;
  const words = longest.join(" → ");
  if (input.length === 0) return t("Playback only: {0}.", words);
  if (output.length === 0) return t("Recording only, from the device up: {0}.", longest.toReversed().join(" → "));
  return output.join() === input.join() ? t("Playback goes down, recording comes up the same way: {0}.", words) : t("Playback and recording take different ways; playback: {0}.", output.join(" → "));
}
