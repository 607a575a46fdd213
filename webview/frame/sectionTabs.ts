import { t } from "@vscode/l10n";
import type { FromPanel, LiveFrame, PanelDriver, PanelState, SectionName } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Section, SectionView } from "./section.ts";

/** The tabs and the one part that is shown. Remembers what was chosen for the file, here and in the extension. */
export class SectionTabs {
  readonly tabs = document.createElement("lab-tabs");
  readonly area = element("div", "section-area");
  readonly #sections: readonly Section[];
  readonly #views = new Map<SectionName, SectionView & { readonly panel: HTMLElement }>();
  readonly #post: (message: FromPanel) => void;
  #shown: SectionName | null = null;
  #state: PanelState | null = null;

  constructor(sections: readonly Section[], post: (message: FromPanel) => void) {
    this.#sections = sections;
    this.#post = post;
    this.tabs.label = t("Parts of the panel");
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
    this.tabs.tabs = this.#sections.filter(({ name }) => isHere(name, state)).map((section) => ({ value: section.name, label: section.title, badge: section.badge(state) }));
    const before = this.#state;
    this.#state = state;
    const next = sectionOf(before, state, this.#shown);
    // Where a run has led is where the user is: it is remembered like a choice.
    if (this.#shown !== null && next !== this.#shown && before?.uri === state.uri) this.#post({ type: "choose", section: next });
    for (const view of this.#views.values()) view.update(state);
    this.#show(next);
  }

  feed(live: LiveFrame): void {
    for (const view of this.#views.values()) view.feed?.(live);
  }

  watch(drivers: readonly PanelDriver[]): void {
    for (const view of this.#views.values()) view.watch?.(drivers);
  }

  #show(name: SectionName): void {
    if (name === this.#shown) return;
    this.#shown = name;
    this.tabs.value = name;
    const section = this.#sections.find((one) => one.name === name);
    if (section !== undefined && !this.#views.has(name)) this.#build(section);
    for (const [one, { panel }] of this.#views) setHidden(panel, one !== name);
    this.#tellShown();
  }

  #build(section: Section): void {
    const view = section.build();
    const panel = element("section", `section section-${section.name}`, view.element);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-label", section.title);
    this.#views.set(section.name, { ...view, panel });
    this.area.append(panel);
    if (this.#state !== null) view.update(this.#state);
  }

  #tellShown(): void {
    for (const [name, view] of this.#views) view.show?.(name === this.#shown && !document.hidden);
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
  if (!isOther) return isNews(before, after) ? "results" : shown;
  const kept = after.section !== null && isHere(after.section, after) ? after.section : null;
  return kept ?? (after.report === null && isHere("path", after) ? "path" : "results");
}

/** The first report of a file of which no part was chosen, and whose test began and ended unseen: while the page loaded. */
function isNews(before: PanelState, after: PanelState): boolean {
  return after.section === null && before.report === null && after.report !== null && before.activity.kind === "idle" && after.activity.kind === "idle";
}

/** Of an installed driver there is what its tests found; all else comes from a file. */
function isHere(name: SectionName, { file, config }: PanelState): boolean {
  return file === null || config !== null || name === "results" || name === "history";
}
