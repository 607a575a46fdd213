import assert from "node:assert/strict";
import * as vscode from "vscode";

import { ActiveFile } from "../../extension/editor/activeFile.ts";
import { PANEL_VIEW_TYPE } from "../../extension/editor/ids.ts";
import { copyAsMarkdown, savePlot, saveReport } from "../../extension/editor/panelExport.ts";
import { PanelFile } from "../../extension/editor/panelFile.ts";
import { PanelHost } from "../../extension/editor/panelHost.ts";
import { PanelMemory } from "../../extension/editor/panelMemory.ts";
import { PANEL_PROTOCOL_VERSION } from "../../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelState } from "../../extension/editor/panelProtocol.ts";
import type { PanelStore } from "../../extension/editor/panelStore.ts";
import { historyOf } from "../webview/historySamples.ts";
import { report, state } from "../webview/samples.ts";
import { closeAll, open, until } from "./support.ts";

const panelTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_VIEW_TYPE));

const tabsAre = (count: number): Promise<unknown> =>
  until(`${String(count)} panels`, [vscode.window.tabGroups.onDidChangeTabs as vscode.Event<never>], () => panelTabs().length === count);

/** Keeps what it is told, as the editor's storage does. */
function memento(): vscode.Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? kept.get(key) : otherwise) as T,
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

/** A store that only says which file it is of, and keeps what it was asked to do. */
class StillStore extends vscode.Disposable implements PanelStore {
  readonly state: PanelState;
  readonly handled: FromPanel[] = [];
  restored: unknown = null;
  isDisposed = false;

  constructor(pinned: vscode.Uri | null) {
    super(() => {
      this.isDisposed = true;
    });
    this.state = { ...state, report: null, pinned: pinned !== null, uri: pinned?.toString() ?? state.uri };
  }
  onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }
  onLive(): { dispose(): void; look(): void } {
    return { dispose: () => undefined, look: () => undefined };
  }
  onDrivers(): { dispose(): void } {
    return { dispose: () => undefined };
  }
  handle(message: FromPanel): void {
    this.handled.push(message);
  }
  restore(what: unknown): void {
    this.restored = what;
  }
}

describe("the windows of the panel", () => {
  let stores: StillStore[];
  let host: PanelHost;
  let memory: PanelMemory;

  beforeEach(() => {
    stores = [];
    memory = new PanelMemory(memento());
    const extension = vscode.extensions.getExtension("flexlab.flexlab");
    assert.ok(extension);
    host = new PanelHost(extension.extensionUri, memory, (pinned) => {
      const store = new StillStore(pinned);
      stores.push(store);
      return store;
    });
  });
  afterEach(async () => {
    host.dispose();
    await closeAll();
  });

  it("open once beside the editor, come forward when asked for again, and end with their store", async () => {
    await open("");
    await host.show({ preserveFocus: true });
    await tabsAre(1);
    await host.show({ preserveFocus: true });
    assert.equal(stores.length, 1);
    assert.notEqual(panelTabs()[0]?.group.viewColumn, vscode.ViewColumn.One, "beside, not over the file");
    const [tab] = panelTabs();
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    await until("the end of the store", [vscode.window.tabGroups.onDidChangeTabs as vscode.Event<never>], () => stores[0]?.isDisposed);
    await host.show({ preserveFocus: true });
    await tabsAre(1);
    assert.equal(stores.length, 2);
  });

  it("are one for each file that they stay with, beside the one that follows the editor", async () => {
    const first = await open("");
    const second = await open("");
    await host.show({ preserveFocus: true });
    host.showFor(first.uri);
    host.showFor(second.uri);
    host.showFor(first.uri);
    await tabsAre(3);
    assert.deepEqual(stores.map((store) => (store.state.pinned ? store.state.uri : null)), [null, first.uri.toString(), second.uri.toString()]);
    host.dispose();
    await tabsAre(0);
    assert.ok(stores.every(({ isDisposed }) => isDisposed));
  });

  it("remember where they were opened last", async () => {
    await open("");
    await host.show({ place: "beside", preserveFocus: true });
    assert.equal(memory.place, "beside");
    await tabsAre(1);
    memory.place = "below";
    // One that is there is enough.
    await host.show({ preserveFocus: true });
    assert.equal(stores.length, 1);
  });

  it("come back after a reload with their file, their report and the runs that were compared", async () => {
    const pair = { before: historyOf(5).runs[4]?.startedAt ?? "", after: historyOf(5).runs[0]?.startedAt ?? "" };
    const kept = { ...state, pinned: true, report, history: historyOf(5, pair) };
    const { uri } = await open("");
    const tab = vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, "FlexLab", { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
    host.bringBack(tab, { version: PANEL_PROTOCOL_VERSION, state: { ...kept, uri: uri.toString() } });
    assert.equal(stores[0]?.state.uri, uri.toString());
    assert.deepEqual(stores[0].restored, report);
    assert.deepEqual(stores[0].handled, [{ type: "compareRuns", ...pair }]);
    const other = vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, "FlexLab", { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
    host.bringBack(other, { version: PANEL_PROTOCOL_VERSION - 1, state: kept });
    assert.equal(stores[1]?.state.pinned, false, "what another version kept does not count");
    assert.equal(stores[1].restored, null);
  });
});

describe("the file of a panel", () => {
  let active: ActiveFile;
  let file: PanelFile | null = null;

  beforeEach(() => {
    active = new ActiveFile();
  });
  afterEach(async () => {
    file?.dispose();
    active.dispose();
    await closeAll();
  });

  it("is the editor's, until it is pinned, and again when it is let go", async () => {
    const first = await open("");
    file = new PanelFile(active, null);
    await until("the first file", [file.changed], () => file?.document === first);
    file.pin(true);
    const second = await open("");
    await until("the editor's other file", [active.changed], () => active.document === second);
    assert.equal(file.document, first);
    assert.equal(file.pinned, true);
    file.pin(false);
    assert.equal(file.document, second);
  });

  it("is opened for a panel that stays with it, also when no editor shows it, and is none when it is gone", async () => {
    const { uri } = await open('backend = "Virtual"\n');
    await closeAll();
    file = new PanelFile(active, uri);
    await until("the pinned file", [file.changed], () => file?.document?.uri.toString() === uri.toString());
    file.dispose();
    await vscode.workspace.fs.delete(uri);
    file = new PanelFile(active, vscode.Uri.joinPath(uri, "..", "..", "nowhere", "FlexASIO.toml"));
    assert.equal(file.document, null);
    assert.equal(file.pinned, true);
  });
});

describe("what the panel exports", () => {
  const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);
  const picture = { name: "timing", svg: '<svg viewBox="0 0 860 20" role="img" aria-label="x"><text x="1" y="2">a</text></svg>', png };

  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await closeAll();
  });

  /** Saves with this answer to the question where; what the file then holds, and what was offered. */
  async function saved(name: string, save: (document: vscode.TextDocument, ask: (options: vscode.SaveDialogOptions) => Thenable<vscode.Uri | undefined>) => Promise<void>): Promise<{ readonly bytes: Uint8Array | null; readonly offered: string }> {
    const document = await open("");
    let offered = "";
    const target = vscode.Uri.joinPath(document.uri, "..", name);
    await save(document, (options) => {
      offered = options.defaultUri?.path.split("/").at(-1) ?? "";
      return Promise.resolve(name === "" ? undefined : target);
    });
    if (name === "") return { bytes: null, offered };
    const bytes = await vscode.workspace.fs.readFile(target).then((read) => read, () => null);
    return { bytes, offered };
  }

  it("is a report in the format that the name asks for, and nothing for another name", async () => {
    const save = (name: string): ReturnType<typeof saved> => saved(name, (document, ask) => saveReport(report, document, ask));
    const texts = [await save("a.json"), await save("a.MD"), await save("a.csv"), await save("a.html")].map(({ bytes }) => new TextDecoder().decode(bytes ?? undefined));
    assert.equal((JSON.parse(texts[0] ?? "") as { schema: string }).schema, "flexlab-report/1");
    assert.match(texts[1] ?? "", /^#/m);
    assert.match(texts[2] ?? "", /,/);
    assert.match(texts[3] ?? "", /^<!DOCTYPE html>/i);
    assert.equal((await save("a.docx")).bytes, null);
    assert.equal((await save("a.json")).offered, "flexlab-report-2026-11-20T14-03-22.html");
    assert.equal((await save("")).bytes, null, "who leaves the question saves nothing");
  });

  it("is a picture as PNG or as SVG", async () => {
    const save = (name: string): ReturnType<typeof saved> => saved(name, (document, ask) => savePlot(picture, document, ask));
    const { bytes, offered } = await save("a.png");
    assert.deepEqual([...(bytes ?? [])], [...png]);
    assert.equal(offered, "flexlab-timing.png");
    assert.match(new TextDecoder().decode((await save("a.svg")).bytes ?? undefined), /^<\?xml[^>]*>\n<svg xmlns=/);
    assert.equal((await save("a.jpg")).bytes, null);
  });

  it("is Markdown in the clipboard, for a bug report", async () => {
    await copyAsMarkdown(report);
    assert.match(await vscode.env.clipboard.readText(), /25\.71 ms/);
  });
});
