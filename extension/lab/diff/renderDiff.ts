import { t } from "@vscode/l10n";
import type { RenderOptions } from "../renderReport.ts";
import { painter } from "../terminalText.ts";
import type { FigureChange, ReportDiff } from "./diffReports.ts";

/** The difference of two reports for the terminal: what changed first, the rest in one line. Ends with a line break. */
export function renderDiff(diff: ReportDiff, options: RenderOptions): string {
  const paint = painter(options.color);
  const head = {
    worse: t("Worse than before."),
    better: t("Better than before."),
    mixed: t("Some figures are better, some worse."),
    changed: t("Different, neither better nor worse."),
    same: t("No change beyond noise."),
  }[diff.verdict];
  const level = diff.verdict === "worse" || diff.verdict === "mixed" ? "fail" : "pass";
  const lines = [paint.level(level, paint.bold(head))];
  if (diff.circumstances.length > 0) {
    lines.push("", paint.heading(t("The runs were not alike")));
    for (const { what, before, after } of diff.circumstances) lines.push(`  ${what}: ${before} → ${after}`);
  }
  const changed = diff.figures.filter(({ significant }) => significant);
  if (changed.length > 0) {
    lines.push("", paint.heading(t("Changed by more than noise")));
    for (const figure of changed) lines.push(`  ${paint.level(figure.judged === "worse" ? "fail" : "pass", markOf(figure))} ${figureText(figure)}`);
  }
  const moved = diff.figures.filter((f) => !f.significant && f.before !== f.after);
  if (moved.length > 0) {
    lines.push("", paint.heading(t("Within noise")));
    for (const figure of moved) lines.push(paint.dim(`  ${figureText(figure)}`));
  }
  const same = diff.figures.filter((f) => !f.significant && f.before === f.after);
  if (same.length > 0) lines.push("", paint.dim(`${t("Unchanged:")} ${same.map(({ figure }) => figure).join(", ")}.`));
  return `${lines.join("\n")}\n`;
}

function markOf({ judged }: FigureChange): string {
  return { better: "↑", worse: "↓", neutral: "≠", same: "=" }[judged];
}

function figureText({ figure, unit, before, after, noise, judged, basis }: FigureChange): string {
  const words = judged === "better" ? `, ${t("better")}` : judged === "worse" ? `, ${t("worse")}` : "";
  const change = typeof before === "number" && typeof after === "number" ? ` (${after >= before ? "+" : "−"}${value(Math.abs(after - before))})` : "";
  const because = noise !== null && noise > 0 ? `; ${t("noise up to {0}: {1}", value(noise), basis)}` : basis === "" || noise !== null ? "" : `; ${basis}`;
  return `${figure}: ${value(before)} → ${value(after)}${unit === null ? "" : ` ${unit}`}${change}${words}${because}`;
}

function value(x: FigureChange["before"]): string {
  if (x === null) return "–";
  if (typeof x === "number") return String(Number(x.toPrecision(5)));
  if (typeof x === "boolean") return x ? t("yes") : t("no");
  return x;
}
