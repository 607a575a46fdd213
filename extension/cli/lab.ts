import { AudioClient } from "../audio/audioClient.ts";
import type { Terminal } from "./terminal.ts";

/** What a command works with. */
export interface Lab {
  readonly terminal: Terminal;
  /** The audio client, made on first use; main disposes it. */
  readonly audio: () => AudioClient;
}

/** `processPath`: the bundled audioProcess.cjs. */
export function createLab(terminal: Terminal, processPath: string): Lab & { dispose(): Promise<void> } {
  let client: AudioClient | null = null;
  const audio = (): AudioClient => (client ??= new AudioClient({ processPath, env: terminal.env, log: (line) => { terminal.log(line); } }));
  return { terminal, audio, dispose: async () => client?.dispose() };
}
