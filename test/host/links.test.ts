import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

import { PANEL_VIEW_TYPE } from "../../extension/editor/ids.ts";
import { links } from "../../extension/editor/links.ts";
import { closeAll, until } from "./support.ts";

const panelIsOpen = (): boolean =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_VIEW_TYPE));

describe("a link from the driver's control panel", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "flexlab links ü+&%41-"));
    writeFileSync(join(folder, "FlexASIO.toml"), 'backend = "Virtual"\n');
    writeFileSync(join(folder, "secret.txt"), "not for links");
  });
  after(async () => {
    await closeAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const link = (path: string): vscode.Uri => vscode.Uri.parse(`vscode://flexlab.flexlab/open/${path.split("/").map(encodeURIComponent).join("/")}`);

  it("opens nothing but files of the driver", async () => {
    await closeAll();
    await links.handleUri(link(join(folder, "secret.txt")));
    await links.handleUri(vscode.Uri.parse("vscode://flexlab.flexlab/run/FlexASIO.toml"));
    await links.handleUri(link(join(folder, "missing.toml")));
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.equal(panelIsOpen(), false);
  });

  it("opens the file, whatever its folder is called, and the panel beside it", async () => {
    const file = join(folder, "FlexASIO.toml");
    await links.handleUri(link(file));
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.fsPath === file));
    await until("the panel", [vscode.window.tabGroups.onDidChangeTabs as vscode.Event<never>], panelIsOpen);
  });
});
