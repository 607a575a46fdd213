import { t } from "@vscode/l10n";
import type { Report } from "../report.ts";
import { html } from "./htmlText.ts";
import { fix, LEFT, svg, WIDTH } from "./plotParts.ts";

/** Rows: inputs, columns: outputs. Empty: not known, or too large to draw. */
export function matrixPlot({ integrity: { channelMatrix } }: Report): string {
  const MOST = 32;
  const outputs = channelMatrix?.[0]?.length ?? 0;
  if (channelMatrix === null || channelMatrix.length === 0 || outputs === 0 || channelMatrix.length > MOST || outputs > MOST) return "";
  const cell = Math.min(72, (WIDTH - LEFT) / outputs);
  const tall = Math.min(32, cell);
  const cells = channelMatrix.flatMap((row, i) =>
    row.map((gain, o) => {
      const db = gain === 0 ? -Infinity : 20 * Math.log10(Math.abs(gain));
      const strength = gain === 0 ? 0 : Math.max(0.08, Math.min(1, 1 + db / 60));
      const [cx, cy] = [LEFT + o * cell, 26 + i * tall];
      const text = gain === 0 ? "" : `${Math.abs(db) < 0.05 ? "0" : db.toFixed(cell > 50 ? 1 : 0)}${gain < 0 ? "⌀" : ""}`;
      const title = t("input {0} from output {1}: {2}", i + 1, o + 1, gain === 0 ? t("nothing") : `${db.toFixed(2)} dB`);
      const ink = strength > 0.55 ? ' class="ink"' : "";
      return `<g><title>${html(title)}</title><rect x="${fix(cx)}" y="${fix(cy)}" width="${fix(cell - 2)}" height="${fix(tall - 2)}" rx="3" fill="var(--line)" fill-opacity="0.35"/><rect x="${fix(cx)}" y="${fix(cy)}" width="${fix(cell - 2)}" height="${fix(tall - 2)}" rx="3" fill="var(--main)" fill-opacity="${strength.toFixed(2)}"/><text x="${fix(cx + cell / 2 - 1)}" y="${fix(cy + tall / 2 + 4)}" text-anchor="middle"${ink}>${text}</text></g>`;
    }),
  );
  const rows = channelMatrix.map((_, i) => `<text x="${LEFT - 12}" y="${fix(26 + i * tall + tall / 2 + 4)}" text-anchor="end">${html(t("input {0}", i + 1))}</text>`);
  const columns = Array.from({ length: outputs }, (_, o) => `<text class="dim" x="${fix(LEFT + o * cell + cell / 2 - 1)}" y="16" text-anchor="middle">${outputs <= 12 ? html(t("out {0}", o + 1)) : o + 1}</text>`);
  return svg(30 + channelMatrix.length * tall, t("Gain from each output to each input"), [...columns, ...rows, ...cells].join(""));
}
