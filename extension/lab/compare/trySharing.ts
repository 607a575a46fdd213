import { randomInt } from "node:crypto";
import { analysePath } from "../../analysis/analysePath.ts";
import type { ProbeResult } from "../../audio/contract.ts";
import { LabFailure } from "../../audio/failure.ts";
import { makePlan } from "../makePlan.ts";
import { withPort } from "../ownedPort.ts";
import type { OwnedPort } from "../ownedPort.ts";
import type { TestRequest } from "../testRequest.ts";
import type { Seen } from "./comparison.ts";

const UNKNOWN = { secondStream: null, mixes: null } as const;

/**
 * Opens a second stream from another process while a first one runs, as another program would. Refused: the way is
 * exclusive. Heard in the recording of the first one: the way mixes.
 */
export async function trySharing(
  request: TestRequest,
  openPort: () => OwnedPort,
  signal: AbortSignal | undefined,
): Promise<Pick<Seen, "secondStream" | "mixes">> {
  const seeds = [randomInt(2 ** 32), randomInt(2 ** 32)] as const;
  return withPort(openPort, async (first) =>
    withPort(openPort, async (second) => {
      let other: Promise<ProbeResult | null> | null = null;
      const running = first.probe(makePlan({ ...request, seconds: request.seconds * 2 }, seeds[0]), {
        signal,
        onLive: ({ state }) => {
          if (state === "running") other ??= second.probe(makePlan(request, seeds[1]), { signal }).catch(noResult);
        },
      });
      const heard = await running.catch(noResult);
      const played = await (other as Promise<ProbeResult | null> | null);
      if (heard?.error !== null || played === null || heard.cancelled || played.cancelled) return UNKNOWN;
      if (played.stream === null) return { secondStream: "refused", mixes: false };
      const { recording, stream } = heard;
      if (recording === null || stream?.input == null || played.recording === null || played.error !== null) return { ...UNKNOWN, secondStream: "opens" };
      const path = analysePath({
        sampleRate: stream.sampleRate,
        bufferFrames: stream.bufferFrames,
        outputChannels: played.stream.output?.channels ?? 0,
        input: recording.input,
        frames: recording.frames,
        seed: seeds[1],
        codeBits: played.recording.codeBits,
      });
      return { secondStream: "opens", mixes: path.kind === "tracked" || path.kind === "correlated" };
    }),
  );
}

function noResult(error: unknown): null {
  if (error instanceof LabFailure) return null;
  throw error;
}
