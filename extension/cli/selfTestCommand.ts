import { randomInt } from "node:crypto";
import { renderSelfTest } from "../lab/selftest/renderSelfTest.ts";
import { DEFAULT_SELF_TEST_FAULTS, selfTest } from "../lab/selftest/selfTest.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";

/** `flexlab selftest` */
export async function selfTestCommand(command: Extract<Command, { name: "selftest" }>, { terminal, audio }: Lab): Promise<ExitCode> {
  const progress = new Progress(terminal);
  const request = { faults: command.faults ?? DEFAULT_SELF_TEST_FAULTS, seed: command.seed ?? randomInt(1, 2 ** 31) };
  const result = await selfTest(request, audio(), {
    signal: terminal.interrupted,
    onProgress: (title, fraction) => { progress.show(title, fraction); },
  });
  progress.clear();
  terminal.out(command.json ? `${JSON.stringify(result, null, 2)}\n` : renderSelfTest(result, terminal.outLook));
  if (!result.complete) return EXIT.interrupted;
  const failed = result.rounds.find(({ error }) => error !== null)?.error ?? null;
  if (failed !== null) return exitCodeOf(failed);
  return result.proved ? EXIT.fine : EXIT.failed;
}
