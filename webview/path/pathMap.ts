import { t } from "@vscode/l10n";
import type { PanelPath, PanelStation } from "../../extension/editor/panelProtocol.ts";
import { element } from "../dom.ts";
import { svg } from "../svg.ts";

/** Of the whole drawing: as wide as five lanes need, however many there are, so that words have one size. */
const WIDTH = 590;
const ROW = 46;
const BOX = 30;
const GAP = 8;

/** All ways that the sound could take, with the one that is taken lit: thick and filled, not by colour alone. */
export class PathMap {
  readonly element = element("div", "path-map");
  readonly #boxes = new Map<string, SVGElement>();

  update(path: PanelPath): void {
    const rows = Math.max(...path.stations.map(({ row }) => row)) + 1;
    const lane = WIDTH / path.lanes;
    const height = rows * ROW - (ROW - BOX) + 4;
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "path-picture", "aria-hidden": "true", focusable: "false" });
    picture.append(arrowHead("path-arrow"));
    const places = new Map(path.stations.map((station) => [station.id, placeOf(station, lane)]));
    for (const link of path.links) {
      const from = places.get(link.from);
      const to = places.get(link.to);
      if (from === undefined || to === undefined) continue;
      // Where the two boxes lie above each other, in the middle of the narrower one.
      const left = Math.max(from.x, to.x);
      const middle = (left + Math.min(from.x + from.width, to.x + to.width)) / 2;
      const both = link.passes.length > 1;
      for (const direction of link.passes) {
        const x = middle + (both ? (direction === "output" ? -7 : 7) : 0);
        const [start, end] = direction === "output" ? [from.y + BOX, to.y] : [to.y, from.y + BOX];
        const tip = direction === "output" ? end - 3 : end + 3;
        picture.append(svg("path", { class: `path-link ${direction}`, d: `M${x} ${start}V${tip}`, "marker-end": "url(#path-arrow)" }));
      }
    }
    this.#boxes.clear();
    for (const station of path.stations) {
      const place = places.get(station.id);
      if (place === undefined) continue;
      const group = svg("g", { class: `path-box kind-${station.kind}${station.passes.length > 0 ? " lit" : ""}` });
      group.append(svg("rect", { x: String(place.x), y: String(place.y), width: String(place.width), height: String(BOX), rx: "3" }));
      const label = svg("text", { x: String(place.x + place.width / 2), y: String(place.y + BOX / 2), "text-anchor": "middle", "dominant-baseline": "central" });
      label.textContent = station.title.replace(/^PortAudio (?=\w)/, station.lanes === 1 && path.lanes > 1 ? "PA " : "PortAudio ");
      group.append(label);
      this.#boxes.set(station.id, group);
      picture.append(group);
    }
    this.element.replaceChildren(picture, legend());
  }

  /** Marks the station that is read in the list; null: none. */
  point(id: string | null): void {
    for (const [name, box] of this.#boxes) box.classList.toggle("pointed", name === id);
  }
}

function placeOf({ row, lane, lanes }: PanelStation, width: number): { readonly x: number; readonly y: number; readonly width: number } {
  return { x: lane * width + GAP / 2, y: row * ROW + 2, width: lanes * width - GAP };
}

function arrowHead(id: string): SVGElement {
  const defs = svg("defs", {});
  const marker = svg("marker", { id, viewBox: "0 0 8 8", refX: "6", refY: "4", markerWidth: "7", markerHeight: "7", markerUnits: "userSpaceOnUse", orient: "auto" });
  marker.append(svg("path", { d: "M0 0 8 4 0 8Z", class: "path-head" }));
  defs.append(marker);
  return defs;
}

function legend(): HTMLElement {
  return element("p", "path-legend", t("Filled boxes are on the way. Arrows down: playback; arrows up: recording."));
}
