import type { GlitchEvent, Report } from "../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "./dom.ts";
import type { Part } from "./dom.ts";
import { decimal, framesWithUnit, signedFrameCount, toMilliseconds } from "./units.ts";

/** Rows shown at first; a broken stream can have tens of thousands. */
const FIRST_ROWS = 200;
const SVG = "http://www.w3.org/2000/svg";

/** What happened, in a sentence; the rate gives the time of day of the recording. */
export function glitchSentence(event: GlitchEvent, sampleRate: number | null): string {
  const frames = framesWithUnit(event.lengthFrames);
  const were = event.lengthFrames === 1 ? "was" : "were";
  const what: Readonly<Record<GlitchEvent["kind"], string>> = {
    dropped: `${frames} ${were} lost`,
    inserted: `${frames} too many came in`,
    repeated: `${frames} came twice`,
    zeroed: `${frames} ${were} silenced`,
    corrupted: `${frames} ${were} damaged`,
    reordered: `${frames} came in another order`,
    stalled:
      sampleRate === null
        ? `the callback came ${frames} late`
        : `the callback came ${decimal(toMilliseconds(event.lengthFrames, sampleRate), 1)} ms late`,
  };
  const where = event.channel === null ? `on all ${event.direction} channels` : `on ${event.direction} channel ${event.channel + 1}`;
  const after =
    event.deltaFrames === 0
      ? "the round trip stays as it was"
      : `from there on the round trip is ${framesWithUnit(Math.abs(event.deltaFrames))} ${event.deltaFrames < 0 ? "shorter" : "longer"}`;
  const sentence = `${what[event.kind]} at frame ${decimal(event.frame, 0)} ${where}; ${after}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
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
  table.setAttribute("aria-label", "Glitches");
  const explanation = element("p", "glitch-explanation");
  explanation.id = "glitch-explanation";
  table.setAttribute("aria-describedby", explanation.id);
  const more = document.createElement("lab-button");
  more.hidden = true;
  const title = element("h2", "", "Glitches");
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
    more.label = `Show the other ${decimal(events.length - shown, 0)}`;
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
  const names = ["Time", "Frame", "Where", "What", "Length", "Shift"];
  const cells = names.map((name, index) => {
    const cell = element("th", index === 2 || index === 3 ? "word" : "number", name);
    cell.scope = "col";
    if (name === "Where") cell.classList.add("where");
    if (name === "Frame") cell.classList.add("frame");
    if (name === "Shift") cell.title = "Change of the round trip in frames";
    return cell;
  });
  return element("thead", "", element("tr", "", ...cells));
}

function rowOf(event: GlitchEvent, sampleRate: number | null): HTMLElement {
  const where = `${event.direction === "input" ? "In" : "Out"} ${event.channel === null ? "all" : event.channel + 1}`;
  const row = element(
    "tr",
    "",
    element("td", "number", timeText(event, sampleRate)),
    element("td", "number frame", decimal(event.frame, 0)),
    element("td", "word where", where),
    element("td", "word", event.kind),
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
      setText(end, state.sampleRate === null ? `${decimal(frames, 0)} frames` : `${decimal(frames / state.sampleRate, 2)} s`);
    },
    mark: (event) => {
      cursor.style.left = `${(event.frame / frames) * 100}%`;
    },
  };
}
