import { t } from "@vscode/l10n";
import type { GlitchEvent, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import { glitchWord } from "./glitchWord.ts";
import type { Part } from "../dom.ts";
import { decimal, framesWithUnit, signedFrameCount, toMilliseconds } from "../units.ts";

/** Rows shown at first; a broken stream can have tens of thousands. */
const FIRST_ROWS = 200;
const SVG = "http://www.w3.org/2000/svg";

/** What happened, in a sentence; the rate gives the time of day of the recording. */
export function glitchSentence(event: GlitchEvent, sampleRate: number | null): string {
  const what = happened(event, sampleRate);
  const sentence = t("{0} at frame {1} {2}; {3}.", what, decimal(event.frame, 0), placeOf(event), consequence(event));
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function happened({ kind, lengthFrames }: GlitchEvent, sampleRate: number | null): string {
  const frames = framesWithUnit(lengthFrames);
  const one = lengthFrames === 1;
  switch (kind) {
    case "dropped":
      return one ? t("{0} was lost", frames) : t("{0} were lost", frames);
    case "inserted":
      return t("{0} too many came in", frames);
    case "repeated":
      return t("{0} came twice", frames);
    case "zeroed":
      return one ? t("{0} was silenced", frames) : t("{0} were silenced", frames);
    case "corrupted":
      return one ? t("{0} was damaged", frames) : t("{0} were damaged", frames);
    case "reordered":
      return t("{0} came in another order", frames);
    case "stalled":
      return sampleRate === null
        ? t("the callback came {0} late", frames)
        : t("the callback came {0} ms late", decimal(toMilliseconds(lengthFrames, sampleRate), 1));
  }
}

function placeOf({ direction, channel }: GlitchEvent): string {
  if (direction === "input") return channel === null ? t("on all input channels") : t("on input channel {0}", channel + 1);
  return channel === null ? t("on all output channels") : t("on output channel {0}", channel + 1);
}

function consequence({ deltaFrames }: GlitchEvent): string {
  if (deltaFrames === 0) return t("the round trip stays as it was");
  const frames = framesWithUnit(Math.abs(deltaFrames));
  return deltaFrames < 0
    ? t("from there on the round trip is {0} shorter", frames)
    : t("from there on the round trip is {0} longer", frames);
}

function timeText(event: GlitchEvent, sampleRate: number | null): string {
  return sampleRate === null ? "" : `${decimal(event.frame / sampleRate, 4)} s`;
}

/** Length of the recording in frames: what the driver called for, and at least up to the last glitch. */
function recordedFrames(report: Report): number {
  const played = report.timing.callbacks * (report.stream?.bufferFrames ?? 0);
  return Math.max(1, played, ...report.glitches.events.slice(-1).map((event) => event.frame + event.lengthFrames));
}

/** A strip of time with a mark per glitch, and the list; the chosen one is explained. */
export function glitchList(): Part<Report> {
  const strip = timeline();
  const body = element("tbody");
  const table = element("table", "glitch-table", head(), body);
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", t("Glitches"));
  const explanation = element("p", "glitch-explanation");
  explanation.id = "glitch-explanation";
  table.setAttribute("aria-describedby", explanation.id);
  const more = document.createElement("lab-button");
  more.hidden = true;
  const title = element("h2", "", t("Glitches"));
  const box = element("section", "glitches", title, strip.element, explanation, element("div", "glitch-scroll", table), more);

  let events: readonly GlitchEvent[] = [];
  let sampleRate: number | null = null;
  let shown = 0;
  let selected = 0;
  let signature = "";

  function select(index: number, focus: boolean): void {
    const previous = body.children[selected];
    const row = body.children[index];
    if (!(row instanceof HTMLElement)) return;
    if (previous instanceof HTMLElement) {
      previous.tabIndex = -1;
      previous.setAttribute("aria-selected", "false");
    }
    selected = index;
    row.tabIndex = 0;
    row.setAttribute("aria-selected", "true");
    if (focus) row.focus();
    const event = events[index];
    if (event === undefined) return;
    setText(explanation, glitchSentence(event, sampleRate));
    strip.mark(event);
  }

  function showRows(count: number): void {
    for (let index = shown; index < Math.min(count, events.length); index++) {
      const event = events[index];
      if (event !== undefined) body.append(rowOf(event, sampleRate));
    }
    shown = Math.min(count, events.length);
    setHidden(more, shown >= events.length);
    more.label = t("Show the other {0}", decimal(events.length - shown, 0));
  }

  more.addEventListener("lab-press", () => {
    const next = shown;
    showRows(Number.POSITIVE_INFINITY);
    select(next, true);
  });
  body.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    if (row !== null) select([...body.children].indexOf(row), true);
  });
  body.addEventListener("keydown", (event) => {
    const page = 10;
    const last = shown - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, selected + 1),
      ArrowUp: Math.max(0, selected - 1),
      PageDown: Math.min(last, selected + page),
      PageUp: Math.max(0, selected - page),
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    select(target, true);
  });

  return {
    element: box,
    update: (report) => {
      const { count } = report.glitches;
      setHidden(box, count === null || count === 0);
      const next = `${report.startedAt} ${report.config.sha256} ${count} ${report.glitches.events.length}`;
      if (next === signature) return;
      signature = next;
      events = report.glitches.events;
      sampleRate = report.stream?.sampleRate ?? null;
      body.replaceChildren();
      shown = 0;
      selected = 0;
      strip.update({ events, frames: recordedFrames(report), sampleRate });
      showRows(FIRST_ROWS);
      select(0, false);
    },
  };
}

function head(): HTMLElement {
  const columns = [
    ["number", t("Time")],
    ["number frame", t("Frame")],
    ["word where", t("Where")],
    ["word", t("What")],
    ["number", t("Length")],
    ["number", t("Shift")],
  ] as const;
  const cells = columns.map(([className, name]) => {
    const cell = element("th", className, name);
    cell.scope = "col";
    return cell;
  });
  const shift = cells.at(-1);
  if (shift !== undefined) shift.title = t("Change of the round trip in frames");
  return element("thead", "", element("tr", "", ...cells));
}

function rowOf(event: GlitchEvent, sampleRate: number | null): HTMLElement {
  const where = `${event.direction === "input" ? t("In") : t("Out")} ${event.channel === null ? t("all") : event.channel + 1}`;
  const row = element(
    "tr",
    "",
    element("td", "number", timeText(event, sampleRate)),
    element("td", "number frame", decimal(event.frame, 0)),
    element("td", "word where", where),
    element("td", "word", glitchWord(event.kind)),
    element("td", "number", decimal(event.lengthFrames, 0)),
    element("td", "number", event.deltaFrames === 0 ? "±0" : signedFrameCount(event.deltaFrames)),
  );
  row.tabIndex = -1;
  row.setAttribute("aria-selected", "false");
  return row;
}

interface TimelineState {
  readonly events: readonly GlitchEvent[];
  readonly frames: number;
  readonly sampleRate: number | null;
}

function timeline(): Part<TimelineState> & { mark(event: GlitchEvent): void } {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 1000 20");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const all = document.createElementNS(SVG, "path");
  all.setAttribute("class", "marks");
  svg.append(all);
  const cursor = element("div", "cursor");
  const end = element("span", "");
  const strip = element(
    "div",
    "timeline",
    element("div", "timeline-track", cursor),
    element("div", "timeline-scale", element("span", "", "0 s"), end),
  );
  strip.firstElementChild?.prepend(svg);
  strip.setAttribute("aria-hidden", "true");
  let frames = 1;
  return {
    element: strip,
    update: (state) => {
      frames = state.frames;
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
