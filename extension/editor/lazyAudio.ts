import type { AudioPort } from "../audio/audioPort.ts";
import type { Audio } from "./lab.ts";
import type { AudioConnection } from "./audioConnection.ts";
import type { LabModule } from "./labModule.ts";
import { noLab } from "./noLab.ts";
import type { Log } from "./log.ts";

/**
 * Sound whose code is loaded with the first request for it. `load` null: there is no sound from here, ever (a window
 * in the browser without a machine behind it).
 */
export function lazyAudio(load: (() => Promise<LabModule>) | null, log: Log): Audio {
  let connection: AudioConnection | null = null;
  let connecting: Promise<AudioConnection> | null = null;
  let disposed = false;
  const connect = (load: () => Promise<LabModule>): Promise<AudioConnection> => {
    connecting ??= load().then((module) => (connection = module.createAudio(log)));
    return connecting;
  };
  const lazyPort = (load: () => Promise<LabModule>): AudioPort => {
    const port = async (): Promise<AudioPort> => {
      if (disposed) throw noLab();
      return (await connect(load)).port;
    };
    return {
      devices: async (scenario, options) => (await port()).devices(scenario, options),
      drivers: async () => (await port()).drivers(),
      probe: async (plan, options) => (await port()).probe(plan, options),
      versions: () => connection?.port.versions() ?? null,
    };
  };
  const port = load === null ? null : lazyPort(load);
  return {
    port: () => (disposed ? null : port),
    connection: () => (load === null || disposed ? Promise.reject(noLab()) : connect(load)),
    restart: async () => {
      await connection?.restart();
    },
    dispose: async () => {
      disposed = true;
      // One that is being loaded is waited for: it would outlive the extension otherwise.
      await (await connecting?.catch(() => null))?.dispose();
      connection = null;
    },
  };
}
