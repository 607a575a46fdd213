import { t } from "@vscode/l10n";
import type { PanelPath, PanelStation } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../dom.ts";

/** The stations that the sound passes, from the program to the device; `point` hears which one is looked at. */
export function pathList(point: (id: string | null) => void): Part<PanelPath> {
  const list = element("ol", "path-list");
  list.setAttribute("aria-label", t("The way of the sound"));
  let ids: readonly string[] = [];
  let at = 0;

  function walkTo(index: number): void {
    const item = list.children[index];
    if (!(item instanceof HTMLElement)) return;
    for (const other of list.children) if (other instanceof HTMLElement) other.tabIndex = -1;
    at = index;
    item.tabIndex = 0;
    item.focus();
  }

  list.addEventListener("keydown", (event) => {
    const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.children.length - 1 };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    walkTo(Math.min(list.children.length - 1, Math.max(0, target)));
  });
  const look = (event: Event): void => {
    const item = event.target instanceof Element ? event.target.closest("li") : null;
    const index = item === null ? -1 : [...list.children].indexOf(item);
    if (event.type === "focusin" && index >= 0) at = index;
    point(ids[index] ?? null);
  };
  list.addEventListener("focusin", look);
  list.addEventListener("mouseover", look);
  list.addEventListener("focusout", () => {
    point(null);
  });
  list.addEventListener("mouseleave", () => {
    point(null);
  });

  return {
    element: list,
    update: (path) => {
      const hadFocus = list.contains(document.activeElement);
      const before = ids[at];
      const passed = path.stations.filter(({ passes }) => passes.length > 0);
      ids = passed.map(({ id }) => id);
      list.replaceChildren(...passed.map(itemOf));
      at = Math.max(0, ids.indexOf(before ?? ""));
      const item = list.children[at];
      if (!(item instanceof HTMLElement)) return;
      item.tabIndex = 0;
      if (hadFocus) item.focus();
    },
  };
}

function itemOf(station: PanelStation): HTMLElement {
  const title = element("span", "station-title", station.title);
  if (station.passes.length === 1) {
    title.append(element("span", "station-direction", station.passes[0] === "output" ? t("playback only") : t("recording only")));
  }
  const item = element("li", `station station-${station.kind}`, title);
  if (station.does !== "") item.append(element("span", "station-does", station.does));
  if (station.configured !== null) item.append(fact(t("Configured"), station.configured));
  if (station.measured !== null) item.append(fact(t("Measured"), station.measured));
  item.tabIndex = -1;
  return item;
}

function fact(label: string, text: string): HTMLElement {
  return element("span", "station-fact", element("span", "station-label", label), " ", text);
}
