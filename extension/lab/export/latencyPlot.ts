import { t } from "@vscode/l10n";
import { formatMs, framesToMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import type { RoundTripBudget } from "../roundTripBudget.ts";
import { html } from "./htmlText.ts";
import { fix, LEFT, svg, WIDTH } from "./plotParts.ts";

const RIGHT = 110;
const BAR = 22;
const STEP = 34;
const TOP = 8;

interface Piece {
  readonly frames: number;
  readonly color: string;
  readonly word: string;
}

interface Row {
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/**
 * On one scale: the measured round trip, what it is made of, and what the driver reports; the step from reported to real
 * is marked. Empty: nothing known.
 */
export function latencyPlot({ latency: l, stream }: Report): string {
  if (stream === null) return "";
  const reported = l.verdict === "invalid" ? null : l.reportedRoundTripFrames;
  const measured = l.measuredRoundTripFrames;
  if (measured === null && reported === null) return "";
  const budget = l.budget ?? null;
  const made = budget === null ? [] : piecesOf(budget);
  const rows: readonly Row[] = [
    ...(measured === null ? [] : [{ label: t("measured"), pieces: [{ frames: measured, color: "var(--main)", word: "" }] }]),
    ...(made.length === 0 ? [] : [{ label: t("made of"), pieces: made }]),
    ...(reported === null
      ? []
      : [{
          label: t("reported"),
          pieces: [
            { frames: l.reportedInputFrames ?? 0, color: "var(--other)", word: t("input") },
            { frames: l.reportedOutputFrames ?? 0, color: "var(--dim)", word: t("output") },
          ],
        }]),
    ...(budget === null ? [{ label: t("one buffer"), pieces: [{ frames: stream.bufferFrames, color: "var(--line)", word: "" }] }] : []),
  ];
  const longest = Math.max(1, ...rows.map(total));
  const scale = (WIDTH - LEFT - RIGHT) / longest;
  const ms = (frames: number): string => framesToMs(frames, stream.sampleRate);
  const drawn = rows.map((row, index) => drawRow(row, TOP + index * STEP, scale, ms));
  const bottom = TOP + rows.length * STEP;
  const step = reported === null || measured === null ? "" : stepBetween(reported, measured, scale, bottom, stream.sampleRate);
  const legend = made.length === 0 ? "" : legendOf(made, bottom + (step === "" ? 4 : 26), ms);
  const height = bottom + 4 + (step === "" ? 0 : 26) + (legend === "" ? 0 : 22 * Math.ceil(made.length / PER_LINE));
  return svg(height, t("Measured and reported latency"), `${HATCH}${drawn.join("")}${step}${legend}`);
}

function total({ pieces }: Row): number {
  return pieces.reduce((sum, { frames }) => sum + frames, 0);
}

/** Parts that promise more than there is stand as they are: the step from reported to real tells the rest. */
function piecesOf({ parts, unexplainedFrames }: RoundTripBudget): readonly Piece[] {
  const looks = {
    buffer: { color: "var(--main)", word: t("ASIO buffers") },
    portaudio: { color: "var(--repeated)", word: t("PortAudio") },
    engine: { color: "var(--zeroed)", word: t("engine of the sound system") },
    device: { color: "var(--other)", word: t("device") },
  } as const;
  const known = parts.map(({ kind, frames }) => ({ ...looks[kind], frames }));
  return unexplainedFrames > 0 ? [...known, { frames: unexplainedFrames, color: "url(#hatch)", word: t("unexplained") }] : known;
}

function drawRow(row: Row, y: number, scale: number, ms: (frames: number) => string): string {
  let x = LEFT;
  const bars = row.pieces.map(({ frames, color, word }) => {
    const width = Math.max(0, frames * scale);
    const title = `${word === "" ? row.label : word}: ${ms(frames)}`;
    const bar = `<rect x="${fix(x)}" y="${y}" width="${fix(Math.max(1, width - 1))}" height="${BAR}" rx="3" fill="${color}"><title>${html(title)}</title></rect>`;
    x += width;
    return bar;
  });
  return `<text x="${LEFT - 12}" y="${y + 16}" text-anchor="end">${html(row.label)}</text>${bars.join("")}<text x="${fix(x + 8)}" y="${y + 16}">${html(ms(total(row)))}</text>`;
}

/** Two dashed lines, at what is reported and at what is real, and what lies between them. */
function stepBetween(reported: number, measured: number, scale: number, bottom: number, sampleRate: number): string {
  const difference = measured - reported;
  if (Math.abs(difference) < 1) return "";
  const [from, to] = [LEFT + reported * scale, LEFT + measured * scale];
  const line = (x: number): string => `<line x1="${fix(x)}" x2="${fix(x)}" y1="2" y2="${bottom + 4}" stroke="var(--warn)" stroke-dasharray="3 4"/>`;
  const size = formatMs((Math.abs(difference) / sampleRate) * 1000);
  const words = difference > 0 ? t("real is {0} more than reported", size) : t("real is {0} less than reported", size);
  const middle = Math.max(LEFT + 100, Math.min(WIDTH - 140, (from + to) / 2));
  return `${line(from)}${line(to)}<line x1="${fix(from)}" x2="${fix(to)}" y1="${bottom + 2}" y2="${bottom + 2}" stroke="var(--warn)" stroke-width="3"/><text x="${fix(middle)}" y="${bottom + 18}" text-anchor="middle">${html(words)}</text>`;
}

const PER_LINE = 3;

function legendOf(pieces: readonly Piece[], top: number, ms: (frames: number) => string): string {
  const column = (WIDTH - LEFT) / PER_LINE;
  return pieces
    .map(({ frames, color, word }, k) => {
      const [x, y] = [LEFT + (k % PER_LINE) * column, top + Math.floor(k / PER_LINE) * 22];
      return `<rect x="${fix(x)}" y="${fix(y)}" width="12" height="12" rx="2" fill="${color}"/><text class="dim" x="${fix(x + 18)}" y="${fix(y + 11)}">${html(`${word}: ${ms(frames)}`)}</text>`;
    })
    .join("");
}

/** Nobody owns up to it: drawn so that it differs without colour, too. */
const HATCH =
  '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="var(--warn)" fill-opacity="0.25"/><rect width="3" height="7" fill="var(--warn)"/></pattern></defs>';
