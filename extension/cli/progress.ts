import { columnsOf, styled } from "./style.ts";
import type { Terminal } from "./terminal.ts";

const BAR = 24;

/**
 * A progress line on standard error, on a terminal only; each update writes over the last. Where FLEXLAB_LOG asks for
 * it, each step is told once instead.
 */
export class Progress {
  readonly #terminal: Terminal;
  #shown = "";
  #step = "";

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `fraction` of 0..1; null: not known. */
  show(step: string, fraction: number | null): void {
    if (step !== this.#step) this.#terminal.log(step);
    this.#step = step;
    if (!this.#terminal.errIsTerminal) return;
    const look = this.#terminal.errLook;
    const done = fraction === null ? 0 : Math.round(Math.max(0, Math.min(1, fraction)) * BAR);
    const bar = fraction === null ? "" : ` ${styled(look, "█".repeat(done), "cyan")}${"░".repeat(BAR - done)} ${String(Math.round(fraction * 100)).padStart(3)} %`;
    const line = `${step}${bar}`;
    if (line === this.#shown) return;
    this.clear();
    this.#shown = line;
    this.#terminal.err(line);
  }

  clear(): void {
    if (this.#shown === "") return;
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
    this.#terminal.err(`\r${" ".repeat(columnsOf(this.#shown.replace(escapes, "")))}\r`);
    this.#shown = "";
  }
}
