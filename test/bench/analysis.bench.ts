/**
 * How fast a recording is analysed, as multiples of its own length, in CPU time, so that other work on the machine
 * hardly counts. Prints one JSON document:
 * `npx tsx test/bench/analysis.bench.ts`.
 */
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { channelKey, fillCode } from "../../extension/analysis/positionCode.ts";

interface Case {
  readonly name: string;
  readonly channels: number;
  readonly seconds: number;
  /** Frames lost, evenly spread. */
  readonly drops: number;
  readonly noise: number;
  /** Fractional delay by a two-point average: nothing is exact any more. */
  readonly blurred: boolean;
}

const RATE = 48_000;
const DELAY = 2400;
const SEED = 12345;

const cases: readonly Case[] = [
  { name: "2 channels, clean", channels: 2, seconds: 10, drops: 0, noise: 0, blurred: false },
  { name: "2 channels, 1000 drops", channels: 2, seconds: 10, drops: 1000, noise: 0, blurred: false },
  { name: "2 channels, noise at -70 dB", channels: 2, seconds: 10, drops: 10, noise: 0.0003, blurred: false },
  { name: "2 channels, not bit-exact", channels: 2, seconds: 10, drops: 0, noise: 0, blurred: true },
  { name: "64 channels, clean", channels: 64, seconds: 2, drops: 10, noise: 0, blurred: false },
];

function record({ channels, seconds, drops, noise, blurred }: Case): Float32Array[] {
  const frames = seconds * RATE;
  // What is lost before the first sound arrives cannot be heard.
  const lost = (m: number): number => Math.floor((Math.max(0, m - 5000) / (frames - 5000)) * (drops + 1));
  return Array.from({ length: channels }, (_, channel) => {
    const code = new Float32Array(frames + drops);
    fillCode(channelKey(SEED, channel), -DELAY, 24, code);
    return Float32Array.from({ length: frames }, (_, m) => {
      const at = m + lost(m);
      const x = code[at] ?? 0;
      const y = blurred ? 0.7 * x + 0.3 * (code[at + 1] ?? 0) : x;
      return noise === 0 ? y : y + noise * (Math.random() + Math.random() - 1) * 2.4;
    });
  });
}

const results = cases.map((c) => {
  const input = record(c);
  const frames = c.seconds * RATE;
  const milliseconds = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    const found = analysePath({
      sampleRate: RATE,
      bufferFrames: 480,
      outputChannels: c.channels,
      input,
      frames,
      seed: SEED,
      codeBits: 24,
    });
    const used = process.cpuUsage(start);
    if (found.kind === "nothing" || (found.glitches !== null && found.glitches.length !== c.drops)) {
      throw new Error(`${c.name}: ${found.kind}, ${found.glitches?.length} glitches instead of ${c.drops}`);
    }
    return (used.user + used.system) / 1000;
  }).sort((a, b) => a - b);
  const median = milliseconds[2] ?? NaN;
  return {
    name: c.name,
    cpuMilliseconds: Number(median.toFixed(1)),
    timesRealTime: Number(((c.seconds * 1000) / median).toFixed(1)),
    nanosecondsPerSample: Number(((median * 1e6) / (frames * c.channels)).toFixed(1)),
  };
});

process.stdout.write(`${JSON.stringify({ benchmark: "analysis", results }, null, 2)}\n`);
