import { t } from "./translate.ts";
import { backendFacts } from "../backends/backendFacts.ts";
import { DEFAULT_BACKEND, DIRECTIONS } from "./backendScene.ts";
import type { ConfigDocument } from "./configDocument.ts";
import { effectiveConfig } from "./effectiveConfig.ts";
import type { Value } from "./effectiveConfig.ts";
import type { Finding, Fix } from "./finding.ts";
import { noDefault, unequalRates } from "./liveDefaults.ts";
import { channelsOf, compile } from "./liveScene.ts";
import type { LiveBackend, LiveDevice, LiveScene } from "./liveScene.ts";
import { makeFinding, possibleFix } from "./makeFinding.ts";
import { nearestNames } from "./nearestNames.ts";
import { optionSchema } from "./schema.ts";
import type { Range } from "./text.ts";
import { tomlString } from "./tomlText.ts";

/**
 * What only the devices of this machine can tell: a device that is not here, or only under another backend or in the
 * other direction; several that match; channels and rates that a device does not have; a backend that this machine does
 * not have (no mistake of the file: it may be meant for another machine).
 */
export function liveFindings(document: ConfigDocument, machine: readonly LiveBackend[]): readonly Finding[] {
  const config = effectiveConfig(document);
  const name = config.backend.value ?? DEFAULT_BACKEND;
  const backend = machine.find((each) => each.backend === name) ?? null;
  if (backend === null && config.backend.value !== null) {
    return backendNotHere(config.backend, machine);
  }
  const scenes = DIRECTIONS.map((direction) => ({ document, config, machine, backend, direction }));
  return [...scenes.flatMap(checkDirection), ...noDefault(scenes), ...unequalRates(scenes)];
}

function backendNotHere({ value, range }: Value<string | null>, machine: readonly LiveBackend[]): readonly Finding[] {
  const known = optionSchema("top", "backend")?.values ?? [];
  if (range === null || value === null || !known.includes(value)) {
    return []; // A backend that exists nowhere has its error already.
  }
  return [
    makeFinding(
      "backend-not-here",
      range,
      t('This machine has no backend "{0}", so its devices cannot be checked here.', value),
      t("Backends here: {0}.", machine.map(({ backend }) => backend).join(", ")),
    ),
  ];
}

function checkDirection(scene: LiveScene): readonly Finding[] {
  const { enabled, device, deviceRegex } = scene.config[scene.direction];
  if (!enabled || (device.value !== null && deviceRegex.value !== null)) {
    return []; // Off, or both at once, which is an error of the file.
  }
  if (device.value !== null && device.range !== null) {
    return checkName(scene, device.value, device.range);
  }
  return deviceRegex.value !== null && deviceRegex.range !== null ? checkRegex(scene, deviceRegex.value, deviceRegex.range) : [];
}

function checkName(scene: LiveScene, name: string, range: Range): readonly Finding[] {
  const { backend, machine, direction } = scene;
  const places = backend === null ? machine : [backend];
  const named = places.flatMap(({ devices }) => devices).filter((device) => device.name === name);
  const matching = named.filter((device) => channelsOf(device, direction) > 0);
  if (backend !== null && matching.length > 1) {
    return [
      makeFinding(
        "device-ambiguous",
        range,
        direction === "input"
          ? t('{0} has {1} input devices named "{2}"; a driver cannot tell them apart.', backend.backend, matching.length, name)
          : t('{0} has {1} output devices named "{2}"; a driver cannot tell them apart.', backend.backend, matching.length, name),
        t("Choose another backend, where their names differ, or rename one in the settings of the system."),
      ),
    ];
  }
  const [match] = matching;
  if (match !== undefined) {
    return checkChannels(scene, match);
  }
  if (named.length > 0) {
    return [
      makeFinding(
        "device-wrong-direction",
        range,
        direction === "input" ? t('"{0}" has no input channels.', name) : t('"{0}" has no output channels.', name),
        offer(scene),
        { fixes: renames(scene, name, range) },
      ),
    ];
  }
  return [elsewhere(scene, name, range) ?? notFound(scene, name, range)];
}

/** Another backend has it: then the backend or the name is wrong, and only the writer knows which. */
function elsewhere(scene: LiveScene, name: string, range: Range): Finding | null {
  const { machine, backend, direction, config } = scene;
  const owners = machine
    .filter((other) => other !== backend && other.devices.some((device) => device.name === name && channelsOf(device, direction) > 0))
    .map((other) => other.backend);
  if (backend === null || owners.length === 0) {
    return null;
  }
  const place = config.backend.range;
  const changes = owners.flatMap((owner) =>
    place === null ? [] : [possibleFix(t("Change backend to {0}", tomlString(owner)), { range: place, newText: tomlString(owner) })],
  );
  return makeFinding(
    "device-other-backend",
    range,
    direction === "input"
      ? t('{0} has no input device "{1}", but there is one under {2}.', backend.backend, name, owners.join(", "))
      : t('{0} has no output device "{1}", but there is one under {2}.', backend.backend, name, owners.join(", ")),
    t("The same hardware can have a different name under each backend: pick the device again, or change the backend."),
    { fixes: [...renames(scene, name, range), ...changes] },
  );
}

function notFound(scene: LiveScene, name: string, range: Range): Finding {
  const { backend, direction } = scene;
  const fixes = renames(scene, name, range);
  const [nearest] = near(scene, name);
  const where = backend?.backend ?? t("This machine");
  return makeFinding(
    "device-not-found",
    range,
    direction === "input" ? t('{0} has no input device "{1}".', where, name) : t('{0} has no output device "{1}".', where, name),
    nearest === undefined ? offer(scene) : t("Did you mean {0}?", `"${nearest.name}"`),
    { fixes },
  );
}

function near(scene: LiveScene, name: string): ReturnType<typeof nearestNames> {
  return nearestNames(name, namesOf(scene), backendFacts(scene.backend?.backend ?? "")?.longestDeviceName ?? null);
}

function renames(scene: LiveScene, name: string, range: Range): readonly Fix[] {
  return near(scene, name).map(({ name: meant, sure }) => ({
    title: t("Change to {0}", `"${meant}"`),
    edits: [{ range, newText: tomlString(meant) }],
    preferred: sure,
  }));
}

function checkRegex(scene: LiveScene, source: string, range: Range): readonly Finding[] {
  const { backend, direction } = scene;
  const regex = compile(source);
  if (regex === null || backend === null) {
    return [];
  }
  const devices = backend.devices.filter((device) => channelsOf(device, direction) > 0);
  const matching = devices.filter((device) => regex.test(device.name));
  const names = matching.map(({ name }) => name);
  if (matching.length > 1) {
    return [
      makeFinding(
        "device-ambiguous",
        range,
        direction === "input"
          ? t("{0} input devices of {1} match this deviceRegex, and only one may.", matching.length, backend.backend)
          : t("{0} output devices of {1} match this deviceRegex, and only one may.", matching.length, backend.backend),
        t("They are: {0}.", quoted(names)),
        { fixes: nameInstead(scene, [...new Set(names)].filter((name) => names.filter((other) => other === name).length === 1)) },
      ),
    ];
  }
  const [match] = matching;
  if (match !== undefined) {
    return checkChannels(scene, match);
  }
  const anyCase = new RegExp(source, "i");
  const nearly = devices.filter(({ name }) => anyCase.test(name)).map(({ name }) => name);
  return [
    makeFinding(
      "device-not-found",
      range,
      direction === "input"
        ? t("No input device of {0} matches this deviceRegex.", backend.backend)
        : t("No output device of {0} matches this deviceRegex.", backend.backend),
      nearly.length > 0 ? t("Capital and small letters count; otherwise it would match {0}.", quoted(nearly)) : offer(scene),
      { fixes: nameInstead(scene, nearly) },
    ),
  ];
}

/** `device = "…"` in place of the regular expression. */
function nameInstead({ document, direction }: LiveScene, names: readonly string[]): readonly Fix[] {
  const entry = document.find(direction, "deviceRegex");
  const value = entry?.value;
  if (entry === null || value === null || value === undefined) {
    return [];
  }
  return names.slice(0, 3).map((name) =>
    possibleFix(
      t("Use device = {0}", tomlString(name)),
      { range: document.rangeOf(entry.keyPart.span), newText: "device" },
      { range: document.rangeOf(value.span), newText: tomlString(name) },
    ),
  );
}

function checkChannels({ config, direction }: LiveScene, device: LiveDevice): readonly Finding[] {
  const { value, range } = config[direction].channels;
  const most = channelsOf(device, direction);
  if (value === null || range === null || value <= most) {
    return [];
  }
  return [
    makeFinding(
      "channels-beyond-device",
      range,
      direction === "input"
        ? t('{0} input channels are wanted and "{1}" has {2}: opening it will most likely fail.', value, device.name, most)
        : t('{0} output channels are wanted and "{1}" has {2}: opening it will most likely fail.', value, device.name, most),
      t("Use {0} or fewer, or leave the option out.", most),
      { fixes: [possibleFix(t("Write {0}", String(most)), { range, newText: String(most) })] },
    ),
  ];
}

function namesOf({ backend, machine, direction }: LiveScene): readonly string[] {
  return (backend === null ? machine : [backend])
    .flatMap(({ devices }) => devices)
    .filter((device) => channelsOf(device, direction) > 0)
    .map(({ name }) => name);
}

function offer(scene: LiveScene): string {
  const names = namesOf(scene);
  const where = scene.backend?.backend ?? t("This machine");
  const isInput = scene.direction === "input";
  if (names.length === 0) {
    return isInput ? t("{0} has no input device at all.", where) : t("{0} has no output device at all.", where);
  }
  return isInput ? t("The input devices here: {0}.", quoted(names)) : t("The output devices here: {0}.", quoted(names));
}

const MOST_NAMES = 8;

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`).join(", ");
  return names.length > MOST_NAMES ? t("{0} and {1} more", shown, names.length - MOST_NAMES) : shown;
}
