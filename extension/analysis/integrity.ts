import type { ChannelQuality } from "./findDamage.ts";
import type { FittedChannel } from "./fitChannels.ts";
import type { CarryingChannel } from "./inputChannel.ts";
import type { PathAnalysis } from "./pathAnalysis.ts";
import { ditherOf } from "./rounding.ts";
import type { Dither } from "./rounding.ts";
import { routingOf } from "./routing.ts";

/** The longest word that the test proves: a 24-bit code. */
const LONGEST_WORD = 24;

/**
 * Bit-perfect speaks of the path between the glitches; the exact fraction counts the samples that were damaged in
 * place, too. Effective bits: the word that holds every sample, or what the noise leaves of it.
 */
export function exactness(
  channels: readonly CarryingChannel[],
  qualities: readonly ChannelQuality[],
): Pick<PathAnalysis["integrity"], "bitPerfect" | "exactFraction" | "effectiveBits"> {
  const sum = (pick: (quality: ChannelQuality) => number): number => qualities.reduce((total, q) => total + pick(q), 0);
  const judged = sum((q) => q.judged);
  if (judged === 0) return { bitPerfect: null, exactFraction: null, effectiveBits: null };
  const isPlain = channels.every(({ terms, tolerance }) => tolerance === 0 && terms.length === 1 && terms[0]?.gain === 1);
  const bits = qualities.map((quality) => {
    const noise = Math.sqrt(quality.residualSquares / Math.max(1, quality.undamaged));
    // Rounding to b bits leaves noise of 2^(1 - b) / sqrt(12).
    const noiseBits = noise === 0 ? LONGEST_WORD : 1 - Math.log2(noise * Math.sqrt(12));
    const word = Math.min(LONGEST_WORD, quality.wordBits);
    // Dither costs up to a bit of noise; the word is still the truth.
    return noiseBits >= word - 1.05 ? word : Math.max(1, Math.round(noiseBits * 10) / 10);
  });
  return {
    bitPerfect: isPlain,
    exactFraction: sum((q) => q.exact) / judged,
    effectiveBits: Math.min(...bits),
  };
}

/** All channels of a direction are rounded alike; null: they are not, or not rounded. */
export function ditherIn(qualities: readonly ChannelQuality[]): Dither | null {
  const found = new Set(qualities.map((quality) => ditherOf(deviationOf(quality), quality.wordBits)));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

function deviationOf({ residualSquares, residualSum, undamaged }: ChannelQuality): number {
  const n = Math.max(1, undamaged);
  return Math.sqrt(Math.max(0, residualSquares / n - (residualSum / n) ** 2));
}

/** Standard errors beyond which a constant part is one; of many channels and runs, three would be passed by chance. */
const CLEARLY_CONSTANT = 5;

export function constants(inputs: number, channels: readonly CarryingChannel[], qualities: readonly ChannelQuality[]): (number | null)[] {
  const found = new Array<number | null>(inputs).fill(null);
  channels.forEach(({ channel }, k) => {
    const quality = qualities[k] as ChannelQuality;
    const mean = quality.residualSum / Math.max(1, quality.undamaged);
    const error = deviationOf(quality) / Math.sqrt(Math.max(1, quality.undamaged));
    found[channel] = Math.abs(mean) > CLEARLY_CONSTANT * error + 2 ** -26 ? mean : 0;
  });
  return found;
}

export function routed(channelMatrix: readonly (readonly number[])[]): Pick<PathAnalysis["integrity"], "channelMatrix" | "routing"> {
  return { channelMatrix, routing: routingOf(channelMatrix) };
}

export function levels(fitted: readonly FittedChannel[]): Pick<PathAnalysis["integrity"], "gainDb" | "inverted"> {
  const gains = fitted.map(({ carrying }) => carrying?.terms[0]?.gain ?? null);
  return {
    gainDb: gains.map((gain) => (gain === null ? null : 20 * Math.log10(Math.abs(gain)))),
    inverted: gains.map((gain) => (gain === null ? null : gain < 0)),
  };
}
