// The panel's page in a plain browser: first paint, and what 64 channels each way cost at the rate of the display.
// Prints one JSON document.
import { PANEL_PROTOCOL_VERSION } from "../../extension/editor/panelProtocol.ts";
import { liveFrame } from "../webview/liveFrames.ts";
import { launchBrowser, OpenPanel } from "../webview/openPanel.ts";
import { servePanelPage } from "../webview/panelPageServer.ts";
import { state } from "../webview/samples.ts";

const CHANNELS = 64;
const OPENINGS = 15;
const SECONDS = 8;

interface ProcessInfo {
  readonly type: string;
  readonly cpuTime: number;
}

const server = await servePanelPage();
const browser = await launchBrowser();
const panel = new OpenPanel(await browser.newPage(), server.url);
const { page } = panel;
const devtools = await page.context().newCDPSession(page);
const whole = await browser.newBrowserCDPSession();

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Of the process that runs the page and draws it, in seconds. */
async function rendererTime(): Promise<number> {
  const { processInfo } = (await whole.send("SystemInfo.getProcessInfo")) as { processInfo: readonly ProcessInfo[] };
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function mainThreadTime(): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** From the start of the navigation to the first picture: of a page without a state, and of one that was kept. */
async function paintTimes(): Promise<{ readonly fresh: number; readonly kept: number }> {
  const paint = async (): Promise<number> => {
    await panel.until(`performance.getEntriesByName("first-contentful-paint").length > 0`);
    return page.evaluate<number>(`performance.getEntriesByName("first-contentful-paint")[0].startTime`);
  };
  const fresh: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    await panel.open({ width: 800, height: 900 });
    await panel.show(state);
    fresh.push(await paint());
    await page.reload();
    kept.push(await paint());
  }
  return { fresh: median(fresh), kept: median(kept) };
}

/** Frames of a desk whose levels all move, one for each frame of the display, as the extension posts them. */
async function streaming(): Promise<{ readonly framesPerSecond: number; readonly mainThread: number; readonly renderer: number; readonly idle: number }> {
  await panel.open({ width: 1200, height: 900 });
  await panel.show({ ...state, section: "stream", activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
  const frames = Array.from({ length: 60 }, (_, at) =>
    liveFrame({
      peaks: Array.from({ length: 2 * CHANNELS }, (_one, channel) => 0.5 + 0.45 * Math.sin(0.21 * at + channel)),
      channel: 0,
      piece: at % 4,
      seconds: 1 + at / 60,
      samples: (i) => 0.4 * Math.sin((2 * Math.PI * 997 * (i + 800 * at)) / 48_000),
      intervals: Array.from({ length: 128 }, (_one, i) => 1 + 0.03 * Math.sin(i + at)),
    }),
  );
  await page.evaluate(`globalThis.frames60 = ${JSON.stringify(frames.map((frame) => [...frame]))}.map((bytes) => new Uint8Array(bytes)); undefined`);
  await devtools.send("Performance.enable");
  const rest = await rendererTime();
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 3000))`);
  const idle = (await rendererTime()) - rest;
  const [main, all, begun] = [await mainThreadTime(), await rendererTime(), performance.now()];
  const drawn = await page.evaluate<number>(`new Promise((resolve) => {
    let count = 0;
    const end = performance.now() + ${String(SECONDS * 1000)};
    const step = () => {
      postMessage({ type: "live", frame: frames60[count % 60] }, "*");
      count += 1;
      if (performance.now() < end) requestAnimationFrame(step);
      else resolve(count);
    };
    requestAnimationFrame(step);
  })`);
  const seconds = (performance.now() - begun) / 1000;
  return {
    framesPerSecond: drawn / SECONDS,
    mainThread: (100 * ((await mainThreadTime()) - main)) / seconds,
    renderer: (100 * ((await rendererTime()) - all)) / seconds,
    idle: (100 * idle) / 3,
  };
}

try {
  const paint = await paintTimes();
  const stream = await streaming();
  console.log(JSON.stringify({ version: PANEL_PROTOCOL_VERSION, bytes: server.scriptBytes, channels: CHANNELS, frameBytes: liveFrame({ peaks: Array.from({ length: 2 * CHANNELS }, () => 0.5), channel: 0 }).length, paint, stream }));
} finally {
  await browser.close();
  await server.close();
}
