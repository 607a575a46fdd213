import { t } from "@vscode/l10n";

import type { Direction } from "../audio/contract.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { tomlString } from "../config/tomlText.ts";
import type { Choice } from "./pickChoices.ts";

/** One page of the picker. */
export type PickStep =
  | { readonly id: "backend"; readonly kind: "backend" }
  | { readonly id: string; readonly kind: "device" | "channels" | "sampleType"; readonly direction: Direction };

/** What is to be configured: the backend and its devices, one direction, or all of it. */
export type PickScope = "all" | "backend" | Direction;

/** The pages of the picker, in order. A direction that is off has no channels and no sample type to choose. */
export function pickSteps(scope: PickScope, config: EffectiveConfig): readonly PickStep[] {
  const directions: readonly Direction[] = scope === "all" || scope === "backend" ? ["input", "output"] : [scope];
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
  return scope === "all" || scope === "backend" ? 0 : 1;
}

export function stepTitle(step: PickStep): string {
  switch (step.kind) {
    case "backend":
      return t("Pick Backend");
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
