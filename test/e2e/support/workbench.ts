import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { launchBrowser } from "../../../scripts/lib/browser.mjs";
import { artifacts, hostFolder, inRoot, logs } from "../../../scripts/lib/paths.mjs";
import { freePort, startWorkbench, workbenchUrl } from "../../../scripts/lib/workbench.mjs";
import { WorkbenchPage } from "./workbenchPage.ts";

type Settings = Readonly<Record<string, unknown>>;
type Server = Awaited<ReturnType<typeof startWorkbench>>;

export interface WorkbenchOptions {
  /** Names its log. */
  readonly name: string;
  /** User settings besides the clean ones. */
  readonly settings?: Settings;
  /** False: the folder is not trusted until the user says so. */
  readonly trusted?: boolean;
  /** What the workbench is displayed in. Its own texts stay English: no language pack is a package of npm. */
  readonly language?: string;
}

/** A served VS Code with the packed extension, a folder of its own to work in, and a browser. */
export class Workbench {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #scratch: string;
  #folders = 0;

  private constructor(server: Server, browser: Browser, scratch: string) {
    this.#server = server;
    this.#browser = browser;
    this.#scratch = scratch;
  }

  static async start({ name, settings = {}, trusted = true, language }: WorkbenchOptions): Promise<Workbench> {
    const scratch = mkdtempSync(join(tmpdir(), "flexlab-e2e-"));
    const runFolder = join(scratch, "run");
    if (language !== undefined) layLanguagePack(join(runFolder, "data"), language);
    const port = await freePort(0);
    if (port === null) throw new Error("no port is free");
    const server = await startWorkbench({
      port,
      trusted,
      runFolder,
      ...(language === undefined ? {} : { args: ["--locale", language] }),
      extensionsFolder: join(hostFolder, "extensions"),
      log: join(logs, `vscode-e2e-${name}.log`),
      settings,
      env: { EXTENSIONS_GALLERY: "{}" },
    });
    return new Workbench(server, await launchBrowser(), scratch);
  }

  /** The folder that is opened. */
  get folder(): string {
    // A name that a careless path would break on.
    return join(this.#scratch, `Müsik lab ${this.#folders}`);
  }

  /**
   * Lays a new folder: the examples, with another configuration if one is given. VS Code brings unsaved text back when
   * the same folder is opened again, so each test has its own; and it may overlook a file that changes while the window
   * is still coming up, so all of it is laid before.
   */
  newFolder(config?: string): void {
    this.#folders += 1;
    cpSync(inRoot("examples"), this.folder, { recursive: true });
    if (config !== undefined) writeFileSync(this.configFile, config);
  }

  get configFile(): string {
    return join(this.folder, "FlexASIO.toml");
  }

  /** Process id of the server; everything that runs in the workbench descends from it. */
  get pid(): number {
    const { pid } = this.#server.process;
    if (pid === undefined) throw new Error("the workbench has no process");
    return pid;
  }

  readConfig(): string {
    return readFileSync(this.configFile, "utf8");
  }

  /** Settings of the folder; written before it is opened, so that nothing depends on when VS Code notices. */
  writeSettings(changes: Settings): void {
    const file = join(this.folder, ".vscode", "settings.json");
    mkdirSync(join(this.folder, ".vscode"), { recursive: true });
    let current: Settings = {};
    try {
      current = JSON.parse(readFileSync(file, "utf8")) as Settings;
    } catch {
      // There are none yet.
    }
    writeFileSync(file, JSON.stringify({ ...current, "flexlab.scenario": "scenario.toml", ...changes }, null, 2));
  }

  /** The scenario of the folder's next test; it is read afresh for each. */
  writeScenario(text: string): void {
    writeFileSync(join(this.folder, "scenario.toml"), text);
  }

  /** A fresh browser profile with the folder, and its configuration, open. */
  async open(): Promise<WorkbenchPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1600, height: 960 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    // On a busy machine the page alone can take longer than the browser's half a minute.
    page.setDefaultNavigationTimeout(60_000);
    await page.goto(workbenchUrl(this.#server.port, { folder: this.folder, file: this.configFile }));
    return new WorkbenchPage(page, join(artifacts, "screenshots"));
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** What VS Code writes down when a language pack is installed: here one that translates nothing of VS Code's own. */
function layLanguagePack(userData: string, language: string): void {
  mkdirSync(userData, { recursive: true });
  const translations = join(userData, "nothing.i18n.json");
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const extension = { extensionIdentifier: { id: "flexlab.empty-language-pack" }, version: "1.0.0" };
  const pack = { hash: "empty", label: language, extensions: [extension], translations: { vscode: translations } };
  writeFileSync(join(userData, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}
