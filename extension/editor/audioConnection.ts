import type { AudioPort } from "../audio/audioPort.ts";
import type { AsioDriver } from "../audio/contract.ts";
import type { OwnedPort } from "../lab/ownedPort.ts";

/** The audio process, once its code is loaded. */
export interface AudioConnection {
  readonly port: AudioPort;
  /** One more port, with processes of its own; who asks for it ends it, and `dispose` ends what is left. */
  open(): OwnedPort;
  /** The ASIO drivers that are installed on this machine, ours among them; null: its system knows none. */
  asioDrivers(): Promise<readonly AsioDriver[] | null>;
  restart(): Promise<void>;
  dispose(): Promise<void>;
}
