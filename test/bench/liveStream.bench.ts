// A stream of 64 channels each way in a real workbench, watched in the panel: what each process costs, from the audio
// callback to the picture, beside what it costs when the page leaves all messages unread and moves a single dot: so much
// is the stream's, VS Code's and the browser's. And how long the panel takes to appear there. Prints one JSON document.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "@playwright/test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { processesBelow } from "../e2e/support/processes.ts";
import { Workbench } from "../e2e/support/workbench.ts";
import { openingTimes, SHORT_MARKDOWN } from "./openingTimes.ts";

const CHANNELS = 64;
const SETTLE_MS = 5000;
const SECONDS = 10;
/** Of the kernel's clock that processor times are counted in (getconf CLK_TCK is 100 on all Linux that Node runs on). */
const TICKS_PER_SECOND = 100;

const CONFIG = `backend = "Virtual"
bufferSizeSamples = 480
[input]
channels = ${String(CHANNELS)}
[output]
channels = ${String(CHANNELS)}
`;
const SCENARIO = `[[device]]
name = "Virtual Cable"
inputs = ${String(CHANNELS)}
outputs = ${String(CHANNELS)}
rates = [48000]
defaultRate = 48000
isDefault = true
`;

interface ProcessInfo {
  readonly type: string;
  readonly cpuTime: number;
}

type Costs = Readonly<Record<"audio" | "extensionHost" | "server" | "renderers" | "gpu", number>>;

mkdirSync(inRoot("artifacts", "logs"), { recursive: true });
const workbench = await Workbench.start({ name: "bench" });
try {
  workbench.newFolder(CONFIG);
  workbench.writeSettings({});
  workbench.writeScenario(SCENARIO);
  writeFileSync(join(workbench.folder, SHORT_MARKDOWN.name), SHORT_MARKDOWN.text);
  const window = await workbench.open();
  await window.devicesKnown();
  // The tests keep the workbench calm; here it is to move.
  await window.page.emulateMedia({ reducedMotion: "no-preference" });
  const opening = await openingTimes(window);
  await window.runCommand("FlexLab: Open Panel");
  await window.panel.getByRole("tab", { name: "Stream" }).click();
  // All levels move.
  await window.panel.getByRole("combobox", { name: "Test stream" }).selectOption({ label: "Pink noise" });
  await window.panel.getByRole("button", { name: "Start stream" }).click();
  await window.panel.getByRole("meter").nth(2 * CHANNELS - 1).waitFor();
  await window.page.waitForTimeout(SETTLE_MS);
  const browser = window.page.context().browser();
  if (browser === null) throw new Error("the page has no browser");
  const devtools = await browser.newBrowserCDPSession();

  /** Processor time of each so far, in seconds. */
  const costs = async (): Promise<Costs> => {
    const { processInfo } = (await devtools.send("SystemInfo.getProcessInfo")) as { processInfo: readonly ProcessInfo[] };
    const ofBrowser = (type: string): number => processInfo.filter((one) => one.type === type).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    const ofServer = { audio: 0, extensionHost: 0, server: 0 };
    for (const { pid, command } of processesBelow(workbench.pid)) {
      const kind = command.includes("audioProcess") ? "audio" : command.includes("extensionHost") ? "extensionHost" : "server";
      ofServer[kind] += processorTime(pid);
    }
    return { ...ofServer, renderers: ofBrowser("renderer"), gpu: ofBrowser("GPU") };
  };

  const frame = await panelFrame();
  await frame.evaluate(`{
    globalThis.counted = { messages: 0, pictures: 0 };
    globalThis.isLeftUnread = false;
    addEventListener("message", (event) => {
      if (event.data?.type !== "live") return;
      counted.messages += 1;
      if (isLeftUnread) event.stopImmediatePropagation();
    }, true);
    // On a canvas that is there: one more would change what the browser makes layers of.
    const dot = document.querySelector(".meter-canvas").getContext("2d");
    const step = () => {
      counted.pictures += 1;
      if (isLeftUnread) {
        dot.clearRect(0, 0, 4, 4);
        dot.fillRect(counted.pictures % 4, 0, 1, 1);
      }
      requestAnimationFrame(step);
    };
    step();
  }`);
  const watched = await measured();
  await frame.evaluate("isLeftUnread = true");
  // Until nothing falls any more.
  await window.page.waitForTimeout(SETTLE_MS);
  const unread = await measured();
  console.log(JSON.stringify({ channels: CHANNELS, opening, watched, unread }));

  /** In per cent of a core, and how often something came and was drawn. */
  async function measured(): Promise<{ readonly messagesPerSecond: number; readonly picturesPerSecond: number; readonly percent: Costs }> {
    await frame.evaluate("counted.messages = counted.pictures = 0");
    const before = await costs();
    const begun = performance.now();
    await window.page.waitForTimeout(SECONDS * 1000);
    const counted = await frame.evaluate<{ messages: number; pictures: number }>("counted");
    const after = await costs();
    const seconds = (performance.now() - begun) / 1000;
    const percent = Object.fromEntries(Object.entries(after).map(([name, value]) => [name, (100 * (value - before[name as keyof Costs])) / seconds]));
    return { messagesPerSecond: counted.messages / seconds, picturesPerSecond: counted.pictures / seconds, percent: percent as Costs };
  }

  /** The page of the panel; the workbench shows it two frames deep. */
  async function panelFrame(): Promise<Frame> {
    await window.panel.locator("#panel").waitFor({ state: "attached" });
    for (const one of window.page.frames()) if ((await one.locator("#panel").count()) > 0) return one;
    throw new Error("the panel has no frame");
  }
} finally {
  await workbench.stop();
}

/** In seconds, of all threads (proc(5): fields 14 and 15 of stat, after the name in brackets). */
function processorTime(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
