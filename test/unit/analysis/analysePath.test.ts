import assert from "node:assert/strict";
import { analysePath } from "../../../extension/analysis/analysePath.ts";
import type { PathAnalysis } from "../../../extension/analysis/pathAnalysis.ts";
import { simulatePath } from "../../simulator/simulatePath.ts";
import type { SimulatedPath } from "../../simulator/simulatePath.ts";

const RATE = 48_000;

const SEED = 20_260_101;

function analyse(path: Omit<SimulatedPath, "seed">, frames = 24_000): PathAnalysis {
  const seed = SEED;
  return analysePath({
    sampleRate: RATE,
    bufferFrames: 480,
    outputChannels: path.outputs ?? path.inputs ?? 2,
    input: simulatePath({ delayFrames: 960, ...path, seed }, frames),
    frames,
    seed,
    codeBits: path.codeBits ?? 24,
  });
}

/** `kind at+length` of each event, with its channel when it has one. */
function told({ glitches }: PathAnalysis): readonly string[] | undefined {
  return glitches?.map(
    (e) => `${e.kind} ${e.frame}+${e.lengthFrames}${e.channel === null ? "" : ` ch${e.channel}`}${e.deltaFrames === 0 ? "" : ` ${e.deltaFrames}`}`,
  );
}

describe("analysePath, where the first sound is soon broken", () => {
  it("takes gains from where the sound is good", () => {
    // A hundred frames of sound, then a jump: the place that is fitted first holds it.
    const seed = 2_427_276_749;
    const frames = 8379;
    const order = [1, 2, 0];
    const matrix = order.map((o) => order.map((_, column) => (column === o ? 1 : 0)));
    const input = simulatePath({ seed, inputs: 3, delayFrames: 64, gainDb: -12, matrix, quantizeBits: 12, faults: [{ at: 163, kind: "drop", frames: 1 }] }, frames);
    const found = analysePath({ sampleRate: 44_100, bufferFrames: 32, outputChannels: 3, input, frames, seed, codeBits: 24 });
    assert.deepEqual(told(found), ["dropped 163+1 -1"]);
    for (const gain of found.integrity.gainDb ?? []) assert.ok(gain !== null && Math.abs(gain + 12) < 0.01, `gain ${gain}`);
  });
});

describe("analysePath, frames in the wrong order", () => {
  it("names them where one of the channels sounds the same either way", () => {
    const [first, second] = simulatePath({ delayFrames: 960, seed: SEED }, 24_000) as [Float32Array, Float32Array];
    const step = (samples: Float32Array, frame: number): number => Math.abs((samples[frame + 1] as number) - (samples[frame] as number));
    const at = first.findIndex((_, frame) => frame > 5000 && step(first, frame) > 0.2 && step(second, frame) < 1e-4);
    const found = analyse({ noiseDbfs: -70, faults: [{ at, kind: "reorder", frames: 1 }] });
    assert.deepEqual(told(found), [`reordered ${at}+2`]);
  });

  it("tells once of blocks whose edges sound the same on both sides", () => {
    const faults = [1068, 1129].map((at) => ({ at, kind: "reorder", frames: 8 }) as const);
    const recorded = { sampleRate: 44_100, bufferFrames: 32, outputChannels: 2, frames: 8379, seed: 0, codeBits: 24 };
    const input = simulatePath({ seed: 0, inputs: 2, delayFrames: 64, gainDb: -12, noiseDbfs: -55, faults }, recorded.frames);
    assert.deepEqual(told(analysePath({ ...recorded, input })), ["reordered 1068+16", "reordered 1129+16"]);
  });
});

describe("analysePath, a clock that drifts slowly in noise", () => {
  it("is told as drift, although parts of the sound can be followed frame by frame", () => {
    const found = analyse({ noiseDbfs: -60, driftPpm: 20 }, 4 * RATE);
    assert.deepEqual([found.kind, found.glitches], ["correlated", []]);
    assert.ok(Math.abs((found.drift.ppm ?? 0) - 20) < 0.01, `${String(found.drift.ppm)} ppm`);
  }).timeout(60_000);
});

describe("analysePath, round trip", function () {
  this.timeout(60_000);

  it("is exact on digital paths of any delay", () => {
    for (const delayFrames of [0, 1, 63, 480, 20_000]) {
      const found = analyse({ delayFrames });
      assert.deepEqual(found.latency, { roundTripFrames: delayFrames, uncertaintyFrames: 0, method: "position", movesFrames: null });
    }
  });

  it("is exact through gain, polarity, swapped and mixed channels, coarse words and noise", () => {
    const found = analyse({
      delayFrames: 1234,
      gainDb: -20,
      invert: true,
      matrix: [[0, 1, 0], [0.5, 0, 0.5], [0.25, 0, 0]],
      inputs: 3,
      noiseDbfs: -90,
    });
    assert.equal(found.kind, "tracked");
    assert.equal(found.latency.roundTripFrames, 1234);
    const expected = [[0, -0.1, 0], [-0.05, 0, -0.05], [-0.025, 0, 0]];
    found.integrity.channelMatrix?.forEach((row, i) => {
      row.forEach((gain, o) => {
        assert.ok(Math.abs(gain - (expected[i]?.[o] ?? 0)) < 1e-4, `${i} ${o}: ${gain}`);
      });
    });
  });

  it("lies within its uncertainty on paths with a fraction of a frame", () => {
    for (const noiseDbfs of [-60, -40, -20]) {
      const found = analyse({ delayFrames: 1000.37, noiseDbfs, inputs: 1 }, 48_000);
      assert.equal(found.kind, "correlated");
      assert.deepEqual(found.glitches, []);
      const { roundTripFrames, uncertaintyFrames } = found.latency;
      assert.ok(roundTripFrames !== null && uncertaintyFrames !== null);
      assert.ok(Math.abs(roundTripFrames - 1000.37) < 2 * uncertaintyFrames, `${roundTripFrames} +- ${uncertaintyFrames}`);
      assert.ok(uncertaintyFrames < 0.02, `+- ${uncertaintyFrames}`);
    }
  });

  it("sees a thousandth of a frame that looks like noise", () => {
    const found = analyse({ delayFrames: 1500.001, inputs: 1 }, 48_000);
    assert.equal(found.latency.method, "phase");
    assert.ok(Math.abs((found.latency.roundTripFrames ?? 0) - 1500.001) < 1e-4);
  });

  it("measures drift and the delay at the beginning", () => {
    for (const driftPpm of [-100, 30]) {
      const found = analyse({ delayFrames: 960, driftPpm, noiseDbfs: -60, inputs: 1 }, 96_000);
      assert.ok(Math.abs((found.drift.ppm ?? 0) - driftPpm) < 0.01, `${found.drift.ppm} ppm`);
      assert.ok(Math.abs((found.latency.roundTripFrames ?? 0) - 960) < 1e-3);
    }
  });

  it("finds nothing where nothing came back", () => {
    for (const path of [{ gainDb: -1000 }, { matrix: [[0, 0], [0, 0]], noiseDbfs: -40 }, { delayFrames: 30_000 }]) {
      const found = analyse(path);
      assert.equal(found.kind, "nothing");
      assert.equal(found.latency.roundTripFrames, null);
      assert.equal(found.glitches, null);
    }
  });
});

describe("analysePath, glitches", function () {
  this.timeout(60_000);

  it("tells kinds apart and adjacent faults from one", () => {
    const found = analyse({
      faults: [
        { at: 5000, kind: "drop", frames: 1 },
        { at: 5004, kind: "insert", frames: 1 },
        { at: 5008, kind: "zero", frames: 1 },
        { at: 5010, kind: "corrupt", frames: 1 },
        { at: 5040, kind: "repeat", frames: 7 },
        { at: 6000, kind: "zero", frames: 10, channel: 0 },
        { at: 6010, kind: "corrupt", frames: 5, channel: 0 },
        { at: 6005, kind: "corrupt", frames: 90, channel: 1 },
      ],
    });
    assert.deepEqual(told(found), [
      "dropped 5000+1 -1",
      "inserted 5004+1 1",
      "zeroed 5008+1",
      "corrupted 5010+1",
      "repeated 5040+7 7",
      "zeroed 6000+10 ch0",
      "corrupted 6005+90 ch1",
      "corrupted 6010+5 ch0",
    ]);
  });

  it("follows a lag that changes while a channel is damaged", () => {
    const faults = [
      { at: 7000, kind: "zero", frames: 300, channel: 0 },
      { at: 7100, kind: "drop", frames: 11 },
    ] as const;
    assert.deepEqual(told(analyse({ faults })), ["zeroed 7000+300 ch0", "dropped 7100+11 -11"]);
    const inserted = [faults[0], { at: 7100, kind: "insert", frames: 11 }] as const;
    assert.deepEqual(told(analyse({ faults: inserted })), ["zeroed 7000+300 ch0", "inserted 7100+11 11"]);
  });

  it("tells a repeat that holds an earlier jump once", () => {
    const faults = [
      { at: 9000, kind: "drop", frames: 5 },
      { at: 9100, kind: "repeat", frames: 400 },
    ] as const;
    assert.deepEqual(told(analyse({ faults })), ["dropped 9000+5 -5", "repeated 9100+400 400"]);
  });

  it("handles faults at both ends of the recording", () => {
    assert.deepEqual(told(analyse({ faults: [{ at: 961, kind: "corrupt", frames: 2 }] })), ["corrupted 961+2"]);
    assert.deepEqual(told(analyse({ faults: [{ at: 960, kind: "corrupt", frames: 2 }] })), ["corrupted 960+2"]);
    assert.deepEqual(told(analyse({ faults: [{ at: 23_998, kind: "drop", frames: 4 }] })), ["dropped 23998+4 -4"]);
    assert.deepEqual(told(analyse({ faults: [{ at: 23_990, kind: "zero", frames: 50 }] })), ["zeroed 23990+10"]);
    assert.deepEqual(told(analyse({ faults: [{ at: 23_999, kind: "corrupt", frames: 1, channel: 1 }] })), [
      "corrupted 23999+1 ch1",
    ]);
  });

  it("places a jump where it is likeliest when noise makes frames of both sides alike", () => {
    const faults = Array.from({ length: 400 }, (_, i) => ({ at: 4000 + 50 * i, kind: "drop", frames: 7 }) as const);
    const found = analyse({ faults, delayFrames: 3500, noiseDbfs: -50, inputs: 1 });
    const events = found.glitches ?? [];
    assert.equal(events.length, faults.length);
    const moved = events.filter((event, i) => event.frame !== faults[i]?.at);
    // One frame in twenty fits both sides within the noise; the nearer side is wrong once in two hundred.
    assert.ok(moved.length <= 6, `${moved.length} of 400 jumps are misplaced`);
  });

  it("lists hundreds of them, each once", () => {
    const faults = Array.from({ length: 400 }, (_, i) => ({ at: 2000 + 50 * i, kind: "drop", frames: 1 + (i % 2) }) as const);
    const found = analyse({ faults, delayFrames: 1500 });
    assert.deepEqual(
      told(found),
      faults.map((f) => `dropped ${f.at}+${f.frames} ${-f.frames}`),
    );
  });

  it("finds long ones, too", () => {
    const found = analyse(
      { delayFrames: 20_000, faults: [{ at: 25_000, kind: "drop", frames: 15_000 }, { at: 40_000, kind: "insert", frames: 20_000 }] },
      96_000,
    );
    assert.deepEqual(told(found), ["dropped 25000+15000 -15000", "inserted 40000+20000 20000"]);
  });

  it("reports none on clean paths", () => {
    for (const path of [{}, { noiseDbfs: -50 }, { quantizeBits: 8 }, { gainDb: -30, quantizeBits: 16 }, { codeBits: 15 }]) {
      assert.deepEqual(told(analyse(path, 96_000)), [], JSON.stringify(path));
    }
  });
});

describe("analysePath, integrity", function () {
  this.timeout(60_000);

  it("proves a bit-perfect path", () => {
    assert.deepEqual(analyse({}).integrity, {
      bitPerfect: true,
      exactFraction: 1,
      effectiveBits: 24,
      gainDb: [0, 0],
      inverted: [false, false],
      resampled: { detected: false, innerSampleRate: null, quality: null },
      dither: null,
      dc: [0, 0],
      routing: { kind: "identity", matchesBs775: null, silentInputs: [], crosstalkDb: null },
      channelMatrix: [[1, 0], [0, 1]],
    });
    assert.equal(analyse({ codeBits: 15 }).integrity.effectiveBits, 16);
  });

  it("counts damage in the exact fraction, not against the path", () => {
    const { bitPerfect, exactFraction } = analyse({ faults: [{ at: 5000, kind: "corrupt", frames: 23_040 / 10 }] }).integrity;
    assert.equal(bitPerfect, true);
    assert.ok(Math.abs((exactFraction ?? 0) - 0.9) < 1e-9, `${exactFraction}`);
  });

  it("finds the word length, and what noise leaves of it", () => {
    for (const quantizeBits of [8, 12, 16, 20]) assert.equal(analyse({ quantizeBits }).integrity.effectiveBits, quantizeBits);
    // Noise of -60 dB is that of rounding to 1 - log2(0.001 * sqrt(12)) = 9.17 bits.
    assert.equal(analyse({ noiseDbfs: -60 }, 96_000).integrity.effectiveBits, 9.2);
    assert.equal(analyse({ noiseDbfs: -60 }).integrity.bitPerfect, false);
  });

  it("names the source of every input", () => {
    const found = analyse({ inputs: 3, matrix: [[0, 0, 1], [0, 0, 0], [0.5, 0.5, 0]] });
    assert.deepEqual(found.channels, [
      { output: 2, mixed: false, silent: false },
      { output: null, mixed: false, silent: true },
      { output: 0, mixed: true, silent: false },
    ]);
    assert.deepEqual(found.integrity.channelMatrix, [[0, 0, 1], [0, 0, 0], [0.5, 0.5, 0]]);
  });
});
