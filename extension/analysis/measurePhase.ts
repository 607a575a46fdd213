import { Fft } from "./fft.ts";
import { TAPS, fillDelayed } from "./fractionalDelay.ts";
import type { Found } from "./findLags.ts";
import type { Samples } from "./inputChannel.ts";
import type { Recording } from "./pathAnalysis.ts";
import type { PlayedSignal } from "./playedSignal.ts";

export interface PhaseMeasure {
  /** The delay at input position 0 of the fitted line, in frames. */
  readonly roundTripFrames: number;
  /** Two standard errors, or what the peak of the correlation is worth when no line could be fitted. */
  readonly uncertaintyFrames: number;
  /** Clock of the input against that of the output, parts per million; null: too little sound to tell. */
  readonly driftPpm: number | null;
  readonly driftUncertaintyPpm: number | null;
  /** Hz, when the band that came back ends where that of a lower common rate does; null: no such edge. */
  readonly innerSampleRate: number | null;
  /** The delay at input position n is `start` + `slope` * n. */
  readonly slope: number;
}

const BLOCK = 8192;
const HOP = BLOCK / 2;
/** Frames around the expected delay in which a block's correlation is searched: dropped frames and drift move it. */
const REACH = 512;
/** Standard errors beyond which a drift is one. */
const DRIFTS = 2.5;
/** Blocks that a line needs. */
const FEWEST_BLOCKS = 6;
/** What the interpolator's own error may shift the delay by, in frames. */
const INTERPOLATION_ERROR = 1e-5;
/** Peak of a block's correlation against its root mean square that makes the block count. */
const CLEAR_PEAK = 7;
const COMMON_RATES = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/**
 * Round trip below the frame, and drift, of a path that changes every sample: resampled, filtered, drifting, noisy.
 *
 * The recording is cut into blocks. Each block's delay is found by correlation to the frame, then to a fraction of it
 * from the phase of the cross spectrum: with the played block already delayed by the running estimate, what remains is
 * a phase that grows linearly with frequency, and its weighted slope is the rest of the delay. A robust line through
 * the delays of all blocks gives delay and drift. The played signal is then delayed along that line and the rest is
 * measured again, so drift within a block does no harm.
 *
 * @param pieces where the delay jumps, the parts between the jumps: one line is fitted through all of them
 */
export function measurePhase(
  recording: Recording,
  played: PlayedSignal,
  found: Found,
  pieces: readonly DelayPiece[] = [{ from: 0, to: recording.frames, offset: 0, expected: found.lag }],
): PhaseMeasure {
  const samples = recording.input[found.channel] as Samples;
  const output = dominantOutput(played, samples, found);
  const spectra = new BlockSpectra(played, output, samples, pieces);
  const coarse = spectra.follow();
  const rough = fitLine(coarse);
  const byPeak = {
    roundTripFrames: found.lag,
    uncertaintyFrames: 1,
    driftPpm: null,
    driftUncertaintyPpm: null,
    innerSampleRate: null,
    slope: 0,
  };
  if (rough === null) return byPeak;
  let line = rough;
  for (let round = 0; round < 2; round++) {
    const refined = fitLine(coarse.map((point) => ({ ...point, delay: spectra.refine(point, line) })));
    if (refined === null) return byPeak;
    line = refined;
  }
  // The line gives lag = start + slope * position; the input counts 1 / (1 - slope) frames per frame played.
  // A drift that cannot be told from none only makes the beginning of the line less certain than its middle.
  const drifts = Math.abs(line.slope) > DRIFTS * line.slopeError;
  return {
    roundTripFrames: drifts ? line.start : line.mean,
    uncertaintyFrames: Math.hypot(drifts ? 2 * line.startError : 2 * line.meanError + Math.abs(line.start - line.mean), INTERPOLATION_ERROR),
    driftPpm: 1e6 * (line.slope / (1 - line.slope)),
    driftUncertaintyPpm: 2e6 * line.slopeError,
    slope: drifts ? line.slope : 0,
    innerSampleRate: innerRate(spectra.response(coarse, line), recording.sampleRate),
  };
}

/** Input frames [from, to) in which the delay is that of the line plus `offset`; about `expected` at its beginning. */
export interface DelayPiece {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly expected: number;
}

interface Point {
  /** Input position of the middle of the block. */
  readonly at: number;
  /** Without the offset of its piece. */
  readonly delay: number;
  readonly offset: number;
}

interface Line {
  readonly start: number;
  readonly slope: number;
  readonly startError: number;
  readonly slopeError: number;
  /** Mean of all points, which is what is known best, and its standard error. */
  readonly mean: number;
  readonly meanError: number;
}

/** Least squares through the points, without those more than 5 median deviations off, three times over. */
function fitLine(points: readonly Point[]): Line | null {
  let kept = points;
  let line: Line | null = null;
  for (let round = 0; round < 3; round++) {
    if (kept.length < FEWEST_BLOCKS) return line;
    const n = kept.length;
    const middle = kept.reduce((sum, p) => sum + p.at, 0) / n;
    const mean = kept.reduce((sum, p) => sum + p.delay, 0) / n;
    const spread = kept.reduce((sum, p) => sum + (p.at - middle) ** 2, 0);
    const slope = kept.reduce((sum, p) => sum + (p.at - middle) * (p.delay - mean), 0) / spread;
    const start = mean - slope * middle;
    const off = (p: Point): number => Math.abs(p.delay - start - slope * p.at);
    const variance = kept.reduce((sum, p) => sum + off(p) ** 2, 0) / (n - 2);
    // Blocks overlap by half, so only about two thirds of them are independent.
    const independent = 1.5;
    line = {
      start,
      slope,
      startError: Math.sqrt(independent * variance * (1 / n + middle ** 2 / spread)),
      slopeError: Math.sqrt((independent * variance) / spread),
      mean,
      meanError: Math.sqrt((independent * variance) / n),
    };
    const deviations = points.map(off).sort((a, b) => a - b);
    const limit = 5 * 1.4826 * (deviations[deviations.length >> 1] ?? 0) + 1e-9;
    kept = points.filter((p) => off(p) <= limit);
  }
  return line;
}

/** The output that the channel mostly carries around the place where it was found. */
export function dominantOutput(played: PlayedSignal, samples: Samples, found: Found): number {
  const length = Math.min(found.length, 4096);
  // Correlation falls off within a frame of the true delay: the neighbours count as well.
  const code = new Float64Array(length + 2);
  let best = 0;
  let most = -1;
  for (let output = 0; output < played.channels; output++) {
    played.fill(output, found.from - found.lag - 1, code);
    let power = 0;
    for (let shift = 0; shift < 3; shift++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (code[i + shift] as number) * (samples[found.from + i] as number);
      power += sum * sum;
    }
    if (power > most) {
      most = power;
      best = output;
    }
  }
  return best;
}

class BlockSpectra {
  readonly #played: PlayedSignal;
  readonly #output: number;
  readonly #samples: Samples;
  readonly #pieces: readonly DelayPiece[];
  readonly #fft = new Fft(BLOCK);
  readonly #window = Float64Array.from({ length: BLOCK }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / BLOCK));
  readonly #re = new Float64Array(BLOCK);
  readonly #im = new Float64Array(BLOCK);
  /** -1: the path inverts. Known once the blocks have been followed. */
  #polarity = 1;

  constructor(played: PlayedSignal, output: number, samples: Samples, pieces: readonly DelayPiece[]) {
    this.#played = played;
    this.#output = output;
    this.#samples = samples;
    this.#pieces = pieces;
  }

  /** Delays of all blocks to the nearest frame, each searched around the one before it in its piece. */
  follow(): Point[] {
    const points: Point[] = [];
    this.#polarity = 1;
    let polarity = 0;
    const code = new Float64Array(BLOCK);
    for (const { from: begin, to, offset, expected: first } of this.#pieces) {
      let expected = Math.round(first);
      for (let from = Math.max(Math.ceil(begin), expected + REACH); from + BLOCK <= to; from += HOP) {
        this.#played.fill(this.#output, from - expected, code);
        const cross = this.#cross(from, code);
        this.#fft.inverse(cross.re, cross.im);
        let best = 0;
        let shift = 0;
        let sum = 0;
        for (let d = -REACH; d <= REACH; d++) {
          const value = Math.abs(cross.re[(d + BLOCK) % BLOCK] as number);
          sum += value * value;
          if (value > best) {
            best = value;
            shift = d;
          }
        }
        if (best < CLEAR_PEAK * Math.sqrt((sum - best * best) / (2 * REACH))) continue;
        expected += shift;
        polarity += Math.sign(cross.re[(shift + BLOCK) % BLOCK] as number);
        points.push({ at: from + BLOCK / 2, delay: expected - offset, offset });
      }
    }
    this.#polarity = polarity < 0 ? -1 : 1;
    return points;
  }

  /** The delay of the block around the point, to a fraction of a frame, given that it is near the line. */
  refine(point: Point, line: Line): number {
    const { at } = point;
    const cross = this.#cross(at - BLOCK / 2, this.#delayed(point, line));
    let rest = 0;
    for (let round = 0; round < 3; round++) {
      let numerator = 0;
      let denominator = 0;
      // DC says little about time, and near the edge of the band filters bend the phase.
      for (let k = 32; k < 0.4 * BLOCK; k++) {
        const omega = (2 * Math.PI * k) / BLOCK;
        const re = cross.re[k] as number;
        const im = cross.im[k] as number;
        const turn = omega * rest;
        const phase = Math.atan2(im * Math.cos(turn) + re * Math.sin(turn), re * Math.cos(turn) - im * Math.sin(turn));
        const weight = re * re + im * im;
        numerator += weight * omega * phase;
        denominator += weight * omega * omega;
      }
      if (denominator === 0) break;
      rest -= numerator / denominator;
    }
    return line.start + line.slope * at + rest;
  }

  /** Power of the path's transfer function, 0 .. half the sample rate, of what is coherent with the played signal. */
  response(points: readonly Point[], line: Line): Float64Array {
    const re = new Float64Array(BLOCK / 2);
    const im = new Float64Array(BLOCK / 2);
    for (const point of points) {
      const cross = this.#cross(point.at - BLOCK / 2, this.#delayed(point, line));
      for (let k = 0; k < BLOCK / 2; k++) {
        re[k] = (re[k] as number) + (cross.re[k] as number);
        im[k] = (im[k] as number) + (cross.im[k] as number);
      }
    }
    return re.map((x, k) => x * x + (im[k] as number) ** 2);
  }

  /** Cross spectrum Y conj(X) of the windowed input from `from` on and the windowed code. */
  #cross(from: number, code: Float64Array): { re: Float64Array; im: Float64Array } {
    const re = this.#re;
    const im = this.#im;
    // Input as real part, code as imaginary part: one transform for both.
    for (let i = 0; i < BLOCK; i++) {
      const w = this.#window[i] as number;
      re[i] = w * (this.#samples[from + i] as number);
      im[i] = w * (code[i] as number);
    }
    this.#fft.forward(re, im);
    const crossRe = new Float64Array(BLOCK);
    const crossIm = new Float64Array(BLOCK);
    for (let k = 0; k < BLOCK; k++) {
      const j = (BLOCK - k) % BLOCK;
      const a = re[k] as number;
      const b = im[k] as number;
      const c = re[j] as number;
      const d = im[j] as number;
      const yr = (a + c) / 2;
      const yi = (b - d) / 2;
      const xr = (b + d) / 2;
      const xi = (c - a) / 2;
      crossRe[k] = this.#polarity * (yr * xr + yi * xi);
      crossIm[k] = this.#polarity * (yi * xr - yr * xi);
    }
    return { re: crossRe, im: crossIm };
  }

  /** The played signal as it would arrive in the block around the point, along the line. */
  #delayed({ at, offset }: Point, line: Line): Float64Array {
    const from = at - BLOCK / 2;
    const level = line.start + offset;
    const first = Math.floor(from - level - line.slope * from) - TAPS - 1;
    const code = new Float64Array(BLOCK + 2 * TAPS + 16);
    this.#played.fill(this.#output, first, code);
    const delayed = new Float64Array(BLOCK);
    fillDelayed(code, first, { level, slope: line.slope }, from, delayed);
    return delayed;
  }
}

/** The common rate whose band ends where the response does. */
function innerRate(response: Float64Array, sampleRate: number): number | null {
  const bands = 64;
  const width = response.length / bands;
  const power = Array.from({ length: bands }, (_, b) =>
    response.subarray(b * width, (b + 1) * width).reduce((sum, p) => sum + p, 0),
  );
  const passed = [...power].sort((a, b) => b - a)[bands >> 3] ?? 0;
  let edge = bands;
  while (edge > 0 && (power[edge - 1] as number) < passed / 20) edge--;
  const hertz = (edge / bands) * (sampleRate / 2);
  if (edge >= bands - 1) return null;
  return COMMON_RATES.find((rate) => rate < sampleRate && hertz > 0.4 * rate && hertz < 0.53 * rate) ?? null;
}
