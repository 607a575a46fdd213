import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import type { Browser } from "@playwright/test";
import { launchBrowser } from "../../../scripts/lib/browser.mjs";
import { codeServer } from "../../../scripts/lib/host.mjs";
import { artifacts, hostFolder, inRoot } from "../../../scripts/lib/paths.mjs";
import { cleanSettings } from "../../../scripts/lib/workbench.mjs";
import { WorkbenchPage } from "./workbenchPage.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml",
  ".png": "image/png", ".ttf": "font/ttf", ".woff": "font/woff", ".wasm": "application/wasm", ".mp3": "audio/mpeg",
};

/** The files of the workbench; those of code-server, whose page is served without its server here. */
const VSCODE = join(codeServer, "lib", "vscode");
/** What code-server changed in the workbench so that it always finds a machine behind the page, and what stood there. */
const CHANGED: readonly (readonly [string, string])[] = [
  ["remoteAuthority:location.host", "remoteAuthority:void 0"],
  ["P.file(this.userDataPath).with({scheme:J.vscodeRemote})", "P.file(this.userDataPath).with({scheme:J.vscodeUserData})"],
];

/**
 * VS Code as it runs at an address of its own, in the browser alone: the workbench's files and nothing behind them, no
 * Node.js, no disk. Extensions run in the web extension host; the folder lies in memory. The extension is the packed
 * one, with both of its entries.
 */
export class BrowserOnlyWorkbench {
  readonly #server: Server;
  readonly #browser: Browser;
  #config = "";

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<BrowserOnlyWorkbench> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const workbench = new BrowserOnlyWorkbench(server, await launchBrowser());
    server.on("request", (request, response) => {
      workbench.#answer(new URL(request.url ?? "/", workbench.#origin).pathname, response);
    });
    return workbench;
  }

  /** A fresh browser profile with a virtual folder whose FlexASIO.toml holds `config`, open. */
  async open(config: string, settings: Readonly<Record<string, unknown>> = {}): Promise<WorkbenchPage> {
    this.#config = config;
    const context = await this.#browser.newContext({ viewport: { width: 1600, height: 960 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    this.#settings = settings;
    const payload = JSON.stringify([["openFile", "memory:/project/FlexASIO.toml"]]);
    await page.goto(`${this.#origin}/?${new URLSearchParams({ folder: "memory:/project", payload }).toString()}`);
    return new WorkbenchPage(page, join(artifacts, "screenshots"));
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #settings: Readonly<Record<string, unknown>> = {};

  get #origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server does not listen");
    return `http://127.0.0.1:${address.port}`;
  }

  #answer(path: string, response: ServerResponse): void {
    if (path === "/") { send(response, ".html", this.#page()); return; }
    if (path === "/vscode/out/vs/code/browser/workbench/workbench.js") { send(response, ".js", workbenchScript()); return; }
    if (path === "/extensions/memory-files/FlexASIO.toml") { send(response, ".toml", this.#config); return; }
    for (const [prefix, folder] of [
      ["/vscode/", VSCODE],
      ["/extensions/flexlab/", installed()],
      ["/extensions/memory-files/", inRoot("test", "fixtures", "memoryFiles")],
    ] as const) {
      if (!path.startsWith(prefix)) continue;
      const file = normalize(join(folder, decodeURIComponent(path.slice(prefix.length))));
      if (file.startsWith(`${folder}${sep}`) && existsSync(file) && statSync(file).isFile()) { send(response, extname(file), readFileSync(file)); return; }
    }
    response.writeHead(404).end();
  }

  #page(): string {
    const { host } = new URL(this.#origin);
    const extension = (name: string): unknown => ({ scheme: "http", authority: host, path: `/extensions/${name}` });
    const configuration = {
      userDataPath: "/", isEnabledFileDownloads: true, isEnabledFileUploads: true, isEnabledCoderGettingStarted: false,
      webviewEndpoint: `${this.#origin}/vscode/out/vs/workbench/contrib/webview/browser/pre`,
      additionalBuiltinExtensions: [extension("memory-files"), extension("flexlab")],
      configurationDefaults: { ...cleanSettings, "security.workspace.trust.enabled": false, ...this.#settings },
      productConfiguration: { nameShort: "VS Code", nameLong: "VS Code", extensionEnabledApiProposals: {} },
    };
    const escaped = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    return readFileSync(join(VSCODE, "out/vs/code/browser/workbench/workbench.html"), "utf8")
      .replaceAll("{{WORKBENCH_WEB_CONFIGURATION}}", escaped(JSON.stringify(configuration)))
      .replaceAll("{{WORKBENCH_WEB_BASE_URL}}", "/vscode")
      .replaceAll(/\{\{WORKBENCH_NLS(_FALLBACK)?_URL\}\}/g, "/vscode/out/nls.messages.js")
      .replaceAll(/\{\{\w+\}\}/g, "");
  }
}

/** Where the packed extension was unpacked by its installation. */
function installed(): string {
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { readonly version: string };
  return join(hostFolder, "extensions", `flexlab.flexlab-${version}`);
}

/** The workbench without a machine behind it, as Microsoft's own page starts it. */
function workbenchScript(): string {
  let text = readFileSync(join(VSCODE, "out/vs/code/browser/workbench/workbench.js"), "utf8");
  for (const [now, before] of CHANGED) {
    if (text.split(now).length !== 2) throw new Error(`this code-server has no "${now}" in its workbench`);
    text = text.replace(now, before);
  }
  return text;
}

function send(response: ServerResponse, extension: string, body: string | Buffer): void {
  response.writeHead(200, { "Content-Type": TYPES[extension] ?? "application/octet-stream" }).end(body);
}
