import { fixedNumber } from "./numberText.ts";
import { t } from "./translate.ts";
import { backendFacts } from "../backends/backendFacts.ts";
import type { BackendFacts } from "../backends/backendFacts.ts";
import type { ConfigDocument } from "./configDocument.ts";
import type { EffectiveConfig, EffectiveStream, Value } from "./effectiveConfig.ts";
import type { Fix } from "./finding.ts";
import { possibleFix } from "./makeFinding.ts";
import { draftRemoveOption, draftSetOption } from "./setOption.ts";
import { tomlString } from "./tomlText.ts";

export type Direction = "input" | "output";
export const DIRECTIONS = ["input", "output"] as const;
export const WASAPI = "Windows WASAPI";
/** What a driver takes when the file names no backend, where there is one; elsewhere PortAudio decides. */
export const DEFAULT_BACKEND = "Windows DirectSound";

/** The file as its backend sees it. */
export interface BackendScene {
  readonly document: ConfigDocument;
  readonly config: EffectiveConfig;
  /** The backend in effect; of WASAPI its shared mode, as the mode is set for each direction. */
  readonly facts: BackendFacts;
  readonly isWasapi: boolean;
  /** The directions that are on. */
  readonly on: readonly Direction[];
}

/** Null: the backend in effect is not known, or was meant to be another. */
export function backendScene(document: ConfigDocument, config: EffectiveConfig): BackendScene | null {
  const { value } = config.backend;
  // A backend in the wrong place or of the wrong type has its own finding; what follows from its absence is not meant.
  const written = value === null && (["top", "input", "output"] as const).some((table) => document.findAll(table, "backend").length > 0);
  const facts = written ? null : backendFacts(value ?? DEFAULT_BACKEND);
  return facts === null
    ? null
    : { document, config, facts, isWasapi: facts.name === WASAPI, on: DIRECTIONS.filter((direction) => config[direction].enabled) };
}

export function isExclusive(scene: BackendScene, direction: Direction): boolean {
  return scene.isWasapi && scene.config[direction].wasapiExclusiveMode.value;
}

/** `backend = "…"`, where it stands or where it belongs. */
export function useBackend({ document, config }: BackendScene, name: string): readonly Fix[] {
  const newText = tomlString(name);
  const { range } = config.backend;
  const edit = range === null ? draftSetOption(document, "top", "backend", name) : { range, newText };
  return edit === null ? [] : [possibleFix(t("Use the backend {0}", name), edit)];
}

export function writeInstead({ range }: Value<unknown>, newText: string): readonly Fix[] {
  return range === null ? [] : [possibleFix(t("Write {0}", newText), { range, newText })];
}

/** Only where it stands once: a double has its own finding. */
export function removeLine({ document }: BackendScene, table: Direction, key: keyof EffectiveStream): readonly Fix[] {
  const edits = document.findAll(table, key).length === 1 ? draftRemoveOption(document, table, key) : [];
  return edits.length === 0 ? [] : [possibleFix(t("Remove the line"), ...edits)];
}

export function milliseconds(frames: number, rate = 48000): string {
  const value = (frames / rate) * 1000;
  return fixedNumber(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
