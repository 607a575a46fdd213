import { setTimeout as sleep } from "node:timers/promises";
import type { DriverPage, LabError } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { watchText } from "./watchText.ts";

const EVERY_MS = 250;
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** `flexlab watch`: live until Ctrl-C on a terminal; elsewhere, and with --json, once. */
export async function watchCommand(command: Extract<Command, { name: "watch" }>, { terminal, audio }: Lab): Promise<ExitCode> {
  let drawn = 0;
  try {
    if (command.json) {
      terminal.out(json(await audio().drivers(), null));
      return EXIT.fine;
    }
    if (!terminal.outIsTerminal) {
      terminal.out(watchText(await audio().drivers(), terminal.outLook, Date.now()));
      return EXIT.fine;
    }
    while (!terminal.interrupted.aborted) {
      const text = watchText(await audio().drivers(), terminal.outLook, Date.now());
      terminal.out(`${HIDE_CURSOR}${redrawn(text, drawn)}`);
      drawn = lineCount(text);
      await sleep(EVERY_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    }
    return EXIT.interrupted;
  } catch (error) {
    if (!(error instanceof LabFailure)) throw error;
    if (terminal.interrupted.aborted) return EXIT.interrupted;
    if (command.json) terminal.out(json([], error.error));
    terminal.err(failureText(error.error, terminal.errLook));
    return exitCodeOf(error.error);
  } finally {
    if (drawn > 0) terminal.out(SHOW_CURSOR);
  }
}

/** Writes over the lines drawn before: each is cleared to its end, and what is left below is taken away. */
function redrawn(text: string, before: number): string {
  const up = before === 0 ? "" : `\u001b[${String(before)}A\r`;
  return `${up}${text.replaceAll("\n", "\u001b[K\n")}\u001b[J`;
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}

function json(drivers: readonly DriverPage[], error: LabError | null): string {
  return `${JSON.stringify({ schema: "flexlab-status/1", at: new Date().toISOString(), drivers: drivers.map(driverJson), error }, null, 2)}\n`;
}

function driverJson(driver: DriverPage): object {
  const time = (milliseconds: number | null): string | null => (milliseconds === null ? null : new Date(milliseconds).toISOString());
  const { exclusive } = driver;
  return {
    process: { id: driver.processId, name: driver.program },
    driverVersion: driver.driverVersion,
    state: driver.state,
    config: { file: driver.configPath, sha256: driver.configSha256 },
    backend: driver.backend,
    mode: exclusive === null ? null : exclusive ? "exclusive" : "shared",
    input: driver.input,
    output: driver.output,
    twoClocks: driver.twoClocks,
    sampleRate: driver.sampleRate,
    bufferFrames: driver.bufferFrames,
    position: driver.position,
    callbacks: driver.callbacks,
    lateCallbacks: driver.lateCallbacks,
    inputUnderflows: driver.inputUnderflows,
    inputOverflows: driver.inputOverflows,
    outputUnderflows: driver.outputUnderflows,
    outputOverflows: driver.outputOverflows,
    missedOutputReady: driver.missedOutputReady,
    error: driver.error,
    loadedAt: time(driver.loadedAt),
    startedAt: time(driver.startedAt),
    updatedAt: time(driver.updatedAt),
  };
}
