import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

interface Bundle {
  activate(context: unknown): unknown;
  deactivate(): Promise<void>;
}

function tell(name: string, milliseconds: number): void {
  const figure = { name, value: Number(milliseconds.toFixed(1)), unit: "ms" };
  appendFileSync(process.env["FLEXLAB_BENCH_RESULT"] ?? "", `${JSON.stringify(figure)}\n`);
}

describe("activation", () => {
  it("is timed in a fresh extension host", async () => {
    const extension = vscode.extensions.getExtension("flexlab.flexlab");
    assert.ok(extension);
    assert.equal(extension.isActive, false, "something activated it before the clock ran");
    // By hand first, since VS Code's own way adds its messages to and fro: what our code alone takes.
    const file = join(extension.extensionPath, "dist", "extension.cjs");
    const storage = vscode.Uri.joinPath(extension.extensionUri, "artifacts", "bench-storage");
    const memento = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] };
    const context = {
      extensionUri: extension.extensionUri, extensionMode: vscode.ExtensionMode.Production, subscriptions: [],
      globalStorageUri: storage, storageUri: storage, workspaceState: memento, globalState: memento, extension,
    };
    const start = performance.now();
    const bundle = createRequire(file)(file) as Bundle;
    const loaded = performance.now();
    bundle.activate(context);
    const activated = performance.now();
    await bundle.deactivate();
    tell("loading the extension's bundle", loaded - start);
    tell("activate()", activated - loaded);
    const asked = performance.now();
    await extension.activate();
    tell("activation through VS Code, loaded before", performance.now() - asked);
  });
});
