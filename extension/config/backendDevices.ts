import { t } from "./translate.ts";
import { knownBackends } from "../backends/backendFacts.ts";
import { DIRECTIONS, WASAPI, isExclusive, useBackend, writeInstead } from "./backendScene.ts";
import type { BackendScene, Direction } from "./backendScene.ts";
import type { Finding } from "./finding.ts";
import { makeFinding, sureFix } from "./makeFinding.ts";
import type { Range } from "./text.ts";
import { tomlString } from "./tomlText.ts";

const LOOPBACK = " [Loopback]";

/** What the name of a device tells, before anyone looks whether it is there. */
export function backendDevices(scene: BackendScene): readonly Finding[] {
  return [
    ...scene.on.flatMap((direction) => {
      const { value, range } = scene.config[direction].device;
      return value === null || range === null ? [] : named(scene, direction, value, range);
    }),
    ...twoClocks(scene),
    ...kernelStreaming(scene),
  ];
}

function named(scene: BackendScene, direction: Direction, name: string, range: Range): readonly Finding[] {
  if (name.endsWith(LOOPBACK)) {
    return loopback(scene, direction, name, range);
  }
  const { facts } = scene;
  const owner = knownBackends.find(
    ({ defaultDevices, platform }) => platform === "windows" && DIRECTIONS.some((each) => defaultDevices[each] === name),
  );
  if (owner !== undefined && owner !== facts && facts.platform === "windows") {
    return [
      makeFinding(
        "device-of-backend",
        range,
        t('"{0}" is a device of {1}; {2} has none of that name.', name, owner.shortName, facts.shortName),
        t("Pick a device of {0}, or change the backend.", facts.shortName),
        { fixes: useBackend(scene, owner.name) },
      ),
    ];
  }
  if (owner === facts && facts.defaultDevices[direction] !== name) {
    const newText = tomlString(facts.defaultDevices[direction] ?? "");
    return [
      makeFinding(
        "device-of-backend",
        range,
        direction === "input" ? t('"{0}" is for output, and stands in [input].', name) : t('"{0}" is for input, and stands in [output].', name),
        t("Its other half is called {0}.", newText),
        { fixes: [sureFix(t("Write {0}", newText), { range, newText })] },
      ),
    ];
  }
  const longest = facts.longestDeviceName;
  if (longest !== null && name.length > longest) {
    const newText = tomlString(name.slice(0, longest));
    return [
      makeFinding(
        "name-too-long",
        range,
        t("{0} cuts device names at {1} characters: it has no device of this name.", facts.shortName, longest),
        t("Write the name as it is cut: {0}.", newText),
        { fixes: [sureFix(t("Write {0}", newText), { range, newText })] },
      ),
    ];
  }
  const cutter = knownBackends.find(({ longestDeviceName }) => longestDeviceName === name.length);
  if (longest === null && facts.platform === "windows" && cutter !== undefined && name.includes("(") && !name.includes(")")) {
    return [
      makeFinding(
        "cut-name",
        range,
        t("This looks like a name that {0} has cut at {1} characters; {2} has the whole name.", cutter.shortName, name.length, facts.shortName),
        t("Pick the device again, or use the backend {0}.", cutter.shortName),
        { fixes: useBackend(scene, cutter.name) },
      ),
    ];
  }
  return [];
}

function loopback(scene: BackendScene, direction: Direction, name: string, range: Range): readonly Finding[] {
  const { facts, isWasapi } = scene;
  const hint = t("It records what the output of that name plays.");
  if (!isWasapi) {
    return [
      makeFinding("loopback-device", range, t("Only the backend Windows WASAPI has [Loopback] devices; {0} has none.", facts.shortName), hint, {
        fixes: useBackend(scene, WASAPI),
      }),
    ];
  }
  if (direction === "output") {
    return [makeFinding("loopback-device", range, t("A [Loopback] device is an input: it cannot stand in [output]."), hint)];
  }
  return exclusiveLoopback(scene, name, range);
}

/** Our driver refuses both before it opens anything; stock FlexASIO starts, and opens no such stream later. */
function exclusiveLoopback(scene: BackendScene, name: string, range: Range): readonly Finding[] {
  const { input, output } = scene.config;
  const mode = input.wasapiExclusiveMode;
  if (mode.value && mode.range !== null) {
    const more = { fixes: [sureFix(t("Write {0}", "false"), { range: mode.range, newText: "false" })], related: [{ message: t("The device is chosen here."), range }] };
    return forEachDriver(mode.range, t("A [Loopback] device does not open in exclusive mode."), t("Set wasapiExclusiveMode = false in [input]."), more);
  }
  const source = name.slice(0, -LOOPBACK.length);
  if (!isExclusive(scene, "output") || !output.enabled || output.wasapiExclusiveMode.range === null || (output.device.value ?? source) !== source) return [];
  const message = t("Nothing can be recorded from an output that is open in exclusive mode.");
  const hint = t("Set wasapiExclusiveMode = false in [output], or record another device.");
  const more = {
    fixes: writeInstead(output.wasapiExclusiveMode, "false"),
    related: [{ message: t("The output is exclusive here."), range: output.wasapiExclusiveMode.range }],
  };
  // Which output the default is, or the one that a pattern finds, the file does not tell.
  return output.device.value === null ? [makeFinding("loopback-exclusive", range, message, hint, { severity: "warning", ...more })] : forEachDriver(range, message, hint, more);
}

function forEachDriver(range: Range, message: string, hint: string, more: Pick<Finding, "fixes" | "related">): readonly Finding[] {
  return [
    makeFinding("loopback-exclusive", range, t("{0} FlexLab's driver does not start.", message), hint, { ...more, drivers: ["flexlab"] }),
    makeFinding("loopback-exclusive", range, message, hint, { ...more, severity: "warning", drivers: ["flexasio"] }),
  ];
}

/** Two pieces of hardware have two clocks; sooner or later one buffer is too many or one is missing. FlexLab's driver follows the drift. */
function twoClocks(scene: BackendScene): readonly Finding[] {
  const { input, output } = scene.config;
  const { range } = output.device;
  const a = hardwareOf(input.device.value);
  const b = hardwareOf(output.device.value);
  if (scene.on.length < 2 || range === null || input.device.range === null || a === null || b === null || a.startsWith(b) || b.startsWith(a)) {
    return [];
  }
  return [
    makeFinding(
      "two-clocks",
      range,
      t("Input and output are different devices, each with a clock of its own: now and then there will be a glitch."),
      t("Use one device for both directions where you can. FlexLab's driver follows the drift of two."),
      { drivers: ["flexasio"], related: [{ message: t("The input is chosen here."), range: input.device.range }] },
    ),
  ];
}

/** Of `Microphone (2- USB Audio)` what stands in the brackets; of `HDA Intel PCH: ALC257 (hw:0,0)` the card. */
function hardwareOf(name: string | null): string | null {
  const card = /\((hw:\d+)/.exec(name ?? "")?.[1];
  const inside = /\(((?:[^()]|\([^()]*\))*)\)?(?: \[Loopback\])?$/.exec(name ?? "")?.[1];
  const bare = (card ?? inside ?? "").replace(/^\d+- ?/, "").toLowerCase();
  return bare === "" ? null : bare;
}

function kernelStreaming(scene: BackendScene): readonly Finding[] {
  const { config, facts } = scene;
  const { range } = config.backend;
  const unnamed = scene.on.filter((direction) => config[direction].device.value === null && config[direction].deviceRegex.value === null);
  return facts.name !== "Windows WDM-KS" || range === null || unnamed.length === 0
    ? []
    : [
        makeFinding(
          "kernel-streaming-default",
          range,
          t("The default device is usually in use by Windows itself, and WDM-KS cannot open it then."),
          t("Name a device that Windows does not use, or use Windows WASAPI with wasapiExclusiveMode = true."),
          { fixes: useBackend(scene, WASAPI) },
        ),
      ];
}
