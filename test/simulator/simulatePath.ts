import { gaussian, generator } from "./noise.ts";

/**
 * A sound path of known truth, written from the contract of the Virtual device and without the analysis it tests: its
 * own position code, its own faults, one frame at a time.
 *
 * Order of processing: output -> delay -> matrix, gain, polarity -> noise -> faults -> quantisation.
 */
export interface SimulatedFault {
  readonly at: number;
  readonly kind: "drop" | "insert" | "repeat" | "reorder" | "zero" | "corrupt";
  readonly frames: number;
  /** Of zero and corrupt; absent: all channels. */
  readonly channel?: number;
}

export interface SimulatedPath {
  readonly seed: number;
  readonly codeBits?: number;
  readonly inputs?: number;
  readonly outputs?: number;
  /** Whole frames; fractions by band-limited interpolation. */
  readonly delayFrames?: number;
  readonly gainDb?: number;
  readonly invert?: boolean;
  /** Rows: inputs, columns: outputs. */
  readonly matrix?: readonly (readonly number[])[];
  /** Root mean square against full scale. */
  readonly noiseDbfs?: number;
  readonly quantizeBits?: number;
  /** Clock of the input against the output: more than 0 when the input counts more frames in the same time. */
  readonly driftPpm?: number;
  /** What the delay is longer by at a frame, in frames: it moves by itself. */
  readonly wander?: (frame: number) => number;
  /** Sorted by `at`, which counts in the faulted stream. */
  readonly faults?: readonly SimulatedFault[];
}

/** What a recording of `frames` frames of that path holds: one array per input channel. */
export function simulatePath(path: SimulatedPath, frames: number): Float32Array[] {
  const inputs = path.inputs ?? 2;
  const outputs = path.outputs ?? inputs;
  const drift = (path.driftPpm ?? 0) * 1e-6;
  const delay = path.delayFrames ?? 0;
  const gain = 10 ** ((path.gainDb ?? 0) / 20) * (path.invert === true ? -1 : 1);
  const random = generator(path.seed ^ 0x5bd1e995);
  const noise = path.noiseDbfs === undefined ? 0 : 10 ** (path.noiseDbfs / 20);
  const played = Array.from({ length: outputs }, (_, o) => playedChannel(path.seed, o, frames + 64, path.codeBits ?? 24));

  const undamaged = (frame: number): number[] => {
    const at = frame / (1 + drift) - delay - (path.wander?.(frame) ?? 0);
    const sent = played.map((channel) => sampleAt(channel, at));
    return Array.from({ length: inputs }, (_, i) => {
      const mixed = path.matrix ? (path.matrix[i] ?? []).reduce((sum, a, o) => sum + a * (sent[o] ?? 0), 0) : (sent[i] ?? 0);
      return mixed * gain + (noise > 0 ? noise * gaussian(random) : 0);
    });
  };

  // The delivered stream, frame by frame; `source` is the next frame that the device would deliver undamaged.
  const delivered: number[][] = [];
  const faults = [...(path.faults ?? [])];
  const inPlace = faults.filter((fault) => fault.kind === "zero" || fault.kind === "corrupt");
  const moving = faults.filter((fault) => fault.kind !== "zero" && fault.kind !== "corrupt");
  const deliver = (frame: number[]): void => {
    const position = delivered.length;
    for (const fault of inPlace) {
      if (position < fault.at || position >= fault.at + fault.frames) continue;
      frame.forEach((x, c) => {
        if (fault.channel !== undefined && fault.channel !== c) return;
        frame[c] = fault.kind === "zero" ? 0 : x - (x < 0 ? -1 : 1) * (0.25 + 0.5 * random());
      });
    }
    delivered.push(frame);
  };
  const silence = (): number[] => new Array<number>(inputs).fill(0);
  let source = 0;
  while (delivered.length < frames) {
    const fault = moving[0];
    if (fault === undefined || fault.at > delivered.length) {
      deliver(undamaged(source++));
      continue;
    }
    moving.shift();
    if (fault.kind === "drop") source += fault.frames;
    else if (fault.kind === "reorder") {
      for (let k = 0; k < fault.frames; k++) deliver(undamaged(source + fault.frames + k));
      for (let k = 0; k < fault.frames; k++) deliver(undamaged(source + k));
      source += 2 * fault.frames;
    } else if (fault.kind === "insert") for (let k = 0; k < fault.frames; k++) deliver(silence());
    else {
      const from = delivered.length - fault.frames;
      for (let k = 0; k < fault.frames; k++) deliver([...(delivered[from + k] ?? silence())]);
    }
  }

  const step = path.quantizeBits === undefined ? 0 : 2 ** (1 - path.quantizeBits);
  return Array.from({ length: inputs }, (_, c) =>
    Float32Array.from({ length: frames }, (_, i) => {
      const x = delivered[i]?.[c] ?? 0;
      return step > 0 ? Math.round(x / step) * step : x;
    }),
  );
}

function playedChannel(seed: number, channel: number, length: number, codeBits: number): Float64Array {
  const mix = (x: number): number => {
    const a = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    const b = Math.imul(a ^ (a >>> 15), 0x846ca68b);
    return (b ^ (b >>> 16)) >>> 0;
  };
  const eighth = 2 ** codeBits / 8;
  const key = mix(seed ^ mix(channel + 1));
  return Float64Array.from({ length }, (_, n) => {
    const h = mix((n + key) | 0);
    return ((h % 2 === 1 ? -1 : 1) * (eighth + (Math.floor(h / 2) % (3 * eighth)))) / 2 ** codeBits;
  });
}

/** Band-limited interpolation by a windowed sinc of 2 * 32 taps; whole positions are exact, outside is silence. */
function sampleAt(channel: Float64Array, at: number): number {
  const whole = Math.floor(at);
  const fraction = at - whole;
  if (fraction === 0) return channel[whole] ?? 0;
  let sum = 0;
  for (let k = -31; k <= 32; k++) {
    const x = fraction - k;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / 33);
    sum += (channel[whole + k] ?? 0) * (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }
  return sum;
}
