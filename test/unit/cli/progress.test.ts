import assert from "node:assert/strict";
import { Progress } from "../../../extension/cli/progress.ts";
import type { Terminal } from "../../../extension/cli/terminal.ts";

describe("progress in the terminal", () => {
  function terminal(errIsTerminal: boolean, width = 80): { readonly terminal: Terminal; readonly shown: () => string; readonly log: string[] } {
    let written = "";
    const log: string[] = [];
    const look = { color: true, width };
    return {
      terminal: {
        env: {},
        out: () => assert.fail("progress is no result"),
        err: (text) => (written += text),
        log: (line) => log.push(line),
        outLook: look,
        errLook: look,
        outIsTerminal: false,
        errIsTerminal,
        read: () => assert.fail("nothing to read"),
        interrupted: new AbortController().signal,
      },
      shown: () => screen(written),
      log,
    };
  }

  /** What a terminal would show on its one line after all that was written to it. */
  function screen(written: string): string {
    const cells: string[] = [];
    let column = 0;
    for (const character of written.replaceAll(/\u001b\[[0-9;]*m/g, "")) {
      if (character === "\r") column = 0;
      else cells[column++] = character;
    }
    return cells.join("").trimEnd();
  }

  it("writes each step over the last, and leaves nothing behind", () => {
    const { terminal: on, shown } = terminal(true);
    const progress = new Progress(on);
    progress.show("Playing and recording", 0.5);
    assert.equal(shown(), `Playing and recording ${"█".repeat(12)}${"░".repeat(12)}  50 %`);
    progress.show("Playing and recording", 7);
    assert.equal(shown(), `Playing and recording ${"█".repeat(24)} 100 %`);
    progress.show("Short", null);
    assert.equal(shown(), "Short");
    progress.clear();
    assert.equal(shown(), "");
  });

  it("stays on one line of a narrow terminal", () => {
    const { terminal: on, shown } = terminal(true, 40);
    new Progress(on).show("Playing and recording", 0.5);
    assert.equal(shown(), "Playing and recording  50 %");
  });

  it("shows nothing where there is no terminal, but logs each step once", () => {
    const { terminal: on, shown, log } = terminal(false);
    const progress = new Progress(on);
    progress.show("Open", null);
    progress.show("Play", 0.1);
    progress.show("Play", 0.2);
    progress.clear();
    assert.equal(shown(), "");
    assert.deepEqual(log, ["Open", "Play"]);
  });
});
