import type { AudioPort } from "../audio/audioPort.ts";

/** An audio port with processes of its own, for work that must not share its fate with other work. */
export interface OwnedPort extends AudioPort {
  /** Ends its processes; nothing is left when it resolves. */
  dispose(): Promise<void>;
}

/** Uses a port of its own for one piece of work. */
export async function withPort<T>(open: () => OwnedPort, work: (port: OwnedPort) => Promise<T>): Promise<T> {
  const port = open();
  try {
    return await work(port);
  } finally {
    await port.dispose();
  }
}
