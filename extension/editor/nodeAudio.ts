import * as vscode from "vscode";

import { AudioClient } from "../audio/audioClient.ts";
import type { AudioConnection } from "./labModule.ts";
import type { Log } from "./log.ts";

/** The real audio process, started when it has something to do. */
export function nodeAudio(processPath: string, log: Log): AudioConnection {
  const translation = vscode.l10n.uri;
  const client = new AudioClient({
    processPath,
    // It tells of its own failures in the user's language too.
    ...(translation === undefined ? {} : { env: { ...process.env, FLEXLAB_TRANSLATION: translation.fsPath } }),
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
