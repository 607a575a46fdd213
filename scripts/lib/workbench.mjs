import { createWriteStream, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { entry, hostNode } from "./host.mjs";
import { Failure, signalGroup, start, stop } from "./run.mjs";

/** Settings that keep the workbench to the point: no welcome page, no chat, no network, nothing moving. */
export const cleanSettings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.startupPrompt": "never",
  "editor.minimap.enabled": false,
  // The address names a file to open; without this, what else was open would not come back after a reload.
  "window.restoreWindows": "preserve",
  "files.autoSave": "off",
  "git.enabled": false,
  "npm.autoDetect": "off",
};

/**
 * @param {number} port 0: any
 * @returns {Promise<number | null>} the port when it can be listened on
 */
export function freePort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}

/**
 * The address that opens a folder, and a file of it, in the workbench on a port.
 * @param {number} port
 * @param {{folder: string, file?: string | undefined, payload?: readonly (readonly [string, string])[]}} open absolute paths
 */
export function workbenchUrl(port, { folder, file, payload = [] }) {
  const entries = [...payload];
  if (file !== undefined) entries.unshift(["openFile", remoteUri(port, file)]);
  const query = new URLSearchParams({ folder });
  if (entries.length > 0) query.set("payload", JSON.stringify(entries));
  // Slashes, colons and commas may stand in a query as they are, and people read this address.
  return `http://127.0.0.1:${port}/?${query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}

/**
 * @param {number} port
 * @param {string} path absolute
 */
export const remoteUri = (port, path) => `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;

/**
 * @typedef {object} Workbench
 * @property {number} port
 * @property {import("node:child_process").ChildProcess} process
 * @property {() => Promise<void>} stop ends it and all that it started
 * @property {string} log
 */

/**
 * Starts VS Code for the browser and waits until it answers.
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.runFolder its own state: settings, sockets, logs
 * @param {string} options.extensionsFolder
 * @param {string} options.log
 * @param {string} [options.folder] opened by the plain address
 * @param {boolean} [options.trusted] false: folders are not trusted until the user says so
 * @param {readonly string[]} [options.args]
 * @param {Record<string, unknown>} [options.settings] besides the clean ones
 * @param {NodeJS.ProcessEnv} [options.env] besides this process's own
 * @returns {Promise<Workbench>}
 */
export async function startWorkbench(options) {
  const { port, runFolder, extensionsFolder, log, folder, trusted = true, args = [], settings = {} } = options;
  const userData = join(runFolder, "data");
  mkdirSync(join(userData, "User"), { recursive: true });
  mkdirSync(extensionsFolder, { recursive: true });
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(join(userData, "User", "settings.json"), `${JSON.stringify({ ...cleanSettings, ...settings }, null, 2)}\n`);
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries({ ...process.env, ...options.env })) {
    // Variables of a surrounding VS Code or npm would make it talk to that one.
    if (!/^(VSCODE_|CODE_SERVER_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$|ELECTRON_|NODE_OPTIONS$)/.test(name)) env[name] = value;
  }
  const socket = join(tmpdir(), `flexlab-${process.pid}-${port}.sock`);
  const file = createWriteStream(log, { flags: "w" });
  const child = start(hostNode(), [
    entry, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check",
    "--disable-getting-started-override", "--config", join(runFolder, "config.yaml"), "--user-data-dir", userData,
    "--extensions-dir", extensionsFolder,
    // A path in a deep folder would be longer than a socket's name may be.
    "--session-socket", socket,
    ...(trusted ? ["--disable-workspace-trust"] : []), ...args, ...(folder === undefined ? [] : [folder]),
  ], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  const removeSocket = () => rmSync(socket, { force: true });
  process.once("exit", removeSocket);
  child.once("exit", () => { process.off("exit", removeSocket); removeSocket(); });
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      signalGroup(child, "SIGKILL");
      throw new Failure("VS Code for the browser did not start.", { log });
    }
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok) return { port, process: child, stop: () => stop(child), log };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
