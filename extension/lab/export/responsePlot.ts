import { t } from "@vscode/l10n";
import { kilohertz } from "../full/judgeQuality.ts";
import type { Report } from "../report.ts";
import { html } from "./htmlText.ts";
import { fix, LEFT, svg, WIDTH } from "./plotParts.ts";

const HEIGHT = 240;
const [TOP, BOTTOM] = [14, HEIGHT - 28];
/** At least so many dB are shown, so that a straight line looks straight. */
const LEAST_RANGE = 12;
/** What lies further below is cut off: the steep end of a band would flatten all the rest. */
const MOST_BELOW = 48;
const MARKS = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
const COLORS = ["main", "other", "warn", "dim"];

/** Gain over frequency, a line per channel; empty: not measured. */
export function responsePlot({ quality }: Report): string {
  const response = quality?.response ?? null;
  const channels = response?.channels ?? [];
  const frequencies = response?.frequenciesHz ?? [];
  const [lowHz, highHz] = [frequencies[0] ?? 0, frequencies.at(-1) ?? 0];
  if (channels.length === 0 || frequencies.length < 2) return "";
  const gains = channels.flatMap(({ gainDb }) => gainDb);
  const top = Math.ceil((Math.max(...gains) + 1) / 6) * 6;
  const bottom = Math.max(top - MOST_BELOW, Math.min(top - LEAST_RANGE, Math.floor((Math.min(...gains) - 1) / 6) * 6));
  const x = (hz: number): number => LEFT + (Math.log(hz / lowHz) / Math.log(highHz / lowHz)) * (WIDTH - LEFT - 20);
  const y = (db: number): number => TOP + ((top - db) / (top - bottom)) * (BOTTOM - TOP);
  const across = MARKS.filter((hz) => hz >= lowHz && hz <= highHz).map(
    (hz) => `<line class="axis" x1="${fix(x(hz))}" x2="${fix(x(hz))}" y1="${TOP}" y2="${BOTTOM}"/><text class="dim" x="${fix(x(hz))}" y="${BOTTOM + 18}" text-anchor="middle">${html(kilohertz(hz))}</text>`,
  );
  const step = top - bottom > 24 ? 12 : 6;
  const levels = Array.from({ length: Math.floor((top - bottom) / step) + 1 }, (_, k) => top - k * step).map(
    (db) => `<line class="axis" x1="${LEFT}" x2="${WIDTH - 20}" y1="${fix(y(db))}" y2="${fix(y(db))}"/><text x="${LEFT - 12}" y="${fix(y(db) + 4)}" text-anchor="end">${db} dB</text>`,
  );
  const lines = channels.map(({ channel, gainDb }, k) => {
    const points = gainDb.map((db, i) => `${fix(x(frequencies[i] ?? lowHz))} ${fix(y(Math.max(bottom, db)))}`);
    return `<path d="M${points.join("L")}" fill="none" stroke="var(--${COLORS[k % COLORS.length] ?? "main"})" stroke-width="2"><title>${html(t("input {0}", channel + 1))}</title></path>`;
  });
  return svg(HEIGHT, t("Frequency response"), [...across, ...levels, ...lines].join(""));
}
