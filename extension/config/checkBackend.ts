import { backendBuffers } from "./backendBuffers.ts";
import { backendDevices } from "./backendDevices.ts";
import { backendOptions } from "./backendOptions.ts";
import { backendScene } from "./backendScene.ts";
import type { ConfigDocument } from "./configDocument.ts";
import type { EffectiveConfig } from "./effectiveConfig.ts";
import type { Finding } from "./finding.ts";

/** What is known of the chosen backend before anything runs: never an error, as the file alone does not stop a driver. */
export function checkBackend(document: ConfigDocument, config: EffectiveConfig): readonly Finding[] {
  const scene = backendScene(document, config);
  return scene === null ? [] : [...backendOptions(scene), ...backendBuffers(scene), ...backendDevices(scene)];
}
