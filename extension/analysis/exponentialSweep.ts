/**
 * A sine whose frequency rises exponentially (Farina, AES 108th convention, 2000): phase(t) = K (e^(t/L) - 1) with
 * L = seconds / ln(endHz / startHz) and K = 2π startHz L. Its first and last 20 ms (a quarter of it at most)
 * are faded; silence before and after.
 */
export interface ExponentialSweep {
  readonly startHz: number;
  readonly endHz: number;
  readonly seconds: number;
  /** Linear peak, full scale = 1. */
  readonly amplitude: number;
}

const FADE_SECONDS = 0.02;

/** The sweep's frequency grows e-fold in so many seconds; harmonic n of a path appears so many times ln n early. */
export function growthSeconds({ startHz, endHz, seconds }: ExponentialSweep): number {
  return seconds / Math.log(endHz / startHz);
}

/** The sweep from stream position 0 on, one sample per frame; `into` may be longer. */
export function fillSweep(sweep: ExponentialSweep, sampleRate: number, into: Float64Array): void {
  const growth = growthSeconds(sweep);
  const cycles = 2 * Math.PI * sweep.startHz * growth;
  const frames = Math.round(sweep.seconds * sampleRate);
  const fade = Math.min(Math.round(FADE_SECONDS * sampleRate), Math.floor(frames / 4));
  for (let n = 0; n < into.length; n++) {
    if (n >= frames) {
      into[n] = 0;
      continue;
    }
    const fromEdge = Math.min(n, frames - 1 - n);
    const gain = fromEdge < fade ? Math.sin(((Math.PI / 2) * (fromEdge + 0.5)) / fade) ** 2 : 1;
    into[n] = sweep.amplitude * gain * Math.sin(cycles * Math.expm1(n / sampleRate / growth));
  }
}
