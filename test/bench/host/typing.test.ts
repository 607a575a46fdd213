import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import { configText } from "../configText.ts";

const LINES = 5000;
const TYPED = "bufferSizeSamples = 480 # typed into a long file";

function tell(name: string, milliseconds: number): void {
  const figure = { name, value: Number(milliseconds.toFixed(1)), unit: "ms" };
  appendFileSync(process.env["FLEXLAB_BENCH_RESULT"] ?? "", `${JSON.stringify(figure)}\n`);
}

/** The next diagnostics of a document. */
function diagnosed(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((uri) => uri.toString() === document.uri.toString())) return;
      subscription.dispose();
      resolve();
    });
  });
}

describe("typing in a long file", () => {
  it("is timed with every provider at work", async function () {
    this.timeout(120_000);
    const document = await vscode.workspace.openTextDocument({ language: "flexasio-toml", content: configText(LINES, true) });
    const first = diagnosed(document);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(LINES, 0, LINES, 0) });
    await first;
    const blocked = monitorEventLoopDelay({ resolution: 1 });
    const times: number[] = [];
    blocked.enable();
    const before = process.cpuUsage();
    for (const text of TYPED) {
      const start = performance.now();
      await vscode.commands.executeCommand("type", { text });
      times.push(performance.now() - start);
    }
    const { user, system } = process.cpuUsage(before);
    blocked.disable();
    times.sort((a, b) => a - b);
    tell(`a key typed into ${String(LINES)} lines, median, to the workbench and back`, times[Math.floor(times.length / 2)] ?? Number.NaN);
    tell(`a key typed into ${String(LINES)} lines, processor time of the extension host on average`, (user + system) / 1000 / TYPED.length);
    tell(`typing into ${String(LINES)} lines, longest block of the extension host`, blocked.max / 1e6);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
