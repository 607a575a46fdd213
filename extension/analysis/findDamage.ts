import type { CarryingChannel } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";
import type { Stretch } from "./trackLag.ts";

/** Frames of one channel that are damaged in place. */
export interface Damage {
  readonly channel: number;
  readonly from: number;
  readonly to: number;
  readonly kind: "zeroed" | "corrupted";
  /** Bits of evidence that the silence is no chance; 0 for other damage. */
  readonly silenceBits: number;
}

/** What all undamaged samples of a channel have in common. */
export interface ChannelQuality {
  /** Samples judged, damaged ones included. */
  readonly judged: number;
  /** Samples equal to what one output channel played, to the last bit. */
  readonly exact: number;
  /** Samples that are not damaged. */
  readonly undamaged: number;
  /** Of the undamaged samples: sum of squares of what is left after taking away what was expected. */
  readonly residualSquares: number;
  /** The same, just the sum: its mean is what is constant on the way. */
  readonly residualSum: number;
  /** Of the undamaged samples: bits of the coarsest word that holds them all, sign included; full scale = 1. */
  readonly wordBits: number;
}

/** The same while it is summed up. */
type Tally = { -readonly [Figure in keyof ChannelQuality]: ChannelQuality[Figure] };

/** Samples compared at a time. */
const BLOCK = 4096;
/** Words longer than this are not told apart: a Float32 near full scale has no more. */
const LONGEST_WORD = 26;
/** Undamaged frames between two pieces of damage prove that these are two when they hold this much evidence. */
const EVIDENCE_APART = 10;
/** So many bits must a run of silent frames within damage be worth to count as damage of its own kind. */
const EVIDENCE_OF_SILENCE = 32;

/**
 * Compares every sample of a channel with what should have arrived, given the lag, and lists the runs of damaged ones.
 *
 * @param skip frames [from, to), in order, that are not judged
 */
export function findDamage(
  played: PlayedSignal,
  channel: CarryingChannel,
  stretches: readonly Stretch[],
  skip: readonly { readonly from: number; readonly to: number }[],
): { damage: Damage[]; quality: ChannelQuality } {
  const [dominant] = channel.terms;
  const quality: Tally = { judged: 0, exact: 0, undamaged: 0, residualSquares: 0, residualSum: 0, wordBits: 1 };
  if (dominant === undefined) return { damage: [], quality };
  const alone = channel.terms.length === 1;
  const expected = new Float64Array(BLOCK);
  const scratch = new Float64Array(BLOCK);

  const runs: { from: number; to: number }[] = [];
  for (const { from, to, lag } of withoutSkipped(stretches, skip)) {
    const bad: number[] = [];
    for (let start = from; start < to; start += BLOCK) {
      const length = Math.min(BLOCK, to - start);
      const wanted = expected.subarray(0, length);
      played.fillMix(channel.terms, start - lag, wanted, scratch);
      // A code that came back at another gain is not exact, one that came back in the wrong channel is.
      const isPlain = alone && dominant.gain === 1;
      judgeBlock(channel, start, wanted, isPlain, quality, bad);
    }
    quality.judged += to - from;
    runs.push(...runsOf(bad, channel.evidence));
  }
  const pieces = runs.flatMap((run) => kindsOf(run, channel, quality.wordBits));
  return { damage: acrossJumps(pieces, stretches), quality };
}

/** Judges the samples from `start` on by those that are wanted; adds to the quality and to the bad frames. */
function judgeBlock(
  { samples, tolerance }: CarryingChannel,
  start: number,
  wanted: Float64Array,
  isPlain: boolean,
  quality: Tally,
  bad: number[],
): void {
  let exact = 0;
  let undamaged = 0;
  let squares = 0;
  let sum = 0;
  let wordBits = quality.wordBits;
  let scale = 2 ** (wordBits - 1);
  for (let i = 0; i < wanted.length; i++) {
    const x = samples[start + i] as number;
    const off = x - (wanted[i] as number);
    if (off === 0) exact++;
    if (off > tolerance || off < -tolerance) {
      bad.push(start + i);
      continue;
    }
    undamaged++;
    squares += off * off;
    sum += off;
    while (wordBits < LONGEST_WORD && !Number.isInteger(x * scale)) {
      wordBits++;
      scale *= 2;
    }
  }
  if (isPlain) quality.exact += exact;
  quality.undamaged += undamaged;
  quality.residualSquares += squares;
  quality.residualSum += sum;
  quality.wordBits = wordBits;
}

/** Damage that goes on where the lag jumps is one piece: the jump is another event, of all channels. */
function acrossJumps(pieces: readonly Damage[], stretches: readonly Stretch[]): Damage[] {
  const nextStart = new Map(stretches.slice(1).map((next, i) => [(stretches[i] as Stretch).to, next.from]));
  const joined: Damage[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === piece.kind && nextStart.get(last.to) === piece.from) {
      joined[joined.length - 1] = { ...last, to: piece.to, silenceBits: last.silenceBits + piece.silenceBits };
    } else joined.push(piece);
  }
  return joined;
}

function withoutSkipped(
  stretches: readonly Stretch[],
  skip: readonly { readonly from: number; readonly to: number }[],
): Stretch[] {
  let parts: Stretch[] = [...stretches];
  for (const hole of skip) {
    parts = parts.flatMap((part) =>
      hole.to <= part.from || hole.from >= part.to
        ? [part]
        : [
            { ...part, to: hole.from },
            { ...part, from: hole.to },
          ].filter(({ from, to }) => from < to),
    );
  }
  return parts;
}

/** Runs of consecutive bad frames; a good frame or two that prove little (a chance match) do not end a run. */
function runsOf(bad: readonly number[], evidence: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const frame of bad) {
    const last = runs.at(-1);
    if (last !== undefined && (frame - last.to) * evidence < EVIDENCE_APART) last.to = frame + 1;
    else runs.push({ from: frame, to: frame + 1 });
  }
  return runs;
}

/**
 * Splits a run into silent and otherwise damaged pieces. Damage may pass through zero by chance, so silence must last
 * to be told from it: exact zeros prove more, the finer the words are.
 */
function kindsOf(run: { readonly from: number; readonly to: number }, channel: CarryingChannel, wordBits: number): Damage[] {
  const { samples, tolerance } = channel;
  const pieces: Damage[] = [];
  const add = (to: number, isSilent: boolean, silenceBits: number): void => {
    const last = pieces.at(-1);
    const from = last?.to ?? run.from;
    const isAll = from === run.from && to === run.to;
    const kind = isSilent && (isAll || silenceBits >= EVIDENCE_OF_SILENCE) ? "zeroed" : "corrupted";
    if (last?.kind === kind) pieces[pieces.length - 1] = { ...last, to };
    else pieces.push({ channel: channel.channel, from, to, kind, silenceBits: kind === "zeroed" ? silenceBits : 0 });
  };
  let silent = Math.abs(samples[run.from] as number) <= tolerance;
  let bits = 0;
  for (let frame = run.from; frame < run.to; frame++) {
    const x = samples[frame] as number;
    const isSilent = Math.abs(x) <= tolerance;
    if (isSilent !== silent) {
      add(frame, silent, bits);
      silent = isSilent;
      bits = 0;
    }
    bits += x === 0 ? Math.max(channel.evidence, wordBits - 2) : channel.evidence;
  }
  add(run.to, silent, bits);
  return pieces;
}

/** Damage that hits several channels in the same frames has one cause: doubtful silence there is damage like the rest. */
export function isDoubtfulSilence(damage: Damage): boolean {
  return damage.kind === "zeroed" && damage.silenceBits < EVIDENCE_OF_SILENCE;
}
