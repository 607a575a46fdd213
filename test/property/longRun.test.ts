import assert from "node:assert/strict";
import { analysePath } from "../../extension/analysis/analysePath.ts";
import type { GlitchEvent } from "../../extension/analysis/glitch.ts";
import { PlayedSignal } from "../../extension/analysis/playedSignal.ts";
import { generator } from "../simulator/noise.ts";
import { seed } from "../seed.ts";

/** Frames in all; 1e9 is what a release is held to, and takes a quarter of an hour. */
const FRAMES = Number(process.env["FLEXLAB_PROPERTY_FRAMES"] ?? 4_000_000);
const LENGTH = 2 ** 21;
const CHANNELS = 2;

interface Recorded {
  readonly input: readonly Float32Array[];
  readonly events: readonly GlitchEvent[];
  readonly delay: number;
}

/** One exact stereo recording of 2^21 frames with about 300 faults of six kinds; those of single channels overlap. */
function record(code: number, random: () => number): Recorded {
  const upTo = (n: number): number => Math.floor(random() * n);
  const played = new PlayedSignal(code, CHANNELS, 24);
  const input = Array.from({ length: CHANNELS }, () => new Float32Array(LENGTH));
  const events: GlitchEvent[] = [];
  const delay = 1000 + upTo(8000);
  let lag = delay;
  let at = 0;
  const play = (frames: number): void => {
    const length = Math.min(frames, LENGTH - at);
    if (length <= 0) return;
    input.forEach((samples, c) => { played.fill(c, at - lag, samples.subarray(at, at + length)); });
    at += length;
  };
  const tell = (kind: GlitchEvent["kind"], frame: number, lengthFrames: number, deltaFrames: number, channel: number | null): void => {
    events.push({ direction: "input", channel, frame, lengthFrames, kind, deltaFrames });
    lag += deltaFrames;
  };
  const damage = (c: number, from: number, length: number, kind: "zeroed" | "corrupted"): void => {
    const samples = (input[c] as Float32Array).subarray(from, from + length);
    samples.forEach((x, i) => { samples[i] = kind === "zeroed" ? 0 : x - Math.sign(x) * (0.25 + 0.5 * random()); });
    tell(kind, from, length, 0, c);
  };
  play(delay + 1000);
  while (at < LENGTH - 20_000) {
    const length = 1 + upTo(upTo(2) === 0 ? 6 : 1500);
    play(12 + upTo(upTo(3) === 0 ? 60 : 12_000) + length);
    const start = at;
    const kind = (["dropped", "inserted", "repeated", "reordered", "one", "overlapping", "all"] as const)[upTo(7)];
    if (kind === "dropped" && lag > length + 500) tell("dropped", start, length, -length, null);
    else if (kind === "inserted") {
      at += length;
      tell("inserted", start, length, length, null);
    } else if (kind === "repeated") {
      for (const samples of input) samples.copyWithin(start, start - length, start);
      at += length;
      tell("repeated", start, length, length, null);
    } else if (kind === "reordered" && lag > length + 500) {
      lag -= length;
      play(length);
      lag += 2 * length;
      play(length);
      lag -= length;
      tell("reordered", start, 2 * length, 0, null);
    } else if (kind === "one") {
      play(length);
      damage(upTo(CHANNELS), start, length, upTo(2) === 0 ? "zeroed" : "corrupted");
    } else if (kind === "overlapping") {
      const [one, other] = upTo(2) === 0 ? [0, 1] : [1, 0];
      const shift = 1 + upTo(length);
      play(shift + length + 3);
      damage(one, start, length, upTo(2) === 0 ? "zeroed" : "corrupted");
      damage(other, start + shift, length + 2, upTo(2) === 0 ? "zeroed" : "corrupted");
    } else if (kind === "all") {
      play(length);
      damage(0, start, length, "corrupted");
      damage(1, start, length, "corrupted");
      events.splice(-2, 2, { direction: "input", channel: null, frame: start, lengthFrames: length, kind: "corrupted", deltaFrames: 0 });
    }
  }
  play(LENGTH - at);
  return { input, events, delay };
}

describe(`a long run of ${FRAMES} frames (seed ${seed})`, function () {
  this.timeout(7_200_000);

  it("reports every injected fault once, exactly, and nothing else", () => {
    const random = generator(seed);
    let frames = 0;
    let faults = 0;
    for (; frames < FRAMES; frames += LENGTH) {
      const code = Math.floor(random() * 2 ** 32);
      const { input, events, delay } = record(code, random);
      const found = analysePath({ sampleRate: 48_000, bufferFrames: 480, outputChannels: CHANNELS, input, frames: LENGTH, seed: code, codeBits: 24 });
      assert.deepEqual(found.glitches, events, `recording that begins at frame ${frames}, code ${code}`);
      assert.equal(found.latency.roundTripFrames, delay);
      faults += events.length;
    }
    process.stdout.write(`      ${faults} faults in ${frames} frames of ${CHANNELS} channels\n`);
  });
});
