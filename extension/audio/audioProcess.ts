/**
 * The audio process: the only one that loads the native addon. Started by AudioClient and by nothing else.
 * It speaks over the IPC channel alone; standard output stays silent.
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { config } from "@vscode/l10n";
import { addonPath, loadAddon } from "./addonLoader.ts";
import { AudioServer } from "./audioServer.ts";
import type { FromProcess } from "./contract.ts";
import { dieWithParent } from "./parentWatch.ts";

/** For a running stream to stop when the parent let go of us; a stuck one is not waited for. */
const STOP_MS = 500;

function send(message: FromProcess): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** The sentences of the user's language, from a file that the parent names; without it they are English. */
function takeTranslation(path: string | undefined): void {
  if (path === undefined) return;
  try {
    config({ contents: readFileSync(path, "utf8") });
  } catch {
    // Not worth failing for.
  }
}

/** No clean-up of the C++ side may keep us: a thread that is stuck in a driver would never be joined. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function main(): void {
  if (process.send === undefined) {
    process.stderr.write("flexlab: this is the audio process of FlexLab; it is started by FlexLab and does nothing by itself.\n");
    process.exitCode = 2;
    return;
  }
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined); // The parent decides.
  takeTranslation(process.env["FLEXLAB_TRANSLATION"]);
  const loaded = loadAddon(addonPath(dirname(process.argv[1] ?? "."), process.env));
  if (!loaded.ok) {
    process.once("disconnect", () => process.exit(0));
    send({ type: "error", id: null, error: loaded.error });
    return;
  }
  const server = new AudioServer(loaded.addon, send);
  process.on("message", (message) => { server.receive(message); });
  process.once("disconnect", () => void Promise.race([server.stop(), sleep(STOP_MS)]).finally(end));
  dieWithParent();
  send({ type: "hello", versions: loaded.addon.versions() });
}

main();
