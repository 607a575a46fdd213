/**
 * How fast a recording is analysed, as multiples of its own length, in processor time, so that other work on the machine
 * hardly counts. Prints one JSON document:
 * `npx tsx test/bench/analysis.bench.ts`.
 */
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { DelayedSignal } from "../../extension/analysis/delayedSignal.ts";
import { PlayedSignal } from "../../extension/analysis/playedSignal.ts";
import { Wander } from "../../extension/analysis/wander.ts";

interface Case {
  readonly name: string;
  readonly channels: number;
  readonly seconds: number;
  /** Frames lost one by one, evenly spread. */
  readonly drops?: number;
  /** Root mean square against full scale. */
  readonly noise?: number;
  /** Frames beyond the whole delay. */
  readonly fraction?: number;
  readonly driftPpm?: number;
  /** Frames by which the delay swings, once in 3 s. */
  readonly swing?: number;
  /** Hz: nothing above half of it comes back. */
  readonly innerRate?: number;
}

const RATE = 48_000;
const DELAY = 2400;
const SEED = 12345;
/** The first of them is what a command line sees, which analyses once; the later half what the loops can do. */
const RUNS = 16;

const cases: readonly Case[] = [
  { name: "2 channels, clean", channels: 2, seconds: 10 },
  { name: "2 channels, 1000 drops in a million frames", channels: 2, seconds: 1e6 / RATE, drops: 1000 },
  { name: "2 channels, noise at -70 dB", channels: 2, seconds: 10, drops: 10, noise: 0.0003 },
  { name: "2 channels, a fraction of a frame late, noise at -70 dB", channels: 2, seconds: 10, noise: 0.0003, fraction: 0.37 },
  { name: "2 channels, drift of 100 ppm, noise at -70 dB", channels: 2, seconds: 10, noise: 0.0003, fraction: 0.37, driftPpm: 100 },
  { name: "2 channels, a delay that swings by 5 frames, noise at -70 dB", channels: 2, seconds: 10, noise: 0.0003, fraction: 0.37, swing: 5 },
  { name: "2 channels, resampled to 32 kHz on the way", channels: 2, seconds: 10, noise: 0.00003, fraction: 0.37, innerRate: 32_000 },
  { name: "64 channels, clean", channels: 64, seconds: 2, drops: 10 },
];

function record({ channels, seconds, drops = 0, noise = 0, fraction = 0, driftPpm = 0, swing = 0, innerRate }: Case): Float32Array[] {
  const frames = Math.round(seconds * RATE);
  const delayed = new DelayedSignal(new PlayedSignal(SEED, channels, 24));
  // What is lost before the first sound arrives cannot be heard.
  const lost = (m: number): number => Math.floor((Math.max(0, m - 5000) / (frames - 5000)) * (drops + 1));
  return Array.from({ length: channels }, (_, channel) => {
    const code = new Float64Array(frames + drops + 2 * TAPS);
    delayed.fill(channel, { level: DELAY + fraction, slope: driftPpm * 1e-6, wander: swing === 0 ? null : swinging(swing, frames) }, -TAPS, code);
    const passed = innerRate === undefined ? code.subarray(TAPS) : lowPassed(code, innerRate / RATE);
    return Float32Array.from({ length: frames }, (_, m) => {
      const x = passed[m + lost(m)] ?? 0;
      return noise === 0 ? x : x + noise * (Math.random() + Math.random() + Math.random() + Math.random() - 2) * Math.sqrt(3);
    });
  });
}

function swinging(by: number, frames: number): Wander {
  return Wander.through(Array.from({ length: Math.ceil(frames / 1024) }, (_, i) => ({ at: i * 1024, delay: by * Math.sin((2 * Math.PI * i * 1024) / (3 * RATE)) })));
}

/** Taps on each side of the filter that stands for a resampler. */
const TAPS = 64;

function lowPassed(x: Float64Array, band: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * TAPS + 1 }, (_, k) => {
    const t = (k - TAPS) * 0.94 * band;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    return 0.94 * band * sinc * (0.5 + 0.5 * Math.cos((Math.PI * (k - TAPS)) / (TAPS + 1)));
  });
  return Float64Array.from({ length: x.length - 2 * TAPS }, (_, i) => taps.reduce((sum, tap, k) => sum + tap * (x[i + k] as number), 0));
}

const results = cases.map((c) => {
  const input = record(c);
  const frames = Math.round(c.seconds * RATE);
  const milliseconds = Array.from({ length: RUNS }, () => {
    const start = process.cpuUsage();
    const found = analysePath({ sampleRate: RATE, bufferFrames: 480, outputChannels: c.channels, input, frames, seed: SEED, codeBits: 24 });
    const used = process.cpuUsage(start);
    if (found.kind === "nothing" || found.glitches?.length !== (c.drops ?? 0)) {
      throw new Error(`${c.name}: ${found.kind}, ${found.glitches?.length} glitches instead of ${c.drops ?? 0}`);
    }
    if (c.innerRate !== undefined && found.integrity.resampled.innerSampleRate !== c.innerRate) throw new Error(`${c.name}: the inner rate was not found`);
    return (used.user + used.system) / 1000;
  });
  const [first = NaN] = milliseconds;
  const settled = milliseconds.slice(RUNS / 2).sort((a, b) => a - b);
  const median = settled[settled.length >> 1] ?? NaN;
  return {
    name: c.name,
    cpuMilliseconds: Number(median.toFixed(1)),
    firstCpuMilliseconds: Number(first.toFixed(1)),
    timesRealTime: Number(((c.seconds * 1000) / median).toFixed(1)),
    nanosecondsPerSample: Number(((median * 1e6) / (frames * c.channels)).toFixed(1)),
  };
});

process.stdout.write(`${JSON.stringify({ benchmark: "analysis", results }, null, 2)}\n`);
