import assert from "node:assert/strict";
import { levelStep } from "../../../extension/analysis/levelStep.ts";
import { fillSignal } from "../../../extension/analysis/testSignal.ts";
import { gaussian, generator } from "../../simulator/noise.ts";

const RATE = 48_000;
const DELAY = 777;
const SIGNAL = { kind: "steps", frequencyHz: 2963, seconds: 0.35, lowAmplitude: 0.25, amplitude: 0.995 } as const;
const SECTION = SIGNAL.seconds * RATE;

interface Path {
  readonly noise?: number;
  /** Clock of the input against that of the output. */
  readonly ppm?: number;
  readonly gain?: number;
  readonly change?: (samples: Float64Array) => void;
}

function measured({ noise = 0, ppm = 0, gain = 1, change }: Path): ReturnType<typeof levelStep> {
  const random = generator(3);
  const played = new Float64Array(2 * SECTION + 100);
  fillSignal({ ...SIGNAL, frequencyHz: SIGNAL.frequencyHz * (1 + ppm * 1e-6) }, { channel: 0, channels: 1, on: null, sampleRate: RATE, codeBits: 24 }, 0, played);
  const samples = Float64Array.from({ length: DELAY + played.length }, (_, n) => gain * (played[n - DELAY] ?? 0));
  change?.(samples);
  for (let n = 0; n < samples.length; n++) samples[n] = (samples[n] as number) + noise * gaussian(random);
  return levelStep(samples, RATE, SIGNAL.frequencyHz, DELAY, SECTION, SIGNAL.amplitude / SIGNAL.lowAmplitude);
}

const clip = (limit: number) => (samples: Float64Array): void => {
  for (let n = 0; n < samples.length; n++) samples[n] = Math.max(-limit, Math.min(limit, samples[n] as number));
};

/** As the Windows engine does it: down at once, up again in 50 ms. */
function limit(samples: Float64Array): void {
  let level = 0;
  for (let n = 0; n < samples.length; n++) {
    level = Math.max(Math.abs(samples[n] as number), level * Math.exp(-1 / (0.05 * RATE)));
    if (level > 0.985) samples[n] = ((samples[n] as number) * 0.985) / level;
  }
}

describe("levelStep", () => {
  it("says nothing of a path that only turns down, drifts or is noisy", () => {
    for (const path of [{}, { gain: 0.1 }, { ppm: 100 }, { ppm: -300, noise: 1e-3 }, { noise: 0.01 }]) {
      const found = measured(path);
      assert.equal(found?.kind, "none", JSON.stringify(path));
      assert.ok(Math.abs(found.gainChangeDb) < (path.noise ?? 0) + 1e-5, String(found.gainChangeDb));
    }
  });

  it("finds a limiter, and by how much it turns down", () => {
    for (const path of [{}, { ppm: 100 }, { noise: 1e-3 }]) {
      const found = measured({ ...path, change: limit });
      assert.equal(found?.kind, "limited", JSON.stringify(path));
      // As it lets go between the peaks, it turns down by less on average than at a peak.
      assert.ok(found.gainChangeDb > 20 * Math.log10(0.985 / 0.995) && found.gainChangeDb < -0.02, String(found.gainChangeDb));
    }
  });

  it("finds what is cut off, however little or much", () => {
    for (const level of [0.98, 0.9, 0.7, 0.5]) {
      const found = measured({ change: clip(level), noise: 1e-5 });
      assert.equal(found?.kind, "clipped", String(level));
      // The first harmonic of a sine that is cut off at c.
      const c = level / SIGNAL.amplitude;
      const truth = (2 / Math.PI) * (Math.asin(c) + c * Math.sqrt(1 - c * c));
      assert.ok(Math.abs(found.gainChangeDb - 20 * Math.log10(truth)) < 0.01, `${found.gainChangeDb} at ${level}`);
    }
  });

  it("tells nothing of silence, of another sound, and of a recording that ends too soon", () => {
    assert.equal(measured({ gain: 0 }), null);
    assert.equal(measured({ noise: 10 }), null);
    assert.equal(levelStep(new Float64Array(1000), RATE, SIGNAL.frequencyHz, DELAY, SECTION, 4), null);
  });
});
