import { checkCommand } from "./checkCommand.ts";
import { parseCommandLine, type Command } from "./commandLine.ts";
import { compareCommand } from "./compareCommand.ts";
import { devicesCommand } from "./devicesCommand.ts";
import { diffCommand } from "./diffCommand.ts";
import { dryRunCommand } from "./dryRunCommand.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { explainCommand } from "./explainCommand.ts";
import { failureText } from "./failureText.ts";
import { helpText } from "./help.ts";
import type { Lab } from "./lab.ts";
import { selfTestCommand } from "./selfTestCommand.ts";
import { testCommand } from "./testCommand.ts";
import { tuneCommand } from "./tuneCommand.ts";
import { watchCommand } from "./watchCommand.ts";
import { UsageError } from "./usageError.ts";

/** Runs one command line and says how it went. Wrong usage and unreadable files are told, not thrown. */
export async function main(args: readonly string[], version: string, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  try {
    return await run(parseCommandLine(args, terminal.env), version, lab);
  } catch (error) {
    if (terminal.interrupted.aborted) return EXIT.interrupted;
    if (!(error instanceof UsageError)) throw error;
    const { code, message, hint } = error;
    if (args.includes("--json")) {
      terminal.out(`${JSON.stringify({ schema: "flexlab-error/1", error: { code, message, hint } }, null, 2)}\n`);
    }
    terminal.err(failureText({ code, message, hint }, terminal.errLook));
    return EXIT.usage;
  }
}

async function run(command: Command, version: string, lab: Lab): Promise<ExitCode> {
  switch (command.name) {
    case "help":
      lab.terminal.out(helpText(command.of));
      return EXIT.fine;
    case "version":
      lab.terminal.out(`flexlab ${version}\n`);
      return EXIT.fine;
    case "devices":
      return devicesCommand(command, lab);
    case "check":
      return checkCommand(command, lab);
    case "explain":
      return explainCommand(command, lab);
    case "test":
      return testCommand(command, lab);
    case "compare":
      return compareCommand(command, lab);
    case "selftest":
      return selfTestCommand(command, lab);
    case "diff":
      return diffCommand(command, lab);
    case "tune":
      return tuneCommand(command, lab);
    case "dry-run":
      return dryRunCommand(command, lab);
    case "watch":
      return watchCommand(command, lab);
  }
}
