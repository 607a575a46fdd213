import { t } from "@vscode/l10n";

import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { tomlString } from "../config/tomlText.ts";
import type { Choice } from "./pickChoices.ts";

const DIRECTIONS: readonly Direction[] = ["input", "output"];

/** One page of the picker. */
export type PickStep =
  | { readonly id: string; readonly kind: "backend" | "buffer" }
  | { readonly id: string; readonly kind: "mode" | "device" | "channels" | "sampleType"; readonly direction: Direction };

/** What is to be configured: the backend and its devices, one direction, all of it, or one thing alone. */
export type PickScope = "all" | "backend" | "mode" | "buffer" | "sampleType" | Direction;

/** The pages of the picker, in order. A direction that is off has no channels and no sample type to choose. */
export function pickSteps(scope: PickScope, config: EffectiveConfig): readonly PickStep[] {
  if (scope === "buffer") return [{ id: "buffer", kind: "buffer" }];
  if (scope === "mode" || scope === "sampleType") {
    const on = DIRECTIONS.filter((direction) => config[direction].enabled);
    return on.map((direction) => ({ id: `${direction} ${scope}`, kind: scope, direction }));
  }
  const directions = scope === "all" || scope === "backend" ? DIRECTIONS : [scope];
  return [
    { id: "backend", kind: "backend" },
    ...directions.flatMap((direction): PickStep[] => {
      const hasDetails = scope !== "backend" && config[direction].enabled;
      const kinds = hasDetails ? (["device", "channels", "sampleType"] as const) : (["device"] as const);
      return kinds.map((kind) => ({ id: `${direction} ${kind}`, kind, direction }));
    }),
  ];
}

/** Where it opens: who picks a device has a backend already, and can go back to it. */
export function firstStep(scope: PickScope): number {
  return scope === "input" || scope === "output" ? 1 : 0;
}

export function stepTitle(step: PickStep): string {
  switch (step.kind) {
    case "backend":
      return t("Pick Backend");
    case "buffer":
      return t("Pick Buffer Size");
    case "mode":
      return step.direction === "input" ? t("Pick Input Mode") : t("Pick Output Mode");
    case "device":
      return step.direction === "input" ? t("Pick Input Device") : t("Pick Output Device");
    case "channels":
      return step.direction === "input" ? t("Pick Input Channels") : t("Pick Output Channels");
    case "sampleType":
      return step.direction === "input" ? t("Pick Input Sample Type") : t("Pick Output Sample Type");
  }
}

export function stepPlaceholder(step: PickStep): string {
  switch (step.kind) {
    case "backend":
      return t("The sound system that the driver goes through");
    case "buffer":
      return t("How many frames a music program gets at a time; type any number");
    case "mode":
      return t("Whether other programs can use the device at the same time");
    case "device":
      return step.direction === "input" ? t("What is recorded") : t("What is played");
    case "channels":
      return t("How many channels are opened; type any number");
    case "sampleType":
      return t("How samples are handed between the driver and the backend");
  }
}

/** A choice in the words of the file: `[input] device = "…"`. */
export function choiceText(choice: Choice): string {
  switch (choice.kind) {
    case "backend":
      return choice.backend === null ? t("default backend") : `backend = ${tomlString(choice.backend)}`;
    case "buffer":
      return choice.frames === null ? t("the music program’s buffer size") : `bufferSizeSamples = ${String(choice.frames)}`;
    case "mode":
      return `[${choice.direction}] ${choice.exclusive ? "wasapiExclusiveMode = true" : t("shared")}`;
    case "device":
      return `[${choice.direction}] ${deviceText(choice)}`;
    case "channels":
      return `[${choice.direction}] ${choice.channels === null ? t("all channels") : `channels = ${String(choice.channels)}`}`;
    case "sampleType":
      return `[${choice.direction}] ${choice.sampleType === null ? t("default sample type") : `sampleType = "${choice.sampleType}"`}`;
  }
}

function deviceText({ device }: Extract<Choice, { readonly kind: "device" }>): string {
  switch (device.kind) {
    case "off":
      return 'device = ""';
    case "default":
      return t("default device");
    case "device":
      return `device = ${tomlString(device.name)}`;
    case "pattern":
      return `deviceRegex = ${tomlString(device.pattern)}`;
  }
}
