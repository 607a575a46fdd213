import type { ConfigDocument } from "./configDocument.ts";
import { effectiveConfig, type EffectiveConfig, type Value } from "./effectiveConfig.ts";
import { BOTH_DRIVERS, type Finding, type Fix } from "./finding.ts";
import { findingCodes, type FindingCode } from "./findingCodes.ts";
import { isValidRegex } from "./regex.ts";
import { optionSchema } from "./schema.ts";
import { setOption } from "./setOption.ts";
import { suggest } from "./suggest.ts";
import type { Range } from "./text.ts";

/** A host API of this machine with its devices, as the audio process lists them. */
export interface LiveBackend {
  readonly backend: string;
  readonly devices: readonly LiveDevice[];
}

export interface LiveDevice {
  readonly name: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
}

type Direction = "input" | "output";

/** What a driver takes when the file names no backend, where there is one; elsewhere PortAudio decides. */
const DEFAULT_BACKEND = "Windows DirectSound";
/** Windows cuts the names of MME devices. */
const MME_NAME_LENGTH = 31;

/**
 * What only the devices of this machine can tell: a device that is not here, or only under another backend or in the
 * other direction; several that match; a backend that this machine does not have (no mistake of the file: it may be
 * meant for another machine).
 */
export function liveFindings(document: ConfigDocument, machine: readonly LiveBackend[]): readonly Finding[] {
  const config = effectiveConfig(document);
  const name = config.backend.value ?? DEFAULT_BACKEND;
  const backend = machine.find((each) => each.backend === name) ?? null;
  if (backend === null && config.backend.value !== null) return backendNotHere(config.backend, machine);
  const directions: readonly Direction[] = ["input", "output"];
  return directions.flatMap((direction) => checkDirection({ document, config, machine, backend, direction }));
}

interface Scene {
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
  readonly machine: readonly LiveBackend[];
  /** The one in effect; null when only PortAudio knows which that is. */
  readonly backend: LiveBackend | null;
  readonly direction: Direction;
}

function backendNotHere({ value, range }: Value<string | null>, machine: readonly LiveBackend[]): readonly Finding[] {
  const known = optionSchema("top", "backend")?.values ?? [];
  if (range === null || value === null || !known.includes(value)) return []; // A backend that exists nowhere has its error already.
  return [
    finding("backend-not-here", range, `This machine has no backend "${value}", so its devices cannot be checked here.`, {
      hint: `Backends here: ${machine.map(({ backend }) => backend).join(", ")}.`,
    }),
  ];
}

function checkDirection(scene: Scene): readonly Finding[] {
  const stream = scene.config[scene.direction];
  if (!stream.enabled) return [];
  const { device, deviceRegex } = stream;
  if (device.value !== null && device.range !== null) {
    if (deviceRegex.value !== null) return []; // Both at once is an error of the file.
    return checkName(scene, device.value, device.range);
  }
  if (deviceRegex.value !== null && deviceRegex.range !== null) return checkRegex(scene, deviceRegex.value, deviceRegex.range);
  return [];
}

function checkName(scene: Scene, name: string, range: Range): readonly Finding[] {
  const { backend, machine, direction } = scene;
  const places = backend === null ? machine : [backend];
  const named = places.flatMap(({ devices }) => devices).filter((device) => device.name === name);
  const matching = named.filter((device) => channelsOf(device, direction) > 0);
  if (backend !== null && matching.length > 1) {
    return [
      finding("device-ambiguous", range, `${backend.backend} has ${String(matching.length)} ${direction} devices named "${name}"; a driver cannot tell them apart.`, {
        hint: "Choose another backend, where their names differ, or rename one in the settings of the system.",
      }),
    ];
  }
  const [match] = matching;
  if (match !== undefined) return checkChannels(scene, match);
  if (named.length > 0) {
    return [
      finding("device-wrong-direction", range, `"${name}" has no ${direction} channels.`, { hint: offer(scene) }),
    ];
  }
  return [elsewhere(scene, name, range) ?? notFound(scene, name, range)];
}

/** Another backend has it: then the backend or the name is wrong, and only the writer knows which. */
function elsewhere({ document, machine, backend, direction }: Scene, name: string, range: Range): Finding | null {
  const owners = machine
    .filter((other) => other !== backend && other.devices.some((device) => device.name === name && channelsOf(device, direction) > 0))
    .map((other) => other.backend);
  if (backend === null || owners.length === 0) return null;
  return finding(
    "device-other-backend",
    range,
    `${backend.backend} has no ${direction} device "${name}", but ${listed(owners)} ${owners.length === 1 ? "has" : "have"}.`,
    {
      hint: "The same hardware can have a different name under each backend: pick the device again, or change the backend.",
      fixes: owners.map((owner) => ({ title: `Change backend to "${owner}"`, edits: setOption(document, "top", "backend", owner), preferred: false })),
    },
  );
}

function notFound(scene: Scene, name: string, range: Range): Finding {
  const { backend, document, direction } = scene;
  const names = namesOf(scene);
  const cut = names.find((each) => each.length === MME_NAME_LENGTH && name.startsWith(each));
  const meant = cut ?? suggest(name, names);
  return finding("device-not-found", range, `${backend?.backend ?? "This machine"} has no ${direction} device "${name}".`, {
    hint: meant === null ? offer(scene) : `Did you mean "${meant}"?`,
    fixes: meant === null ? [] : [{ title: `Change to "${meant}"`, edits: setOption(document, direction, "device", meant), preferred: cut !== undefined }],
  });
}

function checkRegex(scene: Scene, source: string, range: Range): readonly Finding[] {
  const { backend, direction } = scene;
  const regex = compile(source);
  if (regex === null || backend === null) return [];
  const matching = backend.devices.filter((device) => channelsOf(device, direction) > 0 && regex.test(device.name));
  if (matching.length > 1) {
    return [
      finding("device-ambiguous", range, `${String(matching.length)} ${direction} devices of ${backend.backend} match this deviceRegex, and only one may.`, {
        hint: `They are: ${quoted(matching.map(({ name }) => name))}.`,
      }),
    ];
  }
  const [match] = matching;
  if (match !== undefined) return checkChannels(scene, match);
  return [
    finding("device-not-found", range, `No ${direction} device of ${backend.backend} matches this deviceRegex.`, { hint: offer(scene) }),
  ];
}

function checkChannels({ config, direction }: Scene, device: LiveDevice): readonly Finding[] {
  const { value, range } = config[direction].channels;
  const most = channelsOf(device, direction);
  if (value === null || range === null || value <= most) return [];
  return [
    finding("channels-beyond-device", range, `"${device.name}" has ${String(most)} ${direction} channels, not ${String(value)}; opening it will most likely fail.`, {
      hint: `Use ${String(most)} or fewer, or leave the option out.`,
    }),
  ];
}

/** A repeated group may take for ever on a name that it does not match. */
const MAY_RUN_FOR_EVER = /\)[*+{]/;

/** The driver's engine is C++'s, whose dialect is this one of an older ECMAScript; null: not to be judged here. */
function compile(source: string): RegExp | null {
  if (MAY_RUN_FOR_EVER.test(source) || !isValidRegex(source)) return null;
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}

function channelsOf(device: LiveDevice, direction: Direction): number {
  return direction === "input" ? device.inputChannels : device.outputChannels;
}

function namesOf({ backend, machine, direction }: Scene): readonly string[] {
  return (backend === null ? machine : [backend])
    .flatMap(({ devices }) => devices)
    .filter((device) => channelsOf(device, direction) > 0)
    .map(({ name }) => name);
}

function offer(scene: Scene): string {
  const names = namesOf(scene);
  const where = scene.backend?.backend ?? "this machine";
  return names.length === 0 ? `${where} has no ${scene.direction} device at all.` : `The ${scene.direction} devices of ${where}: ${quoted(names)}.`;
}

const MOST_NAMES = 8;

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${String(names.length - MOST_NAMES)} more` : shown;
}

function listed(names: readonly string[]): string {
  return names.length <= 1 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

function finding(
  code: FindingCode,
  range: Range,
  message: string,
  more: { readonly hint: string; readonly fixes?: readonly Fix[] },
): Finding {
  const { severity, layer } = findingCodes[code];
  const fixes = (more.fixes ?? []).filter(({ edits }) => edits.length > 0);
  return { code, severity, layer, message, hint: more.hint, range, drivers: BOTH_DRIVERS, fixes };
}
