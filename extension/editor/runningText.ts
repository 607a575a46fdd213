import { t } from "@vscode/l10n";
import type { RunningDriver } from "../audio/contract.ts";
import { escapeMarkdown } from "../language/markdown.ts";
import { framesToMilliseconds, milliseconds, sampleRate } from "../language/units.ts";

/** A driver in some program that reads the file in question. */
export interface FileUser {
  readonly driver: RunningDriver;
  /** It read the file as it is saved now, and not an earlier state of it. */
  readonly isCurrent: boolean;
}

/** What the status bar says of the programs that use a file. `icon` is a codicon's name. */
export interface RunningText {
  readonly icon: string;
  readonly text: string;
  /** For screen readers and the tooltip: a whole sentence. */
  readonly spoken: string;
}

/** Null: no program uses the file and nothing is held. */
export function runningText(users: readonly FileUser[], isHeld: boolean): RunningText | null {
  const [first] = users;
  if (isHeld) {
    return {
      icon: "lock",
      text: t("Changes are held"),
      spoken:
        first === undefined
          ? t("FlexLab: your changes are held back from the file until you apply them")
          : t("FlexLab: your changes are held back, so that {0} goes on undisturbed", program(first)),
    };
  }
  if (first === undefined) return null;
  const failed = users.find(({ driver }) => driver.state === "failed");
  if (failed !== undefined) {
    return {
      icon: "error",
      text: t("{0} cannot start the driver", program(failed)),
      spoken: t("FlexLab: {0} cannot start the driver with this file: {1}", program(failed), failed.driver.error?.message ?? ""),
    };
  }
  const lost = users.find(({ driver }) => driver.state === "lost");
  if (lost !== undefined) {
    return { icon: "warning", text: t("{0} lost its device", program(lost)), spoken: t("FlexLab: the device that {0} uses went away", program(lost)) };
  }
  if (users.length > 1) {
    const text = t("{0} programs use this file", String(users.length));
    return { icon: "broadcast", text, spoken: t("FlexLab: {0} programs use this file; saving it interrupts their sound", String(users.length)) };
  }
  return {
    icon: "broadcast",
    text: t("{0} uses this file", program(first)),
    spoken: t("FlexLab: {0} uses this file; saving it interrupts its sound", program(first)),
  };
}

/** Rows of name and value about one program, as Markdown. */
export function runningRows({ driver, isCurrent }: FileUser): readonly (readonly [name: string, value: string])[] {
  const { input, output, bufferFrames } = driver;
  const rate = driver.sampleRate;
  const rows: [string, string][] = [[t("Program"), `${driver.program} (${String(driver.processId)})`]];
  if (driver.backend !== null) rows.push([t("Backend"), driver.backend]);
  if (output !== null) rows.push([t("Output"), output.device]);
  if (input !== null) rows.push([t("Input"), input.device]);
  if (rate !== null && bufferFrames !== null) {
    rows.push([t("Buffer"), t("{0} at {1}", milliseconds(framesToMilliseconds(bufferFrames, rate)), sampleRate(rate))]);
  }
  if (rate !== null && output?.latencyFrames != null && input?.latencyFrames != null) {
    rows.push([t("Reported round trip"), milliseconds(framesToMilliseconds(output.latencyFrames + input.latencyFrames, rate))]);
  }
  if (driver.state === "running") {
    rows.push([t("Late callbacks"), String(driver.lateCallbacks)]);
    rows.push([t("Lost buffers"), String(driver.inputUnderflows + driver.inputOverflows + driver.outputUnderflows + driver.outputOverflows)]);
  }
  if (driver.error !== null) rows.push([t("Last error"), `${driver.error.message} ${driver.error.hint}`.trim()]);
  if (!isCurrent) rows.push([t("File"), t("an earlier state of it: the program has not reloaded it")]);
  return rows.map(([name, value]) => [name, escapeMarkdown(value)]);
}

/** A program's file name without the ending that says nothing. */
function program({ driver }: FileUser): string {
  return driver.program === "" ? t("A program") : driver.program.replace(/\.exe$/i, "");
}
