import { t } from "@vscode/l10n";
import { describeGlitch } from "../describeGlitches.ts";
import type { Report } from "../report.ts";
import { signedFrames } from "../formatFrames.ts";
import { glitchPlot } from "./glitchPlot.ts";
import { html } from "./htmlText.ts";
import { responsePlot } from "./responsePlot.ts";
import { htmlStyle } from "./htmlStyle.ts";
import { latencyPlot } from "./latencyPlot.ts";
import { matrixPlot } from "./matrixPlot.ts";
import { testedName } from "../testedName.ts";
import { reportFigures } from "./reportFigures.ts";
import { timingPlot } from "./timingPlot.ts";

const SHOWN_GLITCHES = 500;

/**
 * A report as one HTML file that opens anywhere: no script, nothing from the network, light and dark as the reader has
 * it. The whole report stands in it as JSON, too, so that the page alone is enough for `flexlab diff`.
 */
export function reportHtml(report: Report): string {
  const { verdict } = report;
  const badge = { pass: t("pass"), warn: t("pass with remarks"), fail: t("fail") }[verdict.level];
  const name = testedName(report);
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${html(`${name}: ${badge}`)}</title><style>${htmlStyle}</style></head><body><main>`,
    `<header><h1>${html(name)}</h1><p class="badge ${verdict.level}">${html(badge)}</p></header>`,
    `<ul class="verdict">${verdict.sentences.map((sentence) => `<li>${html(sentence)}</li>`).join("")}</ul>`,
    section(t("Latency"), latencyPlot(report), t("Measured: from the sample that was written to the same sample in the recording. Made of: what is known of the backend; device is what the driver reports beyond it. Reported: what the driver tells music programs.")),
    section(t("Glitches over time"), glitchPlot(report), t("The line is the round trip; it steps where frames were lost or added. Each mark is one glitch.")),
    section(t("Channels"), matrixPlot(report), t("How much of each output arrives on each input, in dB; ⌀ is inverted.")),
    section(t("Frequency response"), responsePlot(report), t("Gain of a sweep against what was played, a line for each input.")),
    section(t("Timing"), timingPlot(report), t("How often each interval between callbacks, and each time inside one, came; both scales are logarithmic. A percentile is shown only with enough callbacks to know it.")),
    section(t("All figures"), figuresTable(report), ""),
    glitchTable(report),
    `<footer>${html(`FlexLab ${report.flexlab}, ${report.startedAt}`)}</footer>`,
    `<script type="application/json" id="report">${JSON.stringify(report).replaceAll("<", "\\u003c")}</script>`,
    "</main></body></html>",
    "",
  ].join("\n");
}

function section(title: string, content: string, note: string): string {
  if (content === "") return "";
  return `<section><h2>${html(title)}</h2>${content}${note === "" ? "" : `<p class="note">${html(note)}</p>`}</section>`;
}

function figuresTable(report: Report): string {
  const rows = reportFigures(report).map(({ name, text }) => `<tr><th scope="row">${html(name)}</th><td>${html(text)}</td></tr>`);
  return `<div class="scroll"><table class="figures"><tbody>${rows.join("")}</tbody></table></div>`;
}

function glitchTable({ glitches, stream }: Report): string {
  if (stream === null || glitches.events.length === 0) return "";
  const rows = glitches.events.slice(0, SHOWN_GLITCHES).map((event) => {
    const delta = event.deltaFrames === 0 ? "" : signedFrames(event.deltaFrames);
    return `<tr><td class="number">${event.frame}</td><td><i class="dot ${event.kind}"></i>${html(describeGlitch(event, stream.sampleRate))}</td><td class="number">${delta}</td></tr>`;
  });
  const hidden = glitches.events.length - SHOWN_GLITCHES;
  const more = hidden > 0 ? `<p class="note">${html(t("and {0} more", hidden))}</p>` : "";
  const head = `<tr><th scope="col" class="number">${html(t("frame"))}</th><th scope="col">${html(t("glitch"))}</th><th scope="col" class="number">${html(t("round trip"))}</th></tr>`;
  return section(t("List of glitches"), `<div class="scroll"><table><thead>${head}</thead><tbody>${rows.join("")}</tbody></table></div>${more}`, "");
}
