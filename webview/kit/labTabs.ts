import { LabElement, styleSheet } from "./labElement.ts";

export interface Tab {
  readonly value: string;
  readonly label: string;
  /** A short text behind the label, a count for example; empty: none. */
  readonly badge: string;
}

const sheet = styleSheet(`
  :host { display: block; min-width: 0; }
  :host([hidden]) { display: none; }
  [role="tablist"] { display: flex; flex-wrap: wrap; gap: 0; }
  button {
    display: inline-flex; align-items: center; gap: 6px; margin: 0; padding: 7px 8px 6px; font: inherit; line-height: 18px;
    color: var(--vscode-panelTitle-inactiveForeground, var(--vscode-descriptionForeground));
    background: none; border: 0; border-bottom: 2px solid transparent; cursor: pointer;
  }
  button:hover { color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground)); }
  button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -2px; }
  button[aria-selected="true"] {
    color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground)); font-weight: 600;
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
  }
  .badge {
    padding: 0 6px; border-radius: 9px; font-size: 11px; line-height: 17px; font-weight: 400; font-variant-numeric: tabular-nums;
    color: var(--vscode-badge-foreground); background: var(--vscode-badge-background);
    outline: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .badge:empty { display: none; }
`);

/**
 * `<lab-tabs>`: which of some parts is shown. Properties `label`, `tabs` and `value`; event `lab-change` after the user
 * chose another. One stop of the tabulator; arrows, Home and End go from tab to tab.
 */
export class LabTabs extends LabElement {
  readonly #list = document.createElement("div");
  readonly #buttons = new Map<string, HTMLButtonElement>();
  #value = "";

  constructor() {
    super(sheet, true);
    this.#list.setAttribute("role", "tablist");
    this.#list.addEventListener("keydown", (event) => {
      this.#walk(event);
    });
    this.root.append(this.#list);
  }

  set label(label: string) {
    this.#list.setAttribute("aria-label", label);
  }

  set tabs(tabs: readonly Tab[]) {
    for (const { value, label, badge } of tabs) {
      const button = this.#buttons.get(value) ?? this.#add(value);
      const [text, mark] = button.children;
      if (text !== undefined && text.textContent !== label) text.textContent = label;
      if (mark !== undefined && mark.textContent !== badge) mark.textContent = badge;
    }
  }

  get value(): string {
    return this.#value;
  }
  set value(value: string) {
    if (value === this.#value) return;
    this.#value = value;
    for (const [name, button] of this.#buttons) mark(button, name === value);
  }

  #add(value: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "tab");
    const badge = document.createElement("span");
    badge.className = "badge";
    button.append(document.createElement("span"), badge);
    mark(button, value === this.#value);
    button.addEventListener("click", () => {
      this.#choose(value);
    });
    this.#buttons.set(value, button);
    this.#list.append(button);
    return button;
  }

  #choose(value: string): void {
    if (value === this.#value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent("lab-change"));
  }

  #walk(event: KeyboardEvent): void {
    const names = [...this.#buttons.keys()];
    const here = names.indexOf(this.#value);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (here + 1) % names.length,
      ArrowLeft: (here - 1 + names.length) % names.length,
      Home: 0,
      End: names.length - 1,
    };
    const target = targets[event.key];
    const name = target === undefined ? undefined : names[target];
    if (name === undefined) return;
    event.preventDefault();
    this.#buttons.get(name)?.focus();
    this.#choose(name);
  }
}

function mark(button: HTMLButtonElement, isChosen: boolean): void {
  button.setAttribute("aria-selected", String(isChosen));
  button.tabIndex = isChosen ? 0 : -1;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-tabs": LabTabs;
  }
}
