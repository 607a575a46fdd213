import * as vscode from "vscode";

import type { LabError } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import { COMMANDS } from "./ids.ts";
import type { Log } from "./log.ts";

/** One button of a failure's message. */
export interface WayOut {
  readonly title: string;
  readonly run: () => PromiseLike<unknown>;
}

/** Any thrown thing as an error of the lab. */
export function toLabError(failure: unknown): LabError {
  if (failure instanceof LabFailure) return failure.error;
  const message = failure instanceof Error ? failure.message : String(failure);
  return {
    code: "internal",
    message: vscode.l10n.t("FlexLab failed: {0}.", message),
    hint: vscode.l10n.t("This is a fault of FlexLab; the log says more."),
    where: null,
    host: failure instanceof Error ? (failure.stack ?? null) : null,
  };
}

/**
 * Tells of a failed operation that the user started, with what to do. Does not wait for the answer. What the sound
 * system itself said goes to the log.
 */
export function showFailure(error: LabError, log: Log, ways: readonly WayOut[] = []): void {
  if (error.code === "cancelled") return;
  log.error(`${error.code}: ${error.message}${error.host === null ? "" : ` | ${error.host}`}`);
  const all: WayOut[] = [...ways];
  if (error.code.startsWith("audio-process-")) {
    all.push({ title: vscode.l10n.t("Restart Audio Process"), run: () => vscode.commands.executeCommand(COMMANDS.restartAudio) });
  }
  all.push({ title: vscode.l10n.t("Show Log"), run: () => vscode.commands.executeCommand(COMMANDS.showLog) });
  void vscode.window
    .showErrorMessage([error.message, error.hint].filter((part) => part !== "").join(" "), ...all.map((way) => way.title))
    .then((answer) => all.find((way) => way.title === answer)?.run());
}
