import * as vscode from "vscode";

import { AudioClient } from "../audio/audioClient.ts";
import type { AudioConnection } from "./audioConnection.ts";
import type { Log } from "./log.ts";

/** The real audio processes, each started when it has something to do. */
export function nodeAudio(processPath: string, log: Log): AudioConnection {
  const translation = vscode.l10n.uri;
  const newClient = (): AudioClient =>
    new AudioClient({
      processPath,
      // It tells of its own failures in the user's language too.
      ...(translation === undefined ? {} : { env: { ...process.env, FLEXLAB_TRANSLATION: translation.fsPath } }),
      log: (line) => {
        log.info(`audio process: ${line}`);
      },
    });
  const client = newClient();
  /** Those of runs that want processes of their own. */
  const others = new Set<AudioClient>();
  return {
    port: {
      devices: (scenario, options) => client.devices(scenario, options),
      probe: (plan, options) => client.probe(plan, options),
      versions: () => client.versions(),
      drivers: async () => {
        const own = [...others].flatMap(({ pids }) => pids.sounding);
        return (await client.drivers()).map((driver) => (own.includes(driver.processId) ? { ...driver, own: true } : driver));
      },
    },
    open: () => {
      const other = newClient();
      others.add(other);
      return {
        devices: (scenario, options) => other.devices(scenario, options),
        probe: (plan, options) => other.probe(plan, options),
        versions: () => other.versions(),
        drivers: () => other.drivers(),
        dispose: async () => {
          await other.dispose();
          others.delete(other);
        },
      };
    },
    asioDrivers: () => client.asioDrivers(),
    restart: () => client.restart(),
    dispose: async () => {
      await Promise.all([client, ...others].map((one) => one.dispose()));
    },
  };
}
