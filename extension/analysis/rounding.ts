/** What was added before samples were rounded to a shorter word, so that rounding does not follow the sound. */
export type Dither = "none" | "rectangular" | "triangular";

/**
 * Standard deviations of the error, in steps of the word: of rounding alone, and with one or two even noises of one step
 * before it (Lipshitz, Wannamaker and Vanderkooy, "Quantization and dither", JAES 40, 1992).
 */
const DEVIATIONS = [
  ["none", Math.sqrt(1 / 12)],
  ["rectangular", Math.sqrt(2 / 12)],
  ["triangular", Math.sqrt(3 / 12)],
] as const;
const WITHIN = 0.06;
/** Of words longer than this, Float32 itself rounds the code's samples. */
const LONGEST = 22;

/**
 * @param deviation of what is left when what was played is taken away, full scale = 1
 * @param wordBits of the word that holds every sample, sign included
 * @returns null: the error is not that of rounding to this word
 */
export function ditherOf(deviation: number, wordBits: number): Dither | null {
  if (wordBits > LONGEST || deviation === 0) return null;
  const steps = deviation / 2 ** (1 - wordBits);
  return DEVIATIONS.find(([, expected]) => Math.abs(steps / expected - 1) <= WITHIN)?.[0] ?? null;
}
