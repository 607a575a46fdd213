import * as vscode from "vscode";

/** The output channel "FlexLab". Made when the first line is written or when somebody wants to see it. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | null = null;
  #disposed = false;

  info(message: string): void {
    this.#open()?.info(message);
  }

  warn(message: string): void {
    this.#open()?.warn(message);
  }

  error(message: string): void {
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

  #open(): vscode.LogOutputChannel | null {
    if (this.#disposed) return null;
    this.#channel ??= vscode.window.createOutputChannel("FlexLab", { log: true });
    return this.#channel;
  }
}
