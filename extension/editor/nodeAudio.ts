import { AudioClient } from "../audio/audioClient.ts";
import type { Audio } from "./lab.ts";
import type { Log } from "./log.ts";

/** The real audio process: made when a device is first asked for, started when it has something to do. */
export function nodeAudio(processPath: string, log: Log): Audio {
  let client: AudioClient | null = null;
  let disposed = false;
  return {
    port: () => {
      if (disposed) return null;
      client ??= new AudioClient({
        processPath,
        log: (line) => {
          log.info(`audio process: ${line}`);
        },
      });
      return client;
    },
    restart: async () => {
      await client?.restart();
    },
    dispose: async () => {
      disposed = true;
      await client?.dispose();
      client = null;
    },
  };
}
