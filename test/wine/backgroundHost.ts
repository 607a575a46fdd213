import type { ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";

/** A host that runs while a test does something to its world. */
export class BackgroundHost {
  private readonly lines: string[] = [];
  private readonly told = new EventEmitter();
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
  private over = false;

  constructor(child: ChildProcess & { readonly stdout: Readable }) {
    createInterface(child.stdout).on("line", (line) => {
      this.lines.push(line);
      this.told.emit("news");
    });
    this.ended = once(child, "exit").then(() => {
      this.over = true;
      this.told.emit("news");
      // What Wine leaves running in the background holds the other end of the pipe.
      child.stdout.destroy();
    });
  }

  /** Waits until the host has said this; null when it ended without. */
  async until(key: "running" | "rebuilt" | "resets", number = 1): Promise<number | null> {
    for (;;) {
      if (this.lines.includes(`{"${key}":${number}}`)) return Date.now();
      if (this.over) return null;
      await once(this.told, "news");
    }
  }

  async result(): Promise<unknown> {
    await this.ended;
    return JSON.parse(this.lines.at(-1) ?? "null") as unknown;
  }
}
