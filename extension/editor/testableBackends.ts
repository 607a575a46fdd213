import type { BackendDevices } from "../audio/contract.ts";

/** The backends that a test could run on, for a file whose own is not here: those with default devices first. */
export function testableBackends(backends: readonly BackendDevices[]): readonly string[] {
  const defaults = ({ devices }: BackendDevices): number =>
    Number(devices.some((device) => device.isDefaultInput)) + Number(devices.some((device) => device.isDefaultOutput));
  return backends
    .filter((group) => group.devices.length > 0)
    .sort((a, b) => defaults(b) - defaults(a))
    .map((group) => group.backend);
}
