import type { GlitchEvent } from "../report.ts";

/** Of good sound that is kept before and after a glitch. */
const AROUND_SECONDS = 0.05;

/**
 * What came back around a glitch, as a WAV file of 32-bit floats, all input channels, sample for sample.
 *
 * @param input one array per channel, full scale = 1
 */
export function glitchWav(input: readonly (Float32Array | Float64Array)[], event: GlitchEvent, sampleRate: number): Uint8Array {
  const around = Math.round(AROUND_SECONDS * sampleRate);
  const length = input[0]?.length ?? 0;
  const from = Math.max(0, event.frame - around);
  const to = Math.min(length, event.frame + (event.kind === "stalled" ? 0 : event.lengthFrames) + around);
  return floatWav(input.map((channel) => channel.subarray(from, Math.max(from, to))), sampleRate);
}

/** `003-dropped-at-48000.wav`: sorts in the order of the report. */
export function glitchWavName(index: number, event: GlitchEvent): string {
  return `${String(index + 1).padStart(3, "0")}-${event.kind}-at-${event.frame}.wav`;
}

/** RIFF WAVE, format 3 (IEEE float), as RFC 2361 and Microsoft's WAVEFORMATEX describe it. */
function floatWav(channels: readonly (Float32Array | Float64Array)[], sampleRate: number): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const count = Math.max(1, channels.length);
  const block = 4 * count;
  const HEADER = 58;
  const bytes = new Uint8Array(HEADER + frames * block);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => { for (let k = 0; k < word.length; k++) view.setUint8(at + k, word.charCodeAt(k)); };
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 18, true);
  view.setUint16(20, 3, true);
  view.setUint16(22, count, true);
  view.setUint32(24, Math.round(sampleRate), true);
  view.setUint32(28, Math.round(sampleRate) * block, true);
  view.setUint16(32, block, true);
  view.setUint16(34, 32, true);
  view.setUint16(36, 0, true); // no extension
  text(38, "fact"); // what is not PCM says how many frames it has
  view.setUint32(42, 4, true);
  view.setUint32(46, frames, true);
  text(50, "data");
  view.setUint32(54, frames * block, true);
  channels.forEach((samples, c) => {
    for (let i = 0; i < frames; i++) view.setFloat32(HEADER + i * block + 4 * c, samples[i] ?? 0, true);
  });
  return bytes;
}
