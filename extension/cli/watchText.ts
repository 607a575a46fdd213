import type { DriverPage, DriverSide } from "../audio/contract.ts";
import { columnsOf, printable, styled } from "./style.ts";
import { tableLines } from "./table.ts";
import type { Look } from "./terminal.ts";

const NONE = "No program uses FlexLab's driver now. What starts to use it appears here.";

const COLUMNS = [
  { title: "program", align: "left" },
  { title: "pid", align: "right" },
  { title: "state", align: "left" },
  { title: "backend", align: "left" },
  { title: "rate", align: "right" },
  { title: "buffer", align: "right" },
  { title: "latency in", align: "right" },
  { title: "out", align: "right" },
  { title: "late", align: "right" },
  { title: "xruns", align: "right" },
  { title: "peak in", align: "left" },
  { title: "out", align: "left" },
  { title: "since", align: "right" },
] as const;

/** The running drivers for people: a table, and below each row its devices, its file and what went wrong. `now`: Date.now(). */
export function watchText(drivers: readonly DriverPage[], look: Look, now: number): string {
  if (drivers.length === 0) return `${NONE}\n`;
  const [head = "", ...rows] = tableLines(COLUMNS, drivers.map((driver) => cells(driver, now)));
  const lines = drivers.flatMap((driver, index) => [
    fitting(rows[index] ?? "", look.width),
    ...details(driver).map((line) => styled(look, fitting(`  ${line}`, look.width), "dim")),
    ...(driver.error === null ? [] : [styled(look, fitting(`  ${printable(driver.error.message)}`, look.width), "red")]),
    ...(driver.error === null || driver.error.hint === "" ? [] : [styled(look, fitting(`  ${printable(driver.error.hint)}`, look.width), "dim")]),
  ]);
  return `${[styled(look, fitting(head, look.width), "bold"), ...lines].join("\n")}\n`;
}

function cells(driver: DriverPage, now: number): readonly string[] {
  const { sampleRate, bufferFrames } = driver;
  const latency = (side: DriverSide | null): string =>
    side?.latencyFrames == null || sampleRate === null ? "-" : `${((side.latencyFrames / sampleRate) * 1000).toFixed(1)} ms`;
  return [
    printable(driver.program),
    String(driver.processId),
    driver.state,
    `${driver.backend ?? "-"}${driver.exclusive === true ? " exclusive" : ""}`,
    sampleRate === null ? "-" : `${String(sampleRate)} Hz`,
    bufferFrames === null ? "-" : String(bufferFrames),
    latency(driver.input),
    latency(driver.output),
    String(driver.lateCallbacks),
    String(xruns(driver)),
    meter(driver.state, driver.input),
    meter(driver.state, driver.output),
    driver.startedAt === null || !isSounding(driver.state) ? "-" : duration(now - driver.startedAt),
  ];
}

function details(driver: DriverPage): readonly string[] {
  const { input, output } = driver;
  const called = (side: DriverSide): string => {
    const { deviceRate } = side;
    const converts = deviceRate !== null && driver.sampleRate !== null && deviceRate !== driver.sampleRate;
    return `${printable(side.device)}${converts ? ` (converted: runs at ${String(deviceRate)} Hz)` : ""}`;
  };
  const devices =
    output !== null && output.device === input?.device
      ? [called(output)]
      : [...(output === null ? [] : [`out ${called(output)}`]), ...(input === null ? [] : [`in ${called(input)}`])];
  const joined = driver.twoClocks ? ["two clocks, joined"] : [];
  const away = driver.state === "lost" ? ["silent until the device is back"] : [];
  const facts = [...away, ...devices, ...joined, ...(driver.configPath === null ? [] : [printable(driver.configPath)])];
  return facts.length === 0 ? [] : [facts.join(" · ")];
}

/** Buffers that the backend itself says it lost, and those that the program did not fill in time. */
export function xruns(driver: DriverPage): number {
  return driver.inputUnderflows + driver.inputOverflows + driver.outputUnderflows + driver.outputOverflows + driver.missedOutputReady;
}

const STEPS = "▁▂▃▄▅▆▇█";
const FLOOR_DB = -60;
const SHOWN_CHANNELS = 8;

/** A column of eighths for each of the first channels, -60 dBFS to full scale, and the highest of all in dBFS. */
function meter(state: DriverPage["state"], side: DriverSide | null): string {
  if (side === null || !isSounding(state)) return "-";
  const bars = side.peaks.slice(0, SHOWN_CHANNELS).map((peak) => {
    const share = (decibels(peak) - FLOOR_DB) / -FLOOR_DB;
    return STEPS[Math.max(0, Math.min(STEPS.length - 1, Math.floor(share * STEPS.length)))] ?? "";
  });
  const highest = decibels(Math.max(0, ...side.peaks));
  return `${bars.join("")} ${highest < FLOOR_DB ? "silent" : `${highest.toFixed(1)} dB`}`;
}

function decibels(peak: number): number {
  return 20 * Math.log10(peak);
}

function isSounding(state: DriverPage["state"]): boolean {
  return state === "running" || state === "lost";
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
}

/** A line that breaks cannot be written over: it is cut instead. */
function fitting(line: string, width: number): string {
  if (columnsOf(line) < width) return line;
  let cut = "";
  for (const character of line) {
    if (columnsOf(cut + character) > width - 2) break;
    cut += character;
  }
  return `${cut}…`;
}
