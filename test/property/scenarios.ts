import fc from "fast-check";
import type { GlitchEvent } from "../../extension/analysis/glitch.ts";

/** A sound path with faults, as it is handed to a scenario or a simulator, and what must be reported of it. */
export interface Faulty {
  readonly at: number;
  readonly kind: "drop" | "insert" | "repeat" | "reorder" | "zero" | "corrupt" | "stall";
  /** Of a stall: 0. */
  readonly frames: number;
  readonly seconds: number;
  readonly channel: number | null;
}

export interface RandomPath {
  readonly rate: number;
  readonly bufferFrames: number;
  readonly delayFrames: number;
  readonly channels: number;
  readonly gainDb: number;
  readonly invert: boolean;
  /** matrix[i][o]: input i carries output o. */
  readonly order: readonly number[];
  readonly quantizeBits: number | null;
  readonly noiseDbfs: number | null;
  readonly faults: readonly Faulty[];
  readonly seconds: number;
}

/**
 * Faults keep a good frame or more between them, as without one nobody can tell two from one; a repeat keeps its own
 * length of undamaged sound before it.
 */
export function randomPath(options: { readonly stalls: boolean; readonly noise: boolean }): fc.Arbitrary<RandomPath> {
  const kinds = ["drop", "insert", "repeat", "reorder", "zero", "corrupt"] as const;
  const fault = fc.record({
    kind: options.stalls ? fc.constantFrom(...kinds, "stall" as const) : fc.constantFrom(...kinds),
    frames: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 600 })),
    space: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4000 })),
    // Even milliseconds: no common rate makes half a frame of them.
    stallMs: fc.integer({ min: 1, max: 350 }).map((pairs) => 2 * pairs),
    one: fc.option(fc.nat(), { freq: 2, nil: null }),
  });
  return fc
    .record({
      rate: fc.constantFrom(44_100, 48_000, 96_000),
      bufferFrames: fc.oneof(fc.constantFrom(32, 64, 128, 256, 480, 512, 1024, 2048), fc.integer({ min: 32, max: 2048 })),
      delay: fc.integer({ min: 64, max: 20_000 }),
      channels: fc.integer({ min: 1, max: 4 }),
      gainDb: fc.option(fc.constantFrom(-12, -6, -3, -0.5, 0.5, 3), { nil: 0 }),
      invert: fc.boolean(),
      shuffle: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      quantizeBits: fc.option(fc.integer({ min: 12, max: 24 }), { nil: null }),
      noiseDbfs: options.noise ? fc.option(fc.integer({ min: -120, max: -55 }), { nil: null, freq: 2 }) : fc.constant(null),
      faults: fc.array(fault, { minLength: 1, maxLength: 8 }),
    })
    .map((raw) => {
      const delayFrames = Math.max(raw.delay, raw.bufferFrames);
      const order = Array.from({ length: raw.channels }, (_, i) => i);
      for (let i = order.length - 1; i > 0; i--) {
        const j = (raw.shuffle[i] ?? 0) % (i + 1);
        [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
      }
      // Coarse words and noise prove less per frame, so faults need more good frames between them to be two.
      const coarse = (raw.quantizeBits !== null && raw.quantizeBits < 20) || raw.noiseDbfs !== null;
      const apart = Math.ceil((coarse ? 60 : 6) / raw.channels);
      const faults: Faulty[] = [];
      // Nothing can come back before it is played: drops may use up the delay to one buffer, not further.
      let spare = delayFrames - raw.bufferFrames;
      let at = delayFrames + 64;
      for (const fault of raw.faults) {
        // A coarse frame or two in the wrong place may as well be damage.
        const f = fault.kind === "reorder" && coarse ? { ...fault, frames: Math.max(8, fault.frames) } : fault;
        at += apart + f.space;
        // Of two blocks that change places, the second comes as early as if the first had been dropped.
        if ((f.kind === "drop" || f.kind === "reorder") && f.frames > spare) continue;
        if (f.kind === "drop") spare -= f.frames;
        if (f.kind === "insert" || f.kind === "repeat") spare += f.frames;
        if (f.kind === "repeat") at += f.frames;
        if (f.kind === "stall") at = Math.ceil(at / raw.bufferFrames) * raw.bufferFrames;
        const isInPlace = f.kind === "zero" || f.kind === "corrupt";
        const one = isInPlace && raw.channels > 1 && f.one !== null ? f.one % raw.channels : null;
        const frames = f.kind === "stall" ? 0 : f.frames;
        faults.push({ at, kind: f.kind, frames, seconds: f.kind === "stall" ? f.stallMs / 1000 : 0, channel: one });
        if (f.kind !== "drop") at += f.kind === "reorder" ? 2 * frames : frames;
      }
      const last = faults.at(-1)?.at ?? 0;
      const frames = Math.max(last + 2000, delayFrames + 8000);
      return {
        rate: raw.rate,
        bufferFrames: raw.bufferFrames,
        delayFrames,
        channels: raw.channels,
        gainDb: raw.gainDb,
        invert: raw.invert,
        order,
        quantizeBits: raw.quantizeBits,
        noiseDbfs: raw.noiseDbfs,
        faults,
        seconds: Math.ceil((frames / raw.rate) * 100) / 100,
      };
    });
}

/** What a report must list for these faults: every one once, and nothing else. */
export function expectedEvents(path: RandomPath): GlitchEvent[] {
  return path.faults.map((fault) => {
    const event = { direction: "input", channel: fault.channel, frame: fault.at, lengthFrames: fault.frames } as const;
    switch (fault.kind) {
      case "drop":
        return { ...event, kind: "dropped", deltaFrames: -fault.frames };
      case "insert":
        return { ...event, kind: "inserted", deltaFrames: fault.frames };
      case "repeat":
        return { ...event, kind: "repeated", deltaFrames: fault.frames };
      case "reorder":
        return { ...event, lengthFrames: 2 * fault.frames, kind: "reordered", deltaFrames: 0 };
      case "zero":
        return { ...event, kind: "zeroed", deltaFrames: 0 };
      case "corrupt":
        return { ...event, kind: "corrupted", deltaFrames: 0 };
      case "stall":
        return { ...event, lengthFrames: Math.round(fault.seconds * path.rate), kind: "stalled", deltaFrames: 0 };
    }
  });
}
