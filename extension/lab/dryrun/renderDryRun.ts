import { t } from "@vscode/l10n";
import type { RenderOptions } from "../renderReport.ts";
import { painter, wrap } from "../terminalText.ts";
import type { DryRun, DryRunCell } from "./dryRunResult.ts";

/** A table per way and channel count, then why the rest does not open. Ends with a line break. */
export function renderDryRun(run: DryRun, options: RenderOptions): string {
  const paint = painter(options.color);
  const reasons = new Map<string, number>();
  const numberOf = (cell: DryRunCell): number => {
    const why = cell.error === null ? t("The driver took another sample rate.") : `${cell.error.message} ${cell.error.hint}`.trim();
    if (!reasons.has(why)) reasons.set(why, reasons.size + 1);
    return reasons.get(why) ?? 0;
  };
  const lines: string[] = [];
  const groups = new Map<string, DryRunCell[]>();
  for (const cell of run.cells) {
    const title = `${cell.backend}${cell.mode === null ? "" : ` (${cell.mode})`}, ${channelText(cell.channels)}`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [cell]);
    else group.push(cell);
  }
  for (const [title, cells] of groups) {
    const types = [...new Set(cells.map(({ sampleType }) => sampleType))];
    lines.push(paint.heading(title), `  ${"".padEnd(10)}${types.map((type) => type.padEnd(9)).join("")}`.trimEnd());
    for (const rate of new Set(cells.map(({ sampleRate }) => sampleRate))) {
      const row = types.map((type) => {
        const cell = cells.find(({ sampleRate, sampleType }) => sampleRate === rate && sampleType === type);
        const text = cell === undefined ? "" : cell.opens ? "✔" : `✘ ${numberOf(cell)}`;
        return cell === undefined ? text.padEnd(9) : paint.level(cell.opens ? "pass" : "fail", text.padEnd(9));
      });
      lines.push(`  ${`${rate} Hz`.padEnd(10)}${row.join("")}`.trimEnd());
    }
    lines.push("");
  }
  for (const [why, number] of reasons) lines.push(...wrap(`${number}: ${why}`, Math.max(40, options.width) - 1, "   "));
  if (!run.complete) lines.push(paint.level("warn", t("Cancelled: the table holds what was tried until then.")));
  return `${lines.join("\n").trimEnd()}\n`;
}

function channelText(channels: number | null): string {
  return channels === null ? t("channels as in the file") : channels === 1 ? t("1 channel") : t("{0} channels", channels);
}
