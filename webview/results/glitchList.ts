import { t } from "@vscode/l10n";
import type { GlitchEvent, GlitchWave, Report } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import { glitchSentence } from "./glitchSentence.ts";
import { glitchWave } from "./glitchWave.ts";
import { timeline } from "./timeline.ts";
import { glitchWord } from "./glitchWord.ts";
import type { Part } from "../dom.ts";
import { decimal, signedFrameCount } from "../units.ts";

/** Rows shown at first; a broken stream can have tens of thousands. */
const FIRST_ROWS = 200;

function timeText(event: GlitchEvent, sampleRate: number | null): string {
  return sampleRate === null ? "" : `${decimal(event.frame / sampleRate, 4)} s`;
}

/** Length of the recording in frames: what the driver called for, and at least up to the last glitch. */
function recordedFrames(report: Report): number {
  const played = report.timing.callbacks * (report.stream?.bufferFrames ?? 0);
  return Math.max(1, played, ...report.glitches.events.slice(-1).map((event) => event.frame + event.lengthFrames));
}

export interface GlitchListState {
  readonly report: Report;
  readonly waves: readonly GlitchWave[];
}

/** A strip of time with a mark per glitch, the waveform of the chosen one, and the list; the chosen one is explained. */
export function glitchList(): Part<GlitchListState> {
  const strip = timeline((index) => {
    if (index >= shown) showRows(index + 1);
    select(index, true);
  });
  const wave = glitchWave();
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
  const box = element("section", "glitches", title, strip.element, explanation, wave.element, element("div", "glitch-scroll", table), more);

  let waves: readonly GlitchWave[] = [];
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
    wave.update({ event, wave: waves.find((one) => one.index === index) ?? null });
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
    update: ({ report, waves: around }) => {
      const { count } = report.glitches;
      setHidden(box, count === null || count === 0);
      const next = `${report.startedAt} ${report.config?.sha256} ${count} ${report.glitches.events.length} ${around.length}`;
      if (next === signature) return;
      signature = next;
      waves = around;
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
