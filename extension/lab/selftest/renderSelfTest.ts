import { t } from "@vscode/l10n";
import { describeGlitch } from "../describeGlitches.ts";
import type { RenderOptions } from "../renderReport.ts";
import type { GlitchEvent } from "../report.ts";
import { painter } from "../terminalText.ts";
import type { RoundResult, SelfTest } from "./selfTestResult.ts";

const RATE = 48_000;
const SHOWN = 12;

/** The result of a self-test for the terminal. Ends with a line break. */
export function renderSelfTest(result: SelfTest, options: RenderOptions): string {
  const paint = painter(options.color);
  const head = result.proved
    ? t("Detector proved: {0} faults injected, exactly these {0} reported.", result.injected)
    : result.complete
      ? t("Not proved: {0} faults injected, {1} of them reported as injected.", result.injected, result.found)
      : t("Not finished: {0} faults injected until then, {1} of them reported as injected.", result.injected, result.found);
  const lines = [`${paint.level(result.proved ? "pass" : "fail", result.proved ? "✔" : "✘")} ${paint.bold(head)}`];
  for (const round of result.rounds) lines.push(...roundLines(round).map((line) => `  ${line}`));
  lines.push(paint.dim(t("Repeat with --seed {0}", result.seed)));
  return `${lines.join("\n")}\n`;
}

function roundLines({ title, injected, missing, unexpected, roundTrip, error, proved }: RoundResult): string[] {
  const trip =
    roundTrip.measuredFrames === roundTrip.trueFrames
      ? t("round trip {0} frames, exact", roundTrip.trueFrames)
      : t("round trip {0} frames, measured {1}", roundTrip.trueFrames, roundTrip.measuredFrames ?? "–");
  const kinds = [...new Set(injected.map(({ kind }) => kind))].map((kind) => `${injected.filter((e) => e.kind === kind).length} ${kind}`);
  const lines = [`${proved ? "✔" : "✘"} ${title}: ${kinds.join(", ")}; ${trip}`];
  if (error !== null) lines.push(`    ${error.message}`);
  const tell = (word: string, events: readonly GlitchEvent[]): void => {
    for (const event of events.slice(0, SHOWN)) lines.push(`    ${word}: ${describeGlitch(event, RATE)} (${event.frame})`);
    if (events.length > SHOWN) lines.push(`    ${t("and {0} more", events.length - SHOWN)}`);
  };
  tell(t("missing"), missing);
  tell(t("not injected"), unexpected);
  return lines;
}
