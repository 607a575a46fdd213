import type { FittedChannel } from "./fitChannels.ts";
import type { ChannelSource, Recording } from "./pathAnalysis.ts";

export function sources(recording: Recording, fitted: readonly FittedChannel[]): ChannelSource[] {
  return recording.input.map((samples, channel) => {
    const terms = fitted[channel]?.carrying?.terms ?? [];
    return {
      ...unknownSource(samples),
      output: terms[0]?.output ?? null,
      mixed: terms.length > 1,
    };
  });
}

export function unknownSource(samples: Float32Array | Float64Array): ChannelSource {
  return { output: null, mixed: false, silent: samples.every((x) => x === 0) };
}
