// npm start: sets everything up, then serves VS Code with the packed extension and the examples folder.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hostFolder, inRoot, logs } from "./lib/paths.mjs";
import { endOnSignals, Failure, isEnding } from "./lib/run.mjs";
import { checkNode, extensionsFolder, wholeSetup } from "./lib/setup.mjs";
import { main, runSteps, seconds } from "./lib/steps.mjs";
import { which } from "./lib/system.mjs";
import { freePort, startWorkbench, workbenchUrl } from "./lib/workbench.mjs";

const DEFAULT_PORT = 18080;
const help = `Usage: npm start -- [options]

Sets up whatever is missing, then serves VS Code with FlexLab on this machine and prints its address.

  --port N       the port to serve on (default: ${DEFAULT_PORT}, or the next free one)
  --no-browser   open no browser, only print the address
  --help         this text

Ctrl-C ends everything.`;

/** @param {string | undefined} given */
async function choosePort(given) {
  if (given === undefined) {
    for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 50; port += 1) {
      if ((await freePort(port)) !== null) return port;
    }
    throw new Failure(`No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + 49} is free.`, { hint: "Name one: npm start -- --port N" });
  }
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`${given} is no port.`, { hint: "A port is a number from 1 to 65535: npm start -- --port 18090" });
  }
  if ((await freePort(port)) === null) {
    throw new Failure(`Port ${port} is in use, or this user may not use it.`, { hint: "Name another one, or leave --port out." });
  }
  return port;
}

function options() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string" }, browser: { type: "boolean", default: true }, help: { type: "boolean", default: false } },
      allowNegative: true,
    });
    return values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), { hint: "npm start -- --help lists the options." });
  }
}

/** @param {string} url */
function openBrowser(url) {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  const hasDesktop = process.platform === "darwin" || (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? "") !== "";
  if (!hasDesktop || which(opener) === null) return;
  const child = spawn(opener, [url], { stdio: "ignore", detached: true });
  child.once("error", () => undefined);
  child.unref();
}

/** npm passes a polite kill to its shell only: without npm nobody is left to end the server. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 1000).unref();
}

await main(async () => {
  const { port: givenPort, browser, help: wantsHelp } = options();
  if (wantsHelp) {
    console.log(help);
    return 0;
  }
  checkNode();
  // Ctrl-C is how a server is ended: no failure.
  endOnSignals(0);
  endWithNpm();
  const started = Date.now();
  const port = await choosePort(givenPort);
  await runSteps(wholeSetup("start"));
  const folder = inRoot("examples");
  const log = join(logs, "vscode.log");
  const workbench = await startWorkbench({ port, runFolder: join(hostFolder, "run"), extensionsFolder, log, folder });
  const url = workbenchUrl(port, { folder, file: join(folder, "FlexASIO.toml") });
  const bold = process.stdout.isTTY && !process.env.NO_COLOR ? ["\x1b[1m", "\x1b[0m"] : ["", ""];
  console.log(`\nFlexLab is ready after ${seconds(Date.now() - started)}. Open in a browser on this machine:\n\n    ${bold[0]}${url}${bold[1]}\n`);
  console.log("Pick a device above [input], then press Test Backend. Ctrl-C ends everything.");
  if (browser) openBrowser(url);
  await new Promise((resolve) => workbench.process.once("exit", () => { if (!isEnding()) resolve(undefined); }));
  throw new Failure("VS Code for the browser ended by itself.", { log });
});
