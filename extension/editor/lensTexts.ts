import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { CommandName } from "./ids.ts";
import { backendInEffect, deviceInEffect } from "../language/inEffect.ts";
import type { DeviceInEffect } from "../language/inEffect.ts";
import { testableBackends } from "./pickerItems.ts";
import { plural } from "../language/units.ts";

/** One code lens. `command` null: it only tells a fact. */
export interface LensText {
  readonly line: number;
  readonly title: string;
  readonly command: CommandName | null;
  /** For `testWithBackend`: the backend to test with. */
  readonly backend: string | null;
  readonly tooltip: string;
}

/**
 * The lenses of a file: on `[input]` and `[output]` the device in effect and what can be done about it, on `backend`
 * its picker. What the file does not write is shown in the first line.
 */
export function lensTexts(config: EffectiveConfig, backends: readonly BackendDevices[] | null): readonly LensText[] {
  const backend = backendInEffect(config, backends);
  const lenses: LensText[] = [];

  const backendLine = config.backend.range?.start.line ?? 0;
  if (backend.isHere === false && !backend.isDefault && backend.name !== null) {
    lenses.push(fact(backendLine, "Not on this machine", `This machine has no ${backend.name}. The file may be right for another one.`));
    const [first] = testableBackends(backends ?? []);
    if (first !== undefined) {
      lenses.push({
        line: backendLine,
        title: `Test with ${first}…`,
        command: "testWithBackend",
        backend: first,
        tooltip: `Test this file on a backend that is here, with that backend's default devices. The file stays as it is.`,
      });
    }
  } else if (backend.isDefault && backend.name !== null) {
    lenses.push(fact(backendLine, `Backend: ${backend.name} (default)`, "The file names no backend; this is what the driver takes."));
  }
  lenses.push(action(backendLine, "Pick backend…", "pickBackend", "Choose one of the sound systems of this machine"));

  const written = (["input", "output"] as const).filter((direction) => config[direction].table !== null);
  for (const direction of ["input", "output"] as const) {
    const line = config[direction].table?.start.line ?? 0;
    const inEffect = deviceInEffect(config, direction, backends);
    const isWritten = config[direction].table !== null;
    const name = deviceText(inEffect);
    if (name !== null) lenses.push(fact(line, isWritten ? name : `${title(direction)}: ${name}`, deviceTooltip(inEffect, direction)));
    lenses.push(
      action(
        line,
        isWritten ? "Pick device…" : `Pick ${direction} device…`,
        direction === "input" ? "pickInputDevice" : "pickOutputDevice",
        `Choose what is ${direction === "input" ? "recorded" : "played"}`,
      ),
    );
    if (isWritten) lenses.push(testLens(line));
  }
  if (written.length === 0) lenses.push(testLens(0));
  return lenses.sort((a, b) => a.line - b.line);
}

/** The device in effect in a few words; null: nothing is known yet. */
export function deviceText(inEffect: DeviceInEffect): string | null {
  switch (inEffect.kind) {
    case "off":
      return "Off";
    case "named":
      return inEffect.device === null ? `${shorten(inEffect.name)} (not found)` : shorten(inEffect.name);
    case "pattern": {
      if (inEffect.matches === undefined) return null;
      const [only] = inEffect.matches;
      if (only === undefined) return "No device matches";
      return inEffect.matches.length === 1 ? shorten(only.name) : `${plural(inEffect.matches.length, "device")} match`;
    }
    case "default":
      if (inEffect.device === undefined) return "Default device";
      return inEffect.device === null ? "No device" : `${shorten(inEffect.device.name)} (default)`;
  }
}

function deviceTooltip(inEffect: DeviceInEffect, direction: Direction): string {
  switch (inEffect.kind) {
    case "off":
      return `device = "" switches the ${direction} off`;
    case "named":
      return inEffect.device === null ? "The backend in effect lists no such device" : "Named by the option device";
    case "pattern":
      return `Found by deviceRegex: ${inEffect.matches?.map((device) => device.name).join(", ") ?? ""}`;
    case "default":
      return "The default device of the backend, since the file names none";
  }
}

function fact(line: number, text: string, tooltip: string): LensText {
  return { line, title: text, command: null, backend: null, tooltip };
}

function action(line: number, text: string, command: CommandName, tooltip: string): LensText {
  return { line, title: text, command, backend: null, tooltip };
}

function testLens(line: number): LensText {
  return action(line, "Test Backend", "testBackend", "Play and record through the driver with this file as it stands, and measure");
}

function title(direction: Direction): string {
  return direction === "input" ? "Input" : "Output";
}

/** Device names of some backends are long; a lens is not. */
function shorten(name: string): string {
  const characters = [...name];
  return characters.length <= 40 ? name : `${characters.slice(0, 39).join("")}…`;
}
