import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Addon } from "../../extension/audio/addon.ts";
import type { AudioPort } from "../../extension/audio/audioPort.ts";
import { LabFailure } from "../../extension/audio/failure.ts";

/** The driver in this very process, without the audio process around it: quick, and only for tests. */
export function addonPort(): AudioPort {
  const file = fileURLToPath(
    new URL(`../../native/prebuilds/${process.platform}-${process.arch}/flexlab.node`, import.meta.url),
  );
  const addon = createRequire(import.meta.url)(file) as Addon;
  return {
    devices: (scenario) => Promise.resolve(addon.devices(scenario)),
    drivers: () => Promise.resolve(addon.drivers().map((page) => ({ ...page, own: true }))),
    probe: (plan) => {
      try {
        return addon.probe(plan).result;
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return Promise.reject(new LabFailure({ code, message, hint: "", where: null, host: null }));
      }
    },
    versions: () => addon.versions(),
  };
}
