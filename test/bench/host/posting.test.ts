import { appendFileSync } from "node:fs";
import * as vscode from "vscode";
import { LIVE_INTERVAL_MS } from "../../../extension/audio/liveFrame.ts";
import { liveFrame } from "../../webview/liveFrames.ts";

const CHANNELS = 64;
const SECONDS = 8;

/**
 * What it costs an extension host to post a message of the size of a live frame as often as they come, and
 * nothing else: so much of a stream that is watched is VS Code's own.
 */
describe("posting to a page", () => {
  it("is measured as often as the live view does it", async function () {
    this.timeout(120_000);
    const panel = vscode.window.createWebviewPanel("flexlab.bench", "Posting", vscode.ViewColumn.Beside, { enableScripts: true });
    try {
      const ready = new Promise((resolve) => {
        panel.webview.onDidReceiveMessage(resolve);
      });
      panel.webview.html = "<script>acquireVsCodeApi().postMessage('ready')</script>";
      await ready;
      const frames = Array.from({ length: 60 }, (_, at) =>
        liveFrame({
          peaks: Array.from({ length: 2 * CHANNELS }, (_one, channel) => 0.5 + 0.45 * Math.sin(0.21 * at + channel)),
          channel: 0,
          seconds: 1 + at / 60,
          samples: (i) => 0.4 * Math.sin((2 * Math.PI * 997 * (i + 800 * at)) / 48_000),
        }),
      );
      // A fresh extension host has other things to do for a while.
      await costOf(() => undefined);
      const posting = await costOf((count) => {
        void panel.webview.postMessage({ type: "live", frame: frames[count % frames.length] });
      });
      const still = await costOf(() => undefined);
      const name = `posting ${String(frames[0]?.length)} bytes as often as live frames come and nothing else, the extension host`;
      const figure = { name, value: Number((posting - still).toFixed(1)), unit: "% of a core" };
      appendFileSync(process.env["FLEXLAB_BENCH_RESULT"] ?? "", `${JSON.stringify(figure)}\n`);
    } finally {
      panel.dispose();
    }
  });
});

/** Of this process with all its threads, in per cent of a core. */
async function costOf(step: (count: number) => void): Promise<number> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    let count = 0;
    const timer = setInterval(() => {
      step(count);
      count += 1;
      if (performance.now() - begun < SECONDS * 1000) return;
      clearInterval(timer);
      resolve();
    }, LIVE_INTERVAL_MS);
  });
  const { user, system } = process.cpuUsage(before);
  return (100 * (user + system)) / (1000 * (performance.now() - begun));
}
