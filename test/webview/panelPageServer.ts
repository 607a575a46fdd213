import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { contentSecurityPolicy, panelPage } from "../../extension/editor/panelPage.ts";
import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { fakeHostScript } from "./fakeHost.ts";

export interface PanelPageServer {
  /** Address of the page; `?theme=` names one of themes.json. */
  readonly url: string;
  /** Size of the page's script in bytes, minified. */
  readonly scriptBytes: number;
  close(): Promise<void>;
}

const NONCE = "nonceOfTheTest";

/**
 * Builds the page as the release does and serves it under its own policy, with a fake VS Code before it. At `/begun` the
 * page comes with the state `begun`, at `/unscripted` as well, but there it never gets its script.
 */
export async function servePanelPage(translation: Readonly<Record<string, string>> | null = null, begun: PanelState | null = null): Promise<PanelPageServer> {
  const [files, themes] = await Promise.all([buildPage(), readFile(new URL("themes.json", import.meta.url), "utf8")]);
  const html = (state: PanelState | null, scriptUri = "panel.js"): string =>
    panelPage({ scriptUri, styleUri: "panel.css", nonce: NONCE, language: "de", translation, state }).replace(
      "<main",
      () => `<script nonce="${NONCE}">${fakeHostScript(themes)}</script>\n<main`,
    );
  const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html; charset=utf-8", html(null)],
    "/begun": ["text/html; charset=utf-8", html(begun)],
    "/unscripted": ["text/html; charset=utf-8", html(begun, "nothing.js")],
    "/nothing.js": ["text/javascript; charset=utf-8", ""],
    "/panel.js": ["text/javascript; charset=utf-8", files.script],
    "/panel.css": ["text/css; charset=utf-8", files.style],
    "/empty": ["text/html; charset=utf-8", "<!DOCTYPE html><title>Empty</title>"],
    "/favicon.ico": ["image/x-icon", ""],
  };
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? "/", "http://localhost").pathname];
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": page[0], "content-security-policy": contentSecurityPolicy(NONCE) });
    response.end(page[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    scriptBytes: Buffer.byteLength(files.script),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
}

async function buildPage(): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../../webview/panel.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome120",
    outdir: "unused",
    write: false,
    logLevel: "silent",
  });
  const text = (ending: string): string => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}
