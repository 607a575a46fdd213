import { t } from "@vscode/l10n";
import type { FromPanel, LiveFrame, PanelDriver, PanelState, SectionName } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section } from "./section.ts";

/** The tabs and the one part that is shown. Remembers what was chosen for the file, here and in the extension. */
export class SectionTabs {
  readonly tabs = document.createElement("lab-tabs");
  readonly area = element("div", "section-area");
  readonly #sections: readonly Section[];
  readonly #panels: readonly HTMLElement[];
  readonly #post: (message: FromPanel) => void;
  #shown: SectionName | null = null;
  #previous: PanelState | null = null;

  constructor(sections: readonly Section[], post: (message: FromPanel) => void) {
    this.#sections = sections;
    this.#post = post;
    this.tabs.label = t("Parts of the panel");
    this.#panels = sections.map((section) => {
      const panel = element("section", `section section-${section.name}`, section.element);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-label", section.title);
      return panel;
    });
    this.area.append(...this.#panels);
    this.tabs.addEventListener("lab-change", () => {
      const chosen = this.#sections.find(({ name }) => name === this.tabs.value);
      if (chosen === undefined) return;
      this.#show(chosen.name);
      this.#post({ type: "choose", section: chosen.name });
    });
    document.addEventListener("visibilitychange", () => {
      this.#tellShown();
    });
  }

  update(state: PanelState): void {
    this.tabs.tabs = this.#sections.map((section) => ({ value: section.name, label: section.title, badge: section.badge(state) }));
    const next = sectionOf(this.#previous, state, this.#shown);
    // Where a run has led is where the user is: it is remembered like a choice.
    if (this.#shown !== null && next !== this.#shown && this.#previous?.uri === state.uri) this.#post({ type: "choose", section: next });
    this.#show(next);
    this.#previous = state;
    for (const section of this.#sections) section.update(state);
  }

  feed(live: LiveFrame): void {
    for (const section of this.#sections) section.feed?.(live);
  }

  watch(drivers: readonly PanelDriver[]): void {
    for (const section of this.#sections) section.watch?.(drivers);
  }

  #show(name: SectionName): void {
    const known = this.#sections.some((section) => section.name === name) ? name : (this.#sections[0]?.name ?? name);
    if (known === this.#shown) return;
    this.#shown = known;
    this.tabs.value = known;
    this.#sections.forEach((section, index) => {
      const panel = this.#panels[index];
      if (panel !== undefined) setHidden(panel, section.name !== known);
    });
    this.#tellShown();
  }

  #tellShown(): void {
    for (const section of this.#sections) section.show?.(section.name === this.#shown && !document.hidden);
  }
}

/**
 * Which part to show after a step from one state to the next, pure. Another file brings its own choice; what starts to
 * run is shown where it can be watched; otherwise everything stays as the user left it.
 */
export function sectionOf(before: PanelState | null, after: PanelState, shown: SectionName | null): SectionName {
  const isOther = shown === null || before?.uri !== after.uri;
  const started = isOther || before.activity.kind !== after.activity.kind;
  if (started && after.activity.kind === "testing") return "results";
  if (started && after.activity.kind === "running") return after.activity.run;
  if (started && after.activity.kind === "streaming") return "stream";
  return isOther ? (after.section ?? (after.report === null ? "path" : "results")) : shown;
}
