import { t } from "./translate.ts";
import { backendFacts } from "../backends/backendFacts.ts";
import { DEFAULT_BACKEND, DIRECTIONS, WASAPI } from "./backendScene.ts";
import type { Direction } from "./backendScene.ts";
import type { Finding } from "./finding.ts";
import { channelsOf, compile } from "./liveScene.ts";
import type { LiveBackend, LiveDevice, LiveScene } from "./liveScene.ts";
import { makeFinding } from "./makeFinding.ts";

/** A direction without a name goes to the default device; where there is none, the driver goes without, and says nothing. */
export function noDefault(scenes: readonly LiveScene[]): readonly Finding[] {
  return scenes.flatMap(({ backend, config, direction }) => {
    const { enabled, device, deviceRegex, table } = config[direction];
    if (
      !enabled ||
      backend === null ||
      table === null ||
      device.value !== null ||
      deviceRegex.value !== null ||
      backend.devices.every((each) => isDefault(each, direction) === undefined) ||
      defaultOf(backend, direction) !== null
    ) {
      return [];
    }
    return [
      makeFinding(
        "default-device-absent",
        table,
        direction === "input"
          ? t("{0} has no default input device here, so the driver runs without input.", backend.backend)
          : t("{0} has no default output device here, so the driver runs without output.", backend.backend),
        t("Name a device, or choose a default device in the settings of the system."),
      ),
    ];
  });
}

/** Where nothing converts, both devices must run at one rate. */
export function unequalRates(scenes: readonly LiveScene[]): readonly Finding[] {
  const [input, output] = scenes.map((scene) => deviceOf(scene));
  const [first] = scenes;
  const a = input?.defaultSampleRate;
  const b = output?.defaultSampleRate;
  if (first === undefined || input === undefined || input === null || output === undefined || output === null || a === undefined || b === undefined || a === b) {
    return [];
  }
  const { config } = first;
  const range = config.output.device.range ?? config.output.deviceRegex.range ?? config.input.device.range ?? config.input.deviceRegex.range ?? config.backend.range;
  const facts = backendFacts(config.backend.value ?? DEFAULT_BACKEND);
  if (range === null || facts === null || facts.platform === "any") {
    return [];
  }
  const converts =
    facts.name === WASAPI
      ? DIRECTIONS.every((direction) => !config[direction].wasapiExclusiveMode.value && config[direction].wasapiAutoConvert.value)
      : facts.converts !== "never";
  return [
    makeFinding(
      "device-rates",
      range,
      converts
        ? t("The input is set to {0} Hz and the output to {1} Hz: at least one of them is converted.", a, b)
        : t("The input is set to {0} Hz and the output to {1} Hz, and nothing converts between them.", a, b),
      t("Set both to the same sample rate in the settings of the system."),
      { severity: converts ? "information" : "warning" },
    ),
  ];
}

/** The device of a direction; null when it is off, not here, or not to be told. */
function deviceOf({ backend, config, direction }: LiveScene): LiveDevice | null {
  const { enabled, device, deviceRegex } = config[direction];
  if (backend === null || !enabled) {
    return null;
  }
  const regex = deviceRegex.value === null ? null : compile(deviceRegex.value);
  if (device.value === null && deviceRegex.value === null) {
    return defaultOf(backend, direction);
  }
  const matching = backend.devices.filter(
    (each) => channelsOf(each, direction) > 0 && (device.value !== null ? each.name === device.value : regex?.test(each.name) === true),
  );
  return matching.length === 1 ? (matching[0] ?? null) : null;
}

function isDefault(device: LiveDevice, direction: Direction): boolean | undefined {
  return direction === "input" ? device.isDefaultInput : device.isDefaultOutput;
}

function defaultOf(backend: LiveBackend, direction: Direction): LiveDevice | null {
  return backend.devices.find((device) => isDefault(device, direction) === true && channelsOf(device, direction) > 0) ?? null;
}
