// The panel's page in a plain browser: first paint, and what 64 channels each way cost at the rate of the display, beside
// what the browser takes for a single dot that moves as often: that much is none of the page's. Prints one JSON document.
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

const server = await servePanelPage(null, state);
const browser = await launchBrowser();
const panel = new OpenPanel(await browser.newPage(), server.url);
const { page } = panel;
const devtools = await page.context().newCDPSession(page);
const whole = await browser.newBrowserCDPSession();

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

interface Costs {
  /** The page's own code, and the whole thread that runs it, with styles, layout and the drawing on canvases. */
  readonly script: number;
  readonly thread: number;
  /** The processes that run the page and put it together. */
  readonly renderer: number;
  readonly compositor: number;
}

/** Processor time so far, in seconds. */
async function costs(): Promise<Costs> {
  const { processInfo } = (await whole.send("SystemInfo.getProcessInfo")) as { processInfo: readonly ProcessInfo[] };
  const { metrics } = await devtools.send("Performance.getMetrics");
  const process = (type: string): number => processInfo.filter((one) => one.type === type).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { script: metric("ScriptDuration"), thread: metric("TaskDuration"), renderer: process("renderer"), compositor: process("GPU") };
}

/** Runs `step`, code of the page, once for each of its frames. In per cent of a core. */
async function costsOf(step: string): Promise<Costs & { readonly framesPerSecond: number }> {
  const run = (seconds: number): Promise<number> => page.evaluate<number>(`new Promise((resolve) => {
    let count = 0;
    const end = performance.now() + ${String(seconds * 1000)};
    const next = () => {
      ${step};
      count += 1;
      if (performance.now() < end) requestAnimationFrame(next);
      else resolve(count);
    };
    requestAnimationFrame(next);
  })`);
  await run(1);
  const before = await costs();
  const begun = performance.now();
  const drawn = await run(SECONDS);
  const seconds = (performance.now() - begun) / 1000;
  const after = await costs();
  const percent = (name: keyof Costs): number => (100 * (after[name] - before[name])) / seconds;
  return { framesPerSecond: drawn / SECONDS, script: percent("script"), thread: percent("thread"), renderer: percent("renderer"), compositor: percent("compositor") };
}

/** From the start of the navigation to the first picture, and to the first that the page's script has made. */
async function paintTimes(): Promise<{ readonly first: number; readonly whole: number }> {
  const first: number[] = [];
  const whole: number[] = [];
  await page.setViewportSize({ width: 800, height: 900 });
  for (let i = 0; i < OPENINGS; i += 1) {
    await page.goto(`${server.url}empty`);
    await page.evaluate("sessionStorage.clear()");
    await page.goto(`${server.url}begun`);
    whole.push(await page.evaluate<number>(`new Promise((resolve) => {
      const look = () => {
        if (document.querySelector("#panel .display") === null) requestAnimationFrame(look);
        else requestAnimationFrame(() => { setTimeout(() => { resolve(performance.now()); }); });
      };
      look();
    })`));
    await panel.until(`performance.getEntriesByName("first-contentful-paint").length > 0`);
    first.push(await page.evaluate<number>(`performance.getEntriesByName("first-contentful-paint")[0].startTime`));
  }
  return { first: median(first), whole: median(whole) };
}

/** A dot of one pixel, moved in each frame of the display. */
async function dot(): Promise<Awaited<ReturnType<typeof costsOf>>> {
  await page.goto(`${server.url}empty`);
  await page.setViewportSize({ width: 1200, height: 900 });
  await devtools.send("Performance.enable");
  await page.evaluate(`{
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 4;
    document.body.append(canvas);
    globalThis.dot = canvas.getContext("2d");
  }`);
  return costsOf("dot.clearRect(0, 0, 4, 4); dot.fillRect(count % 4, 0, 1, 1)");
}

/** Frames of a desk whose levels all move, one for three pictures of the display, as the extension posts them. */
async function streaming(): Promise<Awaited<ReturnType<typeof costsOf>>> {
  await panel.open({ width: 1200, height: 900 });
  await panel.show({ ...state, section: "stream", activity: { kind: "streaming", signal: "sine", levelDb: -20, channels: null } });
  const frames = Array.from({ length: 60 }, (_, at) =>
    liveFrame({
      peaks: Array.from({ length: 2 * CHANNELS }, (_one, channel) => 0.5 + 0.45 * Math.sin(0.21 * at + channel)),
      channel: 0,
      seconds: 1 + at / 20,
      columnsEnded: 1000 + 5 * at,
      samples: (i) => 0.4 * Math.sin((2 * Math.PI * 997 * (i + 2400 * at)) / 48_000),
      intervals: Array.from({ length: 256 + 5 * at }, (_one, i) => 1 + 0.03 * Math.sin(i + at)),
    }),
  );
  await page.evaluate(`globalThis.frames60 = ${JSON.stringify(frames.map((frame) => [...frame]))}.map((bytes) => new Uint8Array(bytes)); undefined`);
  await devtools.send("Performance.enable");
  return costsOf(`if (count % 3 === 0) postMessage({ type: "live", frame: frames60[(count / 3) % 60] }, "*")`);
}

try {
  const paint = await paintTimes();
  const floor = await dot();
  const stream = await streaming();
  console.log(JSON.stringify({ version: PANEL_PROTOCOL_VERSION, bytes: server.scriptBytes, channels: CHANNELS, frameBytes: liveFrame({ peaks: Array.from({ length: 2 * CHANNELS }, () => 0.5), channel: 0 }).length, paint, floor, stream }));
} finally {
  await browser.close();
  await server.close();
}
