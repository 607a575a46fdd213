import { t } from "@vscode/l10n";

import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import type { CommandName } from "./ids.ts";
import type { LensGroup } from "./lensGroups.ts";
import { backendInEffect, deviceInEffect } from "../language/inEffect.ts";
import type { DeviceInEffect } from "../language/inEffect.ts";
import { testableBackends } from "./testableBackends.ts";

/** One code lens. `command` null: it only tells a fact. */
export interface LensText {
  readonly group: LensGroup;
  readonly line: number;
  readonly title: string;
  /** The same for a menu that does not stand beside the line it speaks of. */
  readonly menuTitle: string;
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
  const lenses = [...backendLenses(config, backends)];
  const written = (["input", "output"] as const).filter((direction) => config[direction].table !== null);
  for (const direction of ["input", "output"] as const) {
    const line = config[direction].table?.start.line ?? 0;
    const inEffect = deviceInEffect(config, direction, backends);
    const isWritten = config[direction].table !== null;
    const name = deviceText(inEffect);
    if (name !== null) lenses.push(fact(line, isWritten ? name : titled(direction, name), deviceTooltip(inEffect, direction)));
    const pick = direction === "input" ? t("Pick input device…") : t("Pick output device…");
    lenses.push({
      ...action(
        line,
        isWritten ? t("Pick device…") : pick,
        direction === "input" ? "pickInputDevice" : "pickOutputDevice",
        direction === "input" ? t("Choose what is recorded") : t("Choose what is played"),
      ),
      menuTitle: pick,
    });
    if (isWritten) lenses.push(testLens(line));
  }
  if (written.length === 0) lenses.push(testLens(0));
  return lenses.sort((a, b) => a.line - b.line);
}

function backendLenses(config: EffectiveConfig, backends: readonly BackendDevices[] | null): readonly LensText[] {
  const backend = backendInEffect(config, backends);
  const line = config.backend.range?.start.line ?? 0;
  const lenses: LensText[] = [];
  if (backend.isHere === false && !backend.isDefault && backend.name !== null) {
    lenses.push(fact(line, t("Not on this machine"), t("This machine has no {0}. The file may be right for another one.", backend.name)));
    const [first] = testableBackends(backends ?? []);
    if (first !== undefined) {
      const tooltip = t("Test this file on a backend that is here, with that backend's default devices. The file stays as it is.");
      lenses.push({ ...action(line, t("Test with {0}…", first), "testWithBackend", tooltip), group: "test", backend: first });
    }
  } else if (backend.isDefault && backend.name !== null) {
    lenses.push(fact(line, t("Backend: {0} (default)", backend.name), t("The file names no backend; this is what the driver takes.")));
  }
  lenses.push(action(line, t("Pick backend…"), "pickBackend", t("Choose one of the sound systems of this machine")));
  return lenses;
}

/** The device in effect in a few words; null: nothing is known yet. */
export function deviceText(inEffect: DeviceInEffect): string | null {
  switch (inEffect.kind) {
    case "off":
      return t("Off");
    case "named":
      return inEffect.device === null ? t("{0} (not found)", shorten(inEffect.name)) : shorten(inEffect.name);
    case "pattern": {
      if (inEffect.matches === undefined) return null;
      const [only] = inEffect.matches;
      if (only === undefined) return t("No device matches");
      return inEffect.matches.length === 1 ? shorten(only.name) : t("{0} devices match", inEffect.matches.length);
    }
    case "default":
      if (inEffect.device === undefined) return t("Default device");
      return inEffect.device === null ? t("No device") : t("{0} (default)", shorten(inEffect.device.name));
  }
}

function deviceTooltip(inEffect: DeviceInEffect, direction: Direction): string {
  switch (inEffect.kind) {
    case "off":
      return direction === "input" ? t('device = "" switches the input off') : t('device = "" switches the output off');
    case "named":
      return inEffect.device === null ? t("The backend in effect lists no such device") : t("Named by the option device");
    case "pattern":
      return t("Found by deviceRegex: {0}", inEffect.matches?.map((device) => device.name).join(", ") ?? "");
    case "default":
      return t("The default device of the backend, since the file names none");
  }
}

function fact(line: number, text: string, tooltip: string): LensText {
  return { group: "inEffect", line, title: text, menuTitle: text, command: null, backend: null, tooltip };
}

function action(line: number, text: string, command: CommandName, tooltip: string): LensText {
  return { group: command === "testBackend" ? "test" : "pick", line, title: text, menuTitle: text, command, backend: null, tooltip };
}

function testLens(line: number): LensText {
  return action(line, t("Test Backend"), "testBackend", t("Play and record through the driver with this file as it stands, and measure"));
}

function titled(direction: Direction, name: string): string {
  return direction === "input" ? t("Input: {0}", name) : t("Output: {0}", name);
}

/** Device names of some backends are long; a lens is not. */
function shorten(name: string): string {
  const characters = [...name];
  return characters.length <= 40 ? name : `${characters.slice(0, 39).join("")}…`;
}
