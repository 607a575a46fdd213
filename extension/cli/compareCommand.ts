import { t } from "@vscode/l10n";
import { resolve } from "node:path";
import { compareBackends } from "../lab/compare/compareBackends.ts";
import type { Comparison } from "../lab/compare/comparison.ts";
import { renderComparisonFoot, renderComparisonHead, renderComparisonRow } from "../lab/compare/renderComparison.ts";
import { runFailedInProcess } from "../lab/runFailedInProcess.ts";
import { DEFAULT_TEST_SECONDS } from "../lab/testRequest.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";
import { readForRun } from "./readForRun.ts";

/** `flexlab compare` */
export async function compareCommand(command: Extract<Command, { name: "compare" }>, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  const read = await readForRun(command, lab);
  if (read.kind === "invalid") return EXIT.failed;
  const progress = new Progress(terminal);
  const say = (text: string): void => {
    if (command.json) return;
    progress.clear();
    terminal.out(text);
  };
  const comparison = await compareBackends(
    {
      text: read.text,
      file: command.file,
      configFile: command.file === "-" ? null : resolve(command.file),
      scenario: read.scenario,
      seconds: command.seconds ?? DEFAULT_TEST_SECONDS,
      sampleRate: command.rate,
      bufferFrames: command.buffer,
      backends: command.backends,
    },
    lab.newAudio,
    {
      signal: terminal.interrupted,
      onWays: () => { say(renderComparisonHead(terminal.outLook)); },
      onProgress: (way, fraction, secondsLeft) => {
        progress.show(t("Testing {0}", way.facts?.shortName ?? way.backend), fraction, secondsLeft);
      },
      onEntry: (entry) => { say(renderComparisonRow(entry, terminal.outLook)); },
    },
  );
  progress.clear();
  if (command.json) terminal.out(`${JSON.stringify(comparison, null, 2)}\n`);
  else if (comparison.error === null) terminal.out(renderComparisonFoot(comparison, terminal.outLook));
  if (comparison.error !== null) terminal.err(failureText(comparison.error, terminal.errLook));
  return exitOf(comparison);
}

/** Fine when at least one way works; a way whose audio process failed is told by the exit code in any case. */
function exitOf({ complete, error, entries }: Comparison): ExitCode {
  if (!complete && (error === null || error.code === "cancelled")) return EXIT.interrupted;
  if (error !== null) return exitCodeOf(error);
  if (entries.some(({ report }) => runFailedInProcess(report))) return EXIT.audioProcess;
  return entries.some(({ report }) => report.opened && report.verdict.level !== "fail") ? EXIT.fine : EXIT.failed;
}
