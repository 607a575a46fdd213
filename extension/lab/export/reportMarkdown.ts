import { t } from "@vscode/l10n";
import { describeGlitch } from "../describeGlitches.ts";
import { formatFrames, framesToMs } from "../formatFrames.ts";
import type { Report } from "../report.ts";
import { reportFigures } from "./reportFigures.ts";

const SHOWN_GLITCHES = 40;

/** A report as GitHub and forums show it: verdict, figures as a table, glitches. Ends with a line break. */
export function reportMarkdown(report: Report): string {
  const { verdict, glitches, stream, error } = report;
  const level = { pass: t("pass"), warn: t("pass with remarks"), fail: t("fail") }[verdict.level];
  const lines = [`### ${t("FlexLab: {0}", level)}`, "", ...verdict.sentences.map((sentence) => `- ${escape(sentence)}`), ""];
  lines.push(`| ${t("figure")} | ${t("value")} |`, "|---|---|");
  for (const { name, text } of reportFigures(report)) lines.push(`| ${escape(name)} | ${escape(text)} |`);
  if (error?.host != null && error.host !== "") lines.push("", "```", error.host.trimEnd().replaceAll("```", "'''"), "```");
  if (stream !== null && glitches.events.length > 0) {
    lines.push("", `| ${t("frame")} | ${t("glitch")} | ${t("change of the round trip")} |`, "|---:|---|---:|");
    for (const event of glitches.events.slice(0, SHOWN_GLITCHES)) {
      const change = event.deltaFrames === 0 ? "" : `${formatFrames(event.deltaFrames)} (${framesToMs(event.deltaFrames, stream.sampleRate)})`;
      lines.push(`| ${event.frame} | ${escape(describeGlitch(event, stream.sampleRate))} | ${change} |`);
    }
    const hidden = glitches.events.length - SHOWN_GLITCHES;
    if (hidden > 0) lines.push("", t("and {0} more", hidden));
  }
  return `${lines.join("\n")}\n`;
}

/** Names of devices may hold anything; a cell stays a cell, and no name becomes a link or a mention. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#@~]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}
