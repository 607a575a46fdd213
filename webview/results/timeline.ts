import { t } from "@vscode/l10n";
import type { GlitchEvent } from "../../extension/editor/panelProtocol.ts";
import { element, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { svg } from "../svg.ts";
import { decimal } from "../units.ts";

/** More than the pixels of any strip; as many arguments as every engine takes. */
const MOST_CLICKABLE = 10_000;

export interface TimelineState {
  readonly events: readonly GlitchEvent[];
  readonly frames: number;
  readonly sampleRate: number | null;
}

/** A strip of time with a mark per glitch; `pick` hears the index of the one next to where it was clicked. */
export function timeline(pick: (index: number) => void): Part<TimelineState> & { mark(event: GlitchEvent): void } {
  const all = svg("path", { class: "marks" });
  const picture = svg("svg", { viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(all);
  const cursor = element("div", "cursor");
  const end = element("span", "");
  const strip = element(
    "div",
    "timeline",
    element("div", "timeline-track", cursor),
    element("div", "timeline-scale", element("span", "", "0 s"), end),
  );
  strip.firstElementChild?.prepend(picture);
  strip.setAttribute("aria-hidden", "true");
  let frames = 1;
  let events: readonly GlitchEvent[] = [];
  strip.firstElementChild?.addEventListener("click", (event) => {
    if (!(event instanceof MouseEvent) || !(event.currentTarget instanceof Element)) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const frame = ((event.clientX - left) / width) * frames;
    const distances = events.map((one) => Math.abs(one.frame - frame));
    const nearest = distances.indexOf(Math.min(...distances.slice(0, MOST_CLICKABLE)));
    if (nearest >= 0) pick(nearest);
  });
  return {
    element: strip,
    update: (state) => {
      frames = state.frames;
      events = state.events;
      // Marks closer than a thousandth of the strip fall on one place: a set keeps the path short.
      const places = new Set(state.events.map((event) => Math.round((event.frame / frames) * 1000)));
      all.setAttribute("d", [...places].map((place) => `M${place} 4V20`).join(""));
      setText(end, state.sampleRate === null ? t("{0} frames", decimal(frames, 0)) : `${decimal(frames / state.sampleRate, 2)} s`);
    },
    mark: (event) => {
      cursor.style.left = `${(event.frame / frames) * 100}%`;
    },
  };
}
