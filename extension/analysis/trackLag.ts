import type { CarryingChannel } from "./inputChannel.ts";
import type { PlayedSignal } from "./playedSignal.ts";

/** Input frames [from, to) over which the lag does not change, damaged frames within included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly lag: number;
}

export interface Track {
  /** In order; between two of them may lie frames that belong to no lag (inserted ones, for instance). */
  readonly stretches: readonly Stretch[];
  /** Frames from here on could not be followed: damage that reaches the end of the recording. */
  readonly end: number;
}

/** Channels that vote on the lag: enough that one is always undamaged, few enough to be quick. */
const VOTERS = 4;
/** Bits of evidence that a channel needs to be followed again. */
const ENOUGH_TO_REGAIN = 24;
/**
 * Bits of evidence that a lag needs, the more the more lags are tried. One frame of one channel is not enough anywhere:
 * in a billion frames with a quarter of a million faults, 24 bits were matched by chance.
 */
const ENOUGH_NEARBY = 40;
const ENOUGH_ANYWHERE = 72;
const ENOUGH_AT_THE_END = 20;
const NEARBY = 8192;

interface Voter {
  readonly samples: CarryingChannel["samples"];
  /** What should arrive of position n, at index n. */
  readonly expected: Float64Array;
  readonly tolerance: number;
  readonly evidence: number;
  /** The positions, up to `last`, whose sample this is; null: it can only be found by looking at all. */
  readonly positionsOf: ((sample: number, last: number) => readonly number[]) | null;
}

/**
 * Follows the lag (input position minus output position) through the recording. All channels share it: one that is
 * damaged does not lose the track while another still proves it.
 *
 * @param guess a lag that was seen somewhere in the recording
 * @returns null when no lag can be proved
 */
export function trackLag(
  played: PlayedSignal,
  channels: readonly CarryingChannel[],
  frames: number,
  guess: number,
): Track | null {
  if (channels.length === 0) return null;
  const best = [...channels].sort((a, b) => b.evidence - a.evidence).slice(0, VOTERS);
  const scratch = new Float64Array(frames);
  const tracker = new Tracker(
    best.map((channel) => {
      const expected = new Float64Array(frames);
      played.fillMix(channel.terms, 0, expected, scratch);
      const { samples, tolerance, evidence } = channel;
      return { samples, expected, tolerance, evidence, positionsOf: inverseOf(played, channel) };
    }),
    frames,
  );
  return tracker.run(guess);
}

/** Where words are fine and come back exactly, a sample tells itself where it was played. */
function inverseOf(played: PlayedSignal, { terms, tolerance }: CarryingChannel): Voter["positionsOf"] {
  const [only, ...others] = terms;
  if (only === undefined || others.length > 0) return null;
  // Within tolerance there must be one word alone.
  if (tolerance * 2 ** played.codeBits >= 0.5 * Math.abs(only.gain) || played.positionsOf(only.output, 0, 0) === null) return null;
  return (sample, last) => played.positionsOf(only.output, sample / only.gain, last) ?? [];
}

/** A lag that is proved from input frame `at` on, by these channels. */
interface Lock {
  readonly at: number;
  readonly lag: number;
  readonly voters: readonly Voter[];
}

class Tracker {
  readonly #voters: readonly Voter[];
  readonly #frames: number;

  constructor(voters: readonly Voter[], frames: number) {
    this.#voters = voters;
    this.#frames = frames;
  }

  run(guess: number): Track | null {
    const first = this.#relock(0, guess);
    if (first === null) return null;
    const stretches: Stretch[] = [];
    let { lag } = first;
    let from = this.#extendBack(first.at, lag, Math.max(0, lag), first.voters);
    let at = first.at;
    for (;;) {
      const lost = this.#follow(at, lag, from);
      if (lost >= this.#frames) {
        stretches.push({ from, to: this.#frames, lag });
        return { stretches, end: this.#frames };
      }
      const next = this.#relock(lost, lag);
      if (next === null) {
        stretches.push({ from, to: lost, lag });
        return { stretches, end: lost };
      }
      at = next.at;
      if (next.lag === lag) continue;
      const back = this.#extendBack(next.at, next.lag, from, next.voters);
      const start = back <= lost ? this.#boundary(back, lost, lag, next) : back;
      stretches.push({ from, to: Math.min(lost, start), lag });
      from = start;
      lag = next.lag;
    }
  }

  /**
   * The frame from which on no channel follows `lag` any more: where the last of them broke off. A channel that broke
   * off follows again when it has matched for long enough.
   */
  #follow(at: number, lag: number, from: number): number {
    const voters = this.#voters;
    const n = voters.length;
    const brokenSince = new Int32Array(n).fill(-1);
    const regained = new Float64Array(n);
    let alive = n;
    for (let m = at; m < this.#frames; m++) {
      for (let v = 0; v < n; v++) {
        const voter = voters[v] as Voter;
        const isRight = matches(voter, m, lag);
        if ((brokenSince[v] as number) < 0) {
          if (isRight) continue;
          brokenSince[v] = m;
          regained[v] = 0;
          alive--;
        } else if (!isRight) regained[v] = 0;
        else if ((regained[v] = (regained[v] as number) + voter.evidence) >= ENOUGH_TO_REGAIN) {
          brokenSince[v] = -1;
          alive++;
        }
      }
      if (alive === 0) return brokenSince.reduce((latest, since) => Math.max(latest, since), from);
    }
    return this.#frames;
  }

  /** The first frame from `lost` on at which a lag can be proved. */
  #relock(lost: number, lag: number): Lock | null {
    let nextSearch = lost;
    let searches = 0;
    for (let at = lost; at < this.#frames; at++) {
      if (this.#isSilent(at)) {
        if (nextSearch === at) nextSearch++;
        continue;
      }
      for (const expected of [lag, lag + (at - lost)]) {
        const voters = this.#proves(at, expected, ENOUGH_NEARBY);
        if (voters !== null) return { at, lag: expected, voters };
      }
      if (at < nextSearch) continue;
      // Damage that shows no lag yet is searched less and less often; a lag found late is traced back to its start.
      searches++;
      nextSearch = at + 1 + Math.min(256, Math.floor(1.3 ** searches) - 1);
      const found = this.#search(at, lag, (searches > 2 && searches % 3 === 0) || at > this.#frames - 16);
      if (found !== null) return { at, ...found };
    }
    return null;
  }

  #search(at: number, lag: number, anywhere: boolean): { lag: number; voters: readonly Voter[] } | null {
    const test = (tried: number, enough: number): { lag: number; voters: readonly Voter[] } | null => {
      if (tried < 0 || tried > at || !this.#startsWell(at, tried)) return null;
      const voters = this.#proves(at, tried, enough);
      return voters === null ? null : { lag: tried, voters };
    };
    const told = this.#lagsToldAt(at);
    if (told !== null) {
      for (const tried of told.sort((a, b) => Math.abs(a - lag) - Math.abs(b - lag))) {
        const isNear = Math.abs(tried - lag) <= NEARBY;
        const found = isNear || anywhere ? test(tried, isNear ? ENOUGH_NEARBY : ENOUGH_ANYWHERE) : null;
        if (found !== null) return found;
      }
      return null;
    }
    for (let d = 1; d <= NEARBY; d++) {
      const found = test(lag - d, ENOUGH_NEARBY) ?? test(lag + d, ENOUGH_NEARBY);
      if (found !== null) return found;
    }
    if (!anywhere) return null;
    for (let tried = at; tried >= 0; tried--) {
      const found = test(tried, ENOUGH_ANYWHERE);
      if (found !== null) return found;
    }
    return null;
  }

  /** Every lag at which some channel matches at this frame, where the samples tell it themselves; null: they do not. */
  #lagsToldAt(at: number): number[] | null {
    const lags: number[] = [];
    for (const { samples, positionsOf } of this.#voters) {
      if (positionsOf === null) return null;
      for (const position of positionsOf(samples[at] as number, at)) lags.push(at - position);
    }
    return lags;
  }

  /** Quick refusal: some channel matches at this frame. */
  #startsWell(at: number, lag: number): boolean {
    for (const voter of this.#voters) if (matches(voter, at, lag)) return true;
    return false;
  }

  /** The channels that match from `at` on without a break until together they prove the lag; null: they do not. */
  #proves(at: number, lag: number, enough: number): readonly Voter[] | null {
    if (at - lag < 0 || lag < 0) return null;
    let voters = this.#voters;
    let perFrame = evidenceOf(voters);
    for (let k = 0; at + k < this.#frames; k++) {
      if (!allMatch(voters, at + k, lag)) {
        voters = voters.filter((voter) => matches(voter, at + k, lag));
        if (voters.length === 0) return null;
        perFrame = evidenceOf(voters);
      }
      if (perFrame * (k + 1) >= enough) return voters;
      if (at + k === this.#frames - 1 && perFrame * (k + 1) >= ENOUGH_AT_THE_END) return voters;
    }
    return null;
  }

  /** The first frame of the unbroken run of matches that holds `at`, not before `floor`. */
  #extendBack(at: number, lag: number, floor: number, voters: readonly Voter[]): number {
    let m = at;
    while (m > floor && allMatch(voters, m - 1, lag)) m--;
    return m;
  }

  /**
   * Frames [back, lost) match both lags within tolerance, by chance: the change lies where the sum of squared
   * differences is least. Among equals the earliest.
   */
  #boundary(back: number, lost: number, before: number, next: Lock): number {
    const after = next.lag;
    let gained = 0;
    let most = 0;
    let best = lost;
    for (let m = lost - 1; m >= back; m--) {
      for (const voter of next.voters) {
        const x = voter.samples[m] as number;
        const was = x - (m - before < 0 ? 0 : (voter.expected[m - before] as number));
        const is = x - (m - after < 0 ? 0 : (voter.expected[m - after] as number));
        gained += was * was - is * is;
      }
      if (gained >= most && gained > 0) {
        most = gained;
        best = m;
      }
    }
    return best;
  }

  #isSilent(at: number): boolean {
    for (const voter of this.#voters) if (Math.abs(voter.samples[at] as number) > voter.tolerance) return false;
    return true;
  }
}

/** Whether a channel brings at input frame `m` what was played `lag` frames earlier; before that, silence. */
function matches({ samples, expected, tolerance }: Voter, m: number, lag: number): boolean {
  const p = m - lag;
  return Math.abs((samples[m] as number) - (p < 0 ? 0 : (expected[p] as number))) <= tolerance;
}

function allMatch(voters: readonly Voter[], m: number, lag: number): boolean {
  for (const voter of voters) if (!matches(voter, m, lag)) return false;
  return true;
}

/** Bits that one frame of these channels is worth. */
function evidenceOf(voters: readonly Voter[]): number {
  let bits = 0;
  for (const { evidence } of voters) bits += evidence;
  return bits;
}
