import type * as vscode from "vscode";

import { SECTIONS } from "./panelProtocol.ts";
import type { SectionName } from "./panelProtocol.ts";

/** Where the panel was opened last. */
export const PANEL_PLACES = ["beside", "below", "window"] as const;
export type PanelPlace = (typeof PANEL_PLACES)[number];

const PLACE = "flexlab.panel.place";
const CHOICES = "flexlab.panel.sections";
const MOST_FILES = 100;

/** What the panel remembers beyond its own end: its place, and for each file the part that was looked at. */
export class PanelMemory {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get place(): PanelPlace {
    const place = this.#memento.get<unknown>(PLACE);
    return PANEL_PLACES.find((one) => one === place) ?? "beside";
  }

  set place(place: PanelPlace) {
    void this.#memento.update(PLACE, place);
  }

  /** `file`: its address. */
  section(file: string): SectionName | null {
    const found = this.#choices().find(([name]) => name === file)?.[1];
    return SECTIONS.find((section) => section === found) ?? null;
  }

  choose(file: string, section: SectionName): void {
    const others = this.#choices().filter(([name]) => name !== file);
    void this.#memento.update(CHOICES, [[file, section], ...others].slice(0, MOST_FILES));
  }

  /** What lies in there may be of another version. */
  #choices(): readonly (readonly [file: string, section: string])[] {
    const kept = this.#memento.get<unknown>(CHOICES);
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((one: unknown) => {
      if (!Array.isArray(one)) return [];
      const [file, section] = one as readonly unknown[];
      return typeof file === "string" && typeof section === "string" ? [[file, section] as const] : [];
    });
  }
}
