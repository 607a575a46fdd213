import { AudioClient } from "../audio/audioClient.ts";
import type { Terminal } from "./terminal.ts";

/** What a command works with. */
export interface Lab {
  readonly terminal: Terminal;
  /** The audio client, made on first use; main disposes it. */
  readonly audio: () => AudioClient;
  /** Another client with processes of its own; who asks for it disposes it. */
  readonly newAudio: () => AudioClient;
}

/** `processPath`: the bundled audioProcess.cjs. */
export function createLab(terminal: Terminal, processPath: string): Lab & { dispose(): Promise<void> } {
  let client: AudioClient | null = null;
  const newAudio = (): AudioClient => new AudioClient({ processPath, env: terminal.env, log: (line) => { terminal.log(line); } });
  const audio = (): AudioClient => (client ??= newAudio());
  return { terminal, audio, newAudio, dispose: async () => client?.dispose() };
}
