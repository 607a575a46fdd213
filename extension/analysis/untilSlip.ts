/** How long two clocks that drift apart share a stream before a buffer is lost or comes twice; in seconds. */
export interface UntilSlip {
  /** null: the drift cannot be told from none. */
  readonly seconds: number | null;
  /** With 95 % confidence not sooner; null: the drift is exactly none. */
  readonly atLeastSeconds: number | null;
}

/** A buffer of frames is used up by drift after bufferFrames / (drift * sampleRate). */
export function untilSlip(
  ppm: number,
  uncertaintyPpm: number,
  { bufferFrames, sampleRate }: { readonly bufferFrames: number; readonly sampleRate: number },
): UntilSlip {
  const after = (drift: number): number | null => (drift > 0 ? bufferFrames / (drift * 1e-6 * sampleRate) : null);
  const size = Math.abs(ppm);
  return { seconds: size > uncertaintyPpm ? after(size) : null, atLeastSeconds: after(size + uncertaintyPpm) };
}
