import * as vscode from "vscode";

const TAIL_LINES = 100;

/** The output channel "FlexLab". Made when the first line is written or when somebody wants to see it. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | null = null;
  #disposed = false;
  readonly #tail: string[] = [];

  /** The last lines, for a report: the channel itself cannot be read. */
  get tail(): readonly string[] {
    return this.#tail;
  }

  info(message: string): void {
    this.#keep("info", message);
    this.#open()?.info(message);
  }

  warn(message: string): void {
    this.#keep("warning", message);
    this.#open()?.warn(message);
  }

  error(message: string): void {
    this.#keep("error", message);
    this.#open()?.error(message);
  }

  show(): void {
    this.#open()?.show(true);
  }

  dispose(): void {
    this.#disposed = true;
    this.#channel?.dispose();
    this.#channel = null;
  }

  #keep(level: string, message: string): void {
    this.#tail.push(`${new Date().toISOString()} ${level}: ${message}`);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
  }

  #open(): vscode.LogOutputChannel | null {
    if (this.#disposed) return null;
    this.#channel ??= vscode.window.createOutputChannel("FlexLab", { log: true });
    return this.#channel;
  }
}
