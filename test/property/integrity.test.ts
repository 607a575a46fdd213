import assert from "node:assert/strict";
import type { RoutingKind } from "../../extension/analysis/routing.ts";
import type { Report } from "../../extension/lab/report.ts";
import { runFullTest } from "../../extension/lab/full/runFullTest.ts";
import { runTest } from "../../extension/lab/runTest.ts";
import { generator } from "../simulator/noise.ts";
import { seed } from "../seed.ts";
import { addonPort } from "./addonPort.ts";

const RUNS = Number(process.env["FLEXLAB_PROPERTY_RUNS"] ?? 40);

interface Scenario {
  readonly rate: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly lines: readonly string[];
  readonly check: (report: Report, delay: number) => void;
}

type Random = (n: number) => number;

/** A word of 8 to 20 bits, with dither or without. */
function quantised(upTo: Random): Scenario {
  const bits = 8 + upTo(13);
  const dithered = upTo(2) === 0;
  // Two even noises of one step each, added before rounding.
  const noise = 20 * Math.log10(2 ** (1 - bits) / Math.sqrt(6));
  return {
    rate: 48_000,
    inputs: 2,
    outputs: 2,
    lines: [`quantizeBits = ${bits}`, ...(dithered ? [`noiseDbfs = ${noise.toFixed(4)}`] : [])],
    check: ({ integrity }) => { assert.deepEqual([integrity.effectiveBits, integrity.dither], [bits, dithered ? "triangular" : "none"]); },
  };
}

/** A lower rate inside. */
function resampled(upTo: Random): Scenario {
  const rate = [44_100, 48_000, 96_000][upTo(3)] ?? 48_000;
  const lower = [16_000, 22_050, 32_000, 44_100, 48_000].filter((inner) => inner < rate);
  const inner = lower[upTo(lower.length)] ?? 16_000;
  return {
    rate,
    inputs: 1,
    outputs: 1,
    lines: [`innerRate = ${inner}`],
    check: ({ latency, integrity: { resampled: found } }, delay) => {
      assert.ok(Math.abs((latency.measuredRoundTripFrames ?? NaN) - delay) < 1e-5, `${latency.measuredRoundTripFrames}`);
      assert.deepEqual([found.detected, found.innerSampleRate], [true, inner]);
      assert.ok(found.quality !== null && found.quality !== undefined);
      assert.ok(found.quality.noiseDb < -40 && found.quality.passbandDb < 1, JSON.stringify(found.quality));
    },
  };
}

/** Channels that are swapped, shuffled, copied, summed, mixed down, or nowhere. */
function routed(upTo: Random): Scenario {
  const gain = [1, 0.5, 0.8, -1][upTo(4)] ?? 1;
  const diagonal = (order: readonly number[], outputs: number): number[][] => order.map((o) => Array.from({ length: outputs }, (_, c) => (c === o ? gain : 0)));
  const half = Math.SQRT1_2;
  const kinds: readonly (readonly [RoutingKind, readonly (readonly number[])[]])[] = [
    ["identity", diagonal([0, 1, 2], 3)],
    ["swap", diagonal([1, 0], 2)],
    ["permutation", diagonal([2, 0, 1], 3)],
    ["copies", diagonal([0, 0], 2)],
    ["mono-sum", [[gain / 2, gain / 2], [gain / 2, gain / 2]]],
    ["downmix-5.1", [[gain, 0, half * gain, 0, half * gain, 0], [0, gain, half * gain, 0, 0, half * gain]]],
    ["mix", [[gain, 0.3], [0.2, gain]]],
    ["silence", [[0, 0], [0, 0]]],
  ];
  const [kind, matrix] = kinds[upTo(kinds.length)] ?? kinds[0] ?? ["identity", []];
  return {
    rate: 48_000,
    inputs: matrix.length,
    outputs: matrix[0]?.length ?? 1,
    lines: [`matrix = [${matrix.map((row) => `[${row.map((x) => x.toFixed(9)).join(", ")}]`).join(", ")}]`],
    check: ({ integrity }) => {
      const { routing, channelMatrix } = integrity;
      assert.equal(routing?.kind, kind);
      assert.equal(routing.matchesBs775, kind === "downmix-5.1" ? true : null);
      assert.deepEqual(routing.silentInputs, kind === "silence" ? [0, 1] : []);
      matrix.forEach((row, i) => { row.forEach((x, o) => { assert.ok(Math.abs((channelMatrix?.[i]?.[o] ?? NaN) - x) < 1e-6, `${i} ${o}`); }); });
    },
  };
}

describe(`what a path does to the samples, ${RUNS} random scenarios (seed ${seed})`, function () {
  this.timeout(3_600_000);

  it("is told rightly in every one: word length, dither, inner rate, matrix and its class", async () => {
    const port = addonPort();
    const random = generator(seed);
    const upTo: Random = (n) => Math.floor(random() * n);
    for (let run = 0; run < RUNS; run++) {
      const { rate, inputs, outputs, lines, check } = ([quantised, resampled, routed][run % 3] ?? quantised)(upTo);
      const delay = 2400 + upTo(2000);
      const text = ['clock = "fast"', "[[device]]", 'name = "Path"', `inputs = ${inputs}`, `outputs = ${outputs}`, `rates = [${rate}]`, `defaultRate = ${rate}`, `delayFrames = ${delay}.0`, ...lines, ""].join("\n");
      const report = await runTest(
        { text: 'backend = "Virtual"\nbufferSizeSamples = 256\n', file: "FlexASIO.toml", configFile: null, scenario: { name: "path", text }, seconds: 1, sampleRate: rate, bufferFrames: null },
        port,
      );
      assert.equal(report.error, null);
      try {
        check(report, delay);
      } catch (error) {
        throw new Error(`run ${run}:\n${text}${JSON.stringify(report.integrity)}`, { cause: error });
      }
    }
  });

  it("has a grade where clocks differ, unless the doubt of the comparison decides", async () => {
    const port = addonPort();
    const cases = [
      { lines: ["driftPpm = 100.0", "noiseDbfs = -50.0"], grade: "C" },
      { lines: ["driftPpm = 100.0", "noiseDbfs = -35.0"], grade: "D" },
      { lines: ["delayFrames = 4000.0", "driftPpm = -60.0", "noiseDbfs = -70.0", "innerRate = 44100"], grade: "B" },
      { lines: ["driftPpm = 200.0"], grade: undefined },
    ];
    for (const { lines, grade } of cases) {
      const text = `clock = "fast"\n[[device]]\nname = "Path"\n${lines.join("\n")}\n`;
      const { integrity } = await runTest(
        { text: 'backend = "Virtual"\n', file: "FlexASIO.toml", configFile: null, scenario: { name: "path", text }, seconds: 3, sampleRate: 48_000, bufferFrames: null },
        port,
      );
      assert.deepEqual([integrity.resampled.detected, integrity.resampled.quality?.grade], [true, grade], `${text}${JSON.stringify(integrity.resampled)}`);
    }
  });

  it("holds a constant part and a limiter, which are found by their size, and no others", async () => {
    const port = addonPort();
    const random = generator(seed + 1);
    for (let run = 0; run < Math.max(3, RUNS / 10); run++) {
      const dc = (random() < 0.5 ? -1 : 1) * 10 ** (-1 - 3 * random());
      const limits = random() < 0.5;
      const lines = [`dc = ${dc.toFixed(7)}`, `limiter = ${limits}`, ...(random() < 0.5 ? ["noiseDbfs = -90.0"] : []), ...(random() < 0.3 ? ["delayFrames = 1200.4"] : [])];
      const text = `clock = "fast"\n[[device]]\nname = "Path"\n${lines.join("\n")}\n`;
      const { error, integrity, quality } = await runFullTest(
        { text: 'backend = "Virtual"\n', file: "FlexASIO.toml", configFile: null, scenario: { name: "path", text }, seconds: 1, sampleRate: 48_000, bufferFrames: null },
        port,
      );
      assert.equal(error, null);
      const { channels = [] } = quality?.loudness ?? {};
      const kinds = channels.map(({ kind }) => kind);
      assert.deepEqual(kinds, limits ? ["limited", "limited"] : ["none", "none"], `${text}${JSON.stringify(quality?.loudness)}`);
      for (const found of [...(integrity.dc ?? []), ...(quality?.noise?.channels ?? []).map((one) => one.dc)]) {
        assert.ok(found !== null && Math.abs(found - dc) < 1e-4 + 0.001 * Math.abs(dc), `${text}${JSON.stringify([integrity.dc, quality?.noise])}`);
      }
    }
  });
});
