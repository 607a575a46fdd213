import { t } from "@vscode/l10n";
import { columnsOf, styled } from "./style.ts";
import type { Terminal } from "./terminal.ts";

const BAR = 24;
const NARROW = 60;

/**
 * A progress line on standard error, on a terminal only; each update writes over the last. Where FLEXLAB_VERBOSE asks for
 * it, each step is told once instead.
 */
export class Progress {
  readonly #terminal: Terminal;
  #shown = "";
  #step = "";

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `fraction` of 0..1, and the seconds that are left; null: not known. */
  show(step: string, fraction: number | null, secondsLeft: number | null = null): void {
    if (step !== this.#step) this.#terminal.log(step);
    this.#step = step;
    if (!this.#terminal.errIsTerminal) return;
    const left = secondsLeft === null ? "" : `, ${t("about {0} s left", Math.ceil(secondsLeft))}`;
    const line = `${step}${left}${fraction === null ? "" : this.#bar(fraction)}`;
    if (line === this.#shown) return;
    this.#terminal.err(`\r${line}${" ".repeat(Math.max(0, visibleColumns(this.#shown) - visibleColumns(line)))}`);
    this.#shown = line;
  }

  clear(): void {
    if (this.#shown === "") return;
    this.#terminal.err(`\r${" ".repeat(visibleColumns(this.#shown))}\r`);
    this.#shown = "";
  }

  #bar(fraction: number): string {
    const look = this.#terminal.errLook;
    const inside = Math.max(0, Math.min(1, fraction));
    const percent = ` ${String(Math.round(inside * 100)).padStart(3)} %`;
    if (look.width < NARROW) return percent; // A line that breaks cannot be written over.
    const done = Math.round(inside * BAR);
    return ` ${styled(look, "█".repeat(done), "cyan")}${"░".repeat(BAR - done)}${percent}`;
  }
}

function visibleColumns(line: string): number {
  return columnsOf(line.replace(ESCAPES, ""));
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
