import { t } from "@vscode/l10n";
import { resolve } from "node:path";
import { dryRun } from "../lab/dryrun/dryRun.ts";
import { renderDryRun } from "../lab/dryrun/renderDryRun.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";
import { readForRun } from "./readForRun.ts";

/** `flexlab dry-run` */
export async function dryRunCommand(command: Extract<Command, { name: "dry-run" }>, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  const read = await readForRun(command, lab);
  if (read.kind === "invalid") return EXIT.failed;
  const progress = new Progress(terminal);
  const run = await dryRun(
    {
      text: read.text,
      file: command.file,
      configFile: command.file === "-" ? null : resolve(command.file),
      scenario: read.scenario,
      seconds: 0,
      sampleRate: null,
      bufferFrames: null,
      backends: command.backends,
    },
    lab.newAudio,
    {
      signal: terminal.interrupted,
      onProgress: (way, fraction) => { progress.show(t("Opening {0}", way.facts?.shortName ?? way.backend), fraction); },
    },
  );
  progress.clear();
  terminal.out(command.json ? `${JSON.stringify(run, null, 2)}\n` : renderDryRun(run, terminal.outLook));
  if (!run.complete) return EXIT.interrupted;
  if (run.error !== null) {
    terminal.err(failureText(run.error, terminal.errLook));
    return exitCodeOf(run.error);
  }
  const died = run.cells.find(({ error }) => error?.code.startsWith("audio-process-"));
  if (died?.error != null) return exitCodeOf(died.error);
  return run.cells.some(({ opens }) => opens) ? EXIT.fine : EXIT.failed;
}
