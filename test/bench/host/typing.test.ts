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

/** Types a line at the end of a text, key by key, each when VS Code is done with the last one. */
async function typed(): Promise<{ readonly median: number; readonly cpu: number; readonly block: number }> {
  const blocked = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  blocked.enable();
  const before = process.cpuUsage();
  for (const text of TYPED) {
    const start = performance.now();
    await vscode.commands.executeCommand("type", { text });
    times.push(performance.now() - start);
  }
  await rested();
  const { user, system } = process.cpuUsage(before);
  blocked.disable();
  times.sort((a, b) => a - b);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  return { median: times[Math.floor(times.length / 2)] ?? Number.NaN, cpu: (user + system) / 1000 / TYPED.length, block: blocked.max / 1e6 };
}

/** Long enough for everything that waits for a rest in typing. */
function rested(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000);
  });
}

async function showAtEnd(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const first = language === "plaintext" ? rested() : diagnosed(document);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(LINES, 0, LINES, 0) });
  await first;
  await rested();
}

describe("typing in a long file", () => {
  it("is timed with every provider at work, and in a text that no extension looks at", async function () {
    this.timeout(120_000);
    const content = configText(LINES, true);
    // Once to wake up what is loaded at first use.
    await showAtEnd("plaintext", content);
    await typed();
    await showAtEnd("plaintext", content);
    const plain = await typed();
    await showAtEnd("flexasio-toml", content);
    const { median, cpu, block } = await typed();
    tell(`a key typed into ${String(LINES)} lines, median, to the workbench and back`, median);
    tell(`a key typed into ${String(LINES)} lines, processor time of the extension host on average`, cpu);
    tell("of it what VS Code itself takes, in a plain text of that length", plain.cpu);
    tell(`typing into ${String(LINES)} lines, longest block of the extension host`, block);
  });
});
