import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import * as vscode from "vscode";

describe("activation", () => {
  it("is timed in a fresh extension host", async () => {
    const extension = vscode.extensions.getExtension("flexlab.flexlab");
    assert.ok(extension);
    assert.equal(extension.isActive, false, "something activated it before the clock ran");
    const started = performance.now();
    await extension.activate();
    const figure = { name: "activation in the extension host", value: Number((performance.now() - started).toFixed(1)), unit: "ms" };
    appendFileSync(process.env["FLEXLAB_BENCH_RESULT"] ?? "", `${JSON.stringify(figure)}\n`);
  });
});
