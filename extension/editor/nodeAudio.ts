import { AudioClient } from "../audio/audioClient.ts";
import type { AudioConnection } from "./labModule.ts";
import type { Log } from "./log.ts";

/** The real audio process, started when it has something to do. */
export function nodeAudio(processPath: string, log: Log): AudioConnection {
  const client = new AudioClient({
    processPath,
    log: (line) => {
      log.info(`audio process: ${line}`);
    },
  });
  return {
    port: client,
    restart: () => client.restart(),
    dispose: () => client.dispose(),
  };
}
