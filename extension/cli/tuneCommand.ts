import { t } from "@vscode/l10n";
import { resolve } from "node:path";
import { applyEdits } from "../config/text.ts";
import { DEFAULT_TEST_SECONDS } from "../lab/testRequest.ts";
import { renderTrial, renderTuning } from "../lab/tune/renderTuning.ts";
import { DEFAULT_PROOF_MINUTES, tune } from "../lab/tune/tune.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";
import { readForRun } from "./readForRun.ts";
import { readText } from "./readText.ts";
import { UsageError } from "./usageError.ts";
import { writeOut } from "./writeOut.ts";

/** `flexlab tune` */
export async function tuneCommand(command: Extract<Command, { name: "tune" }>, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  if (command.write && command.file === "-") {
    throw new UsageError("usage", "Standard input cannot be written to.", "Name the file, or leave out --write.");
  }
  const read = await readForRun(command, lab);
  if (read.kind === "invalid") return EXIT.failed;
  const progress = new Progress(terminal);
  const tuning = await tune(
    {
      text: read.text,
      file: command.file,
      configFile: command.file === "-" ? null : resolve(command.file),
      scenario: read.scenario,
      seconds: command.seconds ?? DEFAULT_TEST_SECONDS,
      sampleRate: command.rate,
      bufferFrames: null,
      proofMinutes: command.minutes ?? DEFAULT_PROOF_MINUTES,
      loadThreads: command.load ?? 0,
    },
    lab.audio(),
    {
      signal: terminal.interrupted,
      onProgress: ({ step, bufferFrames }, fraction) => {
        const doing = step === "proof" ? t("Proving {0} frames", bufferFrames) : t("Trying {0} frames", bufferFrames);
        progress.show(doing, fraction);
      },
      onTrial: (trial) => {
        progress.clear();
        if (!command.json) terminal.out(renderTrial(trial, terminal.outLook));
      },
    },
  );
  progress.clear();
  terminal.out(command.json ? `${JSON.stringify(tuning, null, 2)}\n` : renderTuning(tuning, terminal.outLook));
  if (!tuning.complete) return EXIT.interrupted;
  if (tuning.error !== null) {
    terminal.err(failureText(tuning.error, terminal.errLook));
    return exitCodeOf(tuning.error);
  }
  if (command.write && tuning.edits.length > 0) {
    if ((await readText(terminal, command.file)) !== read.text) {
      throw new UsageError("file-changed", `${command.file} was changed meanwhile; nothing was written.`, "Run the command again, or make the edit by hand.");
    }
    await writeOut(command.file, applyEdits(read.text, tuning.edits));
    terminal.err(`${t("Written to {0}", command.file)}\n`);
  }
  return EXIT.fine;
}
