/** The `flexlab` command. */
import { dirname, join } from "node:path";
import { realpathSync } from "node:fs";
import { flexlabVersion } from "../lab/environment.ts";
import { EXIT } from "./exitCode.ts";
import { createLab } from "./lab.ts";
import { main } from "./main.ts";
import { processTerminal } from "./terminal.ts";

/** Waits until what was written has reached the reader (or the reader is gone), as `process.exit` would cut it off. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write("", () => { resolve(); });
  });
}

const interruption = new AbortController();
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted); // Twice: at once. The audio process ends with us.
  interruption.abort();
});
const TERMINATED = 143;
process.once("SIGTERM", () => {
  interruption.abort();
  process.exitCode = TERMINATED;
});

// The bundles lie side by side; the link that npm makes to this one does not.
const folder = dirname(realpathSync(process.argv[1] ?? "."));
const lab = createLab(processTerminal(interruption.signal), join(folder, "audioProcess.cjs"));
void main(process.argv.slice(2), flexlabVersion, lab).then(async (code) => {
  await lab.dispose();
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(process.exitCode === TERMINATED ? TERMINATED : code);
});
