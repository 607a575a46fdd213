import { checkConfig } from "../../extension/config/checkConfig.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";

/**
 * How long it takes from a text to its findings. Prints one JSON document: milliseconds per run, and the budgets.
 * Also times texts made to hurt, each at two sizes: `growth` near 2 is linear time.
 */
interface Timing {
  readonly name: string;
  readonly lines: number;
  readonly characters: number;
  readonly runs: number;
  readonly findings: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Processor time of a run on average: what is left of it on a machine that is busy with other things. */
  readonly cpu: number;
  /** What p99 should stay under; null: none is set. */
  readonly budget: number | null;
}

const BLOCK = [
  "# Low latency on the USB interface",
  'backend = "Windows WASAPI"',
  "bufferSizeSamples = 480 # 10 ms",
  "",
  "[input]",
  'device = "Microphone (USB Audio Device)"',
  "channels = 2",
  'sampleType = "Float32"',
  "suggestedLatencySeconds = 0.0",
  "wasapiExclusiveMode = true",
  "",
  "[output]",
  "deviceRegex = '^Speakers \\(.*\\)$'",
  "channels = 2",
  "wasapiAutoConvert = false # bit-perfect",
] as const;

/** A file of so many lines: the options once, then what a long file has, comments and options in unknown tables. */
function fileOf(lines: number, broken: boolean): string {
  const all: string[] = [...BLOCK];
  for (let n = 0; all.length < lines; n++) {
    all.push(`[preset-${String(n)}]`, ...BLOCK.slice(5, 11), `# preset ${String(n)} ends`);
  }
  if (broken) {
    all.splice(6, 0, "devi", "channels = ", 'device = "open');
  }
  return `${all.slice(0, lines).join("\n")}\n`;
}

function time(name: string, text: string, runs: number, budget: number | null): Timing {
  let findings = 0;
  const run = (): number => {
    const start = performance.now();
    findings = checkConfig(parseConfig(text)).length;
    return performance.now() - start;
  };
  for (let i = 0; i < Math.min(runs, 50); i++) {
    run();
  }
  const before = process.cpuUsage();
  const times = Array.from({ length: runs }, run).sort((a, b) => a - b);
  const used = process.cpuUsage(before);
  const at = (fraction: number): number => Number((times[Math.min(times.length - 1, Math.floor(fraction * times.length))] ?? 0).toFixed(3));
  return {
    name,
    lines: text.split("\n").length - 1,
    characters: text.length,
    runs,
    findings,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    cpu: Number(((used.user + used.system) / 1000 / runs).toFixed(3)),
    budget,
  };
}

function growth(name: string, text: (size: number) => string): { name: string; milliseconds: number; growth: number } {
  const best = (size: number): number => Math.min(...Array.from({ length: 3 }, () => time(name, text(size), 1, null).cpu));
  const small = best(2_000);
  const large = best(4_000);
  return { name, milliseconds: large, growth: Number((large / small).toFixed(2)) };
}

export function parseBenchmark(): { readonly timings: readonly Timing[]; readonly nasty: readonly ReturnType<typeof growth>[] } {
  return {
    timings: [
      time("100 lines", fileOf(100, false), 2000, 1),
      time("100 lines, three broken", fileOf(100, true), 2000, 1),
      time("5000 lines", fileOf(5000, false), 100, 20),
      time("5000 lines, three broken", fileOf(5000, true), 100, null),
    ],
    nasty: [
      growth("quotes", (size) => '"'.repeat(size * 10)),
      growth("brackets", (size) => `a = ${"[".repeat(size * 10)}`),
      growth("unclosed lists", (size) => "a = [\n".repeat(size)),
      growth("unclosed inline tables", (size) => "a = {\n".repeat(size)),
      growth("unclosed long strings", (size) => 'a = """\\\n'.repeat(size)),
      growth("the same table", (size) => "[input]\n".repeat(size)),
      growth("the same key", (size) => "channels = 0\n".repeat(size)),
      growth("unknown tables", (size) => Array.from({ length: size }, (_, index) => `[t${String(index)}]`).join("\n")),
      growth("dotted key", (size) => `${"a.".repeat(size)}b = 1`),
    ],
  };
}

if (process.argv[1]?.endsWith("parse.bench.ts") === true) {
  process.stdout.write(`${JSON.stringify(parseBenchmark(), null, 2)}\n`);
}
