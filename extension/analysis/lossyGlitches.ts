import type { DelayLine } from "./delayedSignal.ts";
import type { DelaySegment } from "./delaySegments.ts";
import type { GlitchEvent } from "./glitch.ts";
import type { Samples } from "./inputChannel.ts";
import { medianOf } from "./medianOf.ts";
import { ModelResidual } from "./modelResidual.ts";
import type { Voice } from "./modelResidual.ts";
import type { ChannelModel } from "./pathModel.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** A sample this many deviations from the model is damaged; noise does not reach it in hours. */
const DAMAGED = 9;
/** Of a filtered path the model is not all: what it leaves may be somewhat less bell-shaped than noise. */
const FLOOR = 2e-5;
/** What the model of a drifting path leaves for that reason, in units of slope times gain. */
const MOVING = 1;
/** Costs beyond so many squared deviations prove no more. */
const CAP = 100;
/** Undamaged frames between two pieces of damage; a damaged frame may lie within the noise by chance. */
const APART = 12;
/** Frames over which the spread is taken, and how many such stretches on each side count. */
const LOCAL = 1024;
const NEIGHBOURS = 3;
/** From one stretch to the next what the model leaves may swell by so much; more than that is damage. */
const SWELL = 2;
/** Frames before the first and after the last of the recording in which filters have not settled. */
const EDGE = 64;
/** A jump this close to a whole number of frames is one: digital paths lose and gain whole frames. */
const WHOLE = 0.2;

/**
 * Glitches of a path that changes every sample: jumps of the delay between the segments, and frames within them that are
 * far from what the model of the path expects. Positions are those of the least squares; `uncertaintyFrames` tells how
 * far around them the evidence is about as good.
 */
export function lossyGlitches(
  played: PlayedSignal,
  voices: readonly Voice[],
  segments: readonly DelaySegment[],
  line: DelayLine,
  frames: number,
): GlitchEvent[] {
  const carrying = voices.filter(({ model }) => model.gains.some((gain) => gain !== 0));
  const [first] = segments;
  if (carrying.length === 0 || first === undefined) return [];
  const residual = new ModelResidual(played, carrying);
  const jumps = segments.slice(1).map((after, i) => findJump(residual, carrying, segments[i] as DelaySegment, after, line));
  const events: GlitchEvent[] = jumps.map(({ event }) => event);
  segments.forEach((segment, i) => {
    const from = i === 0 ? EDGE + firstSound(carrying, Math.max(0, Math.ceil(first.level)), frames) : (jumps[i - 1]?.resumes ?? segment.from);
    const to = i === segments.length - 1 ? frames : (jumps[i]?.breaks ?? segment.to);
    events.push(...damageWithin(residual, carrying, voices.length, segment, line, from, to));
  });
  return events.sort((a, b) => a.frame - b.frame || (a.channel ?? -1) - (b.channel ?? -1));
}

/** A stream that starts late has lost nothing that a listener was waiting for. */
function firstSound(voices: readonly Voice[], expected: number, frames: number): number {
  let at = expected;
  while (at < frames && voices.every(({ samples }) => samples[at] === 0)) at++;
  return at;
}

interface Jump {
  readonly event: GlitchEvent;
  /** The first frame that no longer follows the segment before, and the first that follows the one after. */
  readonly breaks: number;
  readonly resumes: number;
}

function findJump(residual: ModelResidual, voices: readonly Voice[], before: DelaySegment, after: DelaySegment, line: DelayLine): Jump {
  const delta = (after.level - before.level) / (1 - line.slope);
  const whole = Math.abs(delta - Math.round(delta)) < WHOLE ? Math.round(delta) : delta;
  const length = Math.abs(Math.round(delta));
  // Blocks overlap the jump by half: it lies between the middles of the last block before and the first one after.
  const from = Math.max(before.from, Math.min(before.to, after.from) - 4096);
  const to = Math.min(after.to, Math.max(before.to, after.from) + 4096);
  const n = to - from;
  const leftBefore = residual.along({ ...line, level: before.level }, from, to);
  const leftAfter = residual.along({ ...line, level: after.level }, from, to);
  // A curve is followed less exactly at some places than where the model was made.
  const far = n >> 2;
  const spreads = voices.map(({ model }, v) => Math.max(
    FLOOR,
    model.spread,
    Math.min(spreadOf((leftBefore[v] as Float32Array).subarray(0, far)), spreadOf((leftAfter[v] as Float32Array).subarray(n - far))),
  ));
  const wrongBefore = costs(leftBefore, spreads);
  const wrongAfter = costs(leftAfter, spreads);
  const silent = costs(voices.map(({ samples }) => samples.subarray(from, to)), spreads);
  const [a, b, z] = [prefix(wrongBefore), prefix(wrongAfter), prefix(silent)];
  const at = (sums: Float64Array, i: number): number => sums[Math.max(0, Math.min(n, i))] as number;
  const total = at(b, n);
  // The frames [m, m + gap) belong to neither segment.
  const direct = (m: number): number => at(a, m) + total - at(b, m);
  const inserted = (m: number): number => at(a, m) + (at(z, m + length) - at(z, m)) + total - at(b, m + length);
  const simple = least(direct, 0, n);
  const gapped = delta > 0 ? least(inserted, 0, Math.max(0, n - length)) : null;
  const isInserted = gapped !== null && gapped.cost < simple.cost;
  const place = isInserted ? gapped : simple;
  let frame = from + place.at;
  // In a longer silence the insertion may lie anywhere: what came back last is told apart from it.
  const isSilent = (at: number): boolean => voices.every(({ samples }) => samples[at] === 0);
  while (isInserted && frame + length < to && isSilent(frame) && isSilent(frame + length)) frame++;
  // What is off where the jump may lie belongs to it.
  const doubt = Math.min(APART, place.around);
  return {
    breaks: frame - doubt,
    resumes: frame + (isInserted ? length : 0) + doubt,
    event: {
      direction: "input",
      channel: null,
      frame,
      lengthFrames: Math.max(1, length),
      kind: delta < 0 ? "dropped" : isInserted ? "inserted" : "repeated",
      deltaFrames: whole,
      uncertaintyFrames: place.around,
    },
  };
}

/** How unlikely each frame is: squared deviations, summed over the voices. */
function costs(left: readonly Samples[], spreads: readonly number[]): Float64Array {
  const sum = new Float64Array(left[0]?.length ?? 0);
  left.forEach((values, v) => {
    const spread = spreads[v] as number;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + Math.min(CAP, ((values[i] as number) / spread) ** 2);
  });
  return sum;
}

function spreadOf(left: Float32Array): number {
  return 1.4826 * medianOf(Float64Array.from(left, Math.abs));
}

function prefix(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  return sums;
}

/** Where the cost is least, and how far around it is not clearly more (a factor of e^8 in likelihood). */
function least(costAt: (m: number) => number, from: number, to: number): { readonly at: number; readonly cost: number; readonly around: number } {
  let best = Infinity;
  let at = from;
  for (let m = from; m <= to; m++) {
    const value = costAt(m);
    if (value < best) {
      best = value;
      at = m;
    }
  }
  const CLEAR = 16;
  let around = 0;
  while (around < 1000 && (costAt(Math.max(from, at - around - 1)) < best + CLEAR || costAt(Math.min(to, at + around + 1)) < best + CLEAR)) around++;
  return { at, cost: best, around };
}

interface Piece {
  readonly channel: number;
  readonly from: number;
  readonly to: number;
  readonly silent: boolean;
}

function damageWithin(
  residual: ModelResidual,
  voices: readonly Voice[],
  inputs: number,
  segment: DelaySegment,
  line: DelayLine,
  from: number,
  to: number,
): GlitchEvent[] {
  if (to <= from) return [];
  const pieces = residual.along({ ...line, level: segment.level }, from, to).flatMap((left, v) => {
    const { samples, model } = voices[v] as Voice;
    // A delay that moves is held for some frames, and the filter is not the same all along: in proportion to both.
    const moving = MOVING * Math.abs(line.slope) * model.gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
    return piecesOf(runsOf(left, Math.max(model.spread, moving), from), model, samples, { from, to });
  });
  const groups: Piece[][] = [];
  for (const piece of pieces.sort((a, b) => a.from - b.from)) {
    const group = groups.find((g) => g.every((other) => other.channel !== piece.channel) && g.some((other) => piece.from < other.to && other.from < piece.to));
    if (group === undefined) groups.push([piece]);
    else group.push(piece);
  }
  return groups.flatMap((group) => {
    const isWhole = group.length === voices.length && (voices.length > 1 || inputs === 1) && group.every((p) => p.silent === group[0]?.silent);
    const shown = isWhole
      ? [{ ...(group[0] as Piece), from: Math.min(...group.map((p) => p.from)), to: Math.max(...group.map((p) => p.to)) }]
      : group;
    return shown.map(({ channel, from: start, to: end, silent }): GlitchEvent => ({
      direction: "input",
      channel: isWhole ? null : channel,
      frame: start,
      lengthFrames: end - start,
      kind: silent ? "zeroed" : "corrupted",
      deltaFrames: 0,
      // The first and the last frame may lie within the noise by chance.
      uncertaintyFrames: silent ? 0 : 1,
    }));
  });
}

/** Runs of frames that are too far from the model; a few good ones between two bad ones do not end a run. */
function runsOf(left: Float32Array, spread: number, offset: number): Run[] {
  const limits = new LocalLimits(left, spread);
  const runs: { from: number; to: number }[] = [];
  for (let w = 0; w * LOCAL < left.length; w++) {
    const end = Math.min(left.length, (w + 1) * LOCAL);
    const peak = peakOf(left, w * LOCAL, end);
    if (peak <= limits.least || peak <= limits.at(w)) continue;
    const limit = limits.at(w);
    for (let i = w * LOCAL; i < end; i++) {
      if (Math.abs(left[i] as number) <= limit) continue;
      const last = runs.at(-1);
      if (last !== undefined && offset + i - last.to < APART) last.to = offset + i + 1;
      else runs.push({ from: offset + i, to: offset + i + 1 });
    }
  }
  return runs;
}

function peakOf(left: Float32Array, from: number, to: number): number {
  let peak = 0;
  for (let i = from; i < to; i++) {
    const size = Math.abs(left[i] as number);
    if (size > peak) peak = size;
  }
  return peak;
}

/** Of so many frames of a stretch the median is taken: it is known to a twentieth then, which is plenty for a limit. */
const MEDIAN_OF = 256;

/**
 * What counts as damage, per LOCAL frames. A drifting resampler is not the same filter at every moment, so what the model
 * leaves swells and ebbs, ten times a second when clocks are 200 ppm apart: the stretch itself and those beside it follow
 * that. The median over more neighbours bounds it, which no damage of less than half of them moves.
 */
class LocalLimits {
  /** No limit is lower: where nothing is above it, none has to be worked out. */
  readonly least: number;
  readonly #left: Float32Array;
  readonly #spread: number;
  /** Per stretch; NaN: not worked out yet. */
  readonly #medians: Float64Array;
  readonly #limits: Float64Array;
  readonly #sample = new Float64Array(MEDIAN_OF);

  constructor(left: Float32Array, spread: number) {
    const count = Math.ceil(left.length / LOCAL);
    this.#left = left;
    this.#spread = Math.max(spread, FLOOR);
    this.least = DAMAGED * this.#spread;
    this.#medians = new Float64Array(count).fill(NaN);
    this.#limits = new Float64Array(count).fill(NaN);
  }

  at(w: number): number {
    const known = this.#limits[w] as number;
    return Number.isNaN(known) ? (this.#limits[w] = this.#limitOf(w)) : known;
  }

  #limitOf(w: number): number {
    const first = Math.max(0, w - NEIGHBOURS);
    const end = Math.min(this.#medians.length, w + NEIGHBOURS + 1);
    const around = Float64Array.from({ length: end - first }, (_, i) => this.#median(first + i));
    const swollen = Math.max(...around.subarray(Math.max(0, w - 1 - first), w + 2 - first));
    const usual = medianOf(around);
    return DAMAGED * Math.max(this.#spread, 1.4826 * Math.max(usual, Math.min(swollen, SWELL * usual)));
  }

  #median(w: number): number {
    const known = this.#medians[w] as number;
    if (!Number.isNaN(known)) return known;
    const from = w * LOCAL;
    const length = Math.min(LOCAL, this.#left.length - from);
    const stride = Math.max(1, Math.floor(length / MEDIAN_OF));
    const sample = this.#sample.subarray(0, Math.min(MEDIAN_OF, length));
    for (let k = 0; k < sample.length; k++) sample[k] = Math.abs(this.#left[from + k * stride] as number);
    return (this.#medians[w] = medianOf(sample));
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Runs in the same silence are one piece. */
function piecesOf(runs: readonly Run[], model: ChannelModel, samples: Samples, within: Run): Piece[] {
  const pieces: Piece[] = [];
  for (const run of runs) {
    if (run.from >= (pieces.at(-1)?.to ?? 0)) pieces.push(describeRun(run, model, samples, within));
  }
  return pieces;
}

/** A run of exact zeros is silence from its first zero to its last, also where the sound passes through zero. */
function describeRun({ from, to }: Run, model: ChannelModel, samples: Samples, within: Run): Piece {
  let zeros = 0;
  for (let i = from; i < to; i++) if (samples[i] === 0) zeros++;
  const silent = zeros === to - from;
  if (!silent) return { channel: model.channel, from, to, silent };
  let [start, end] = [from, to];
  while (start > within.from && samples[start - 1] === 0) start--;
  while (end < within.to && samples[end] === 0) end++;
  return { channel: model.channel, from: start, to: end, silent };
}
