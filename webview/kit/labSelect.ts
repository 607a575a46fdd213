import type { Choice } from "./labChoice.ts";
import { LabElement, styleSheet } from "./labElement.ts";

const sheet = styleSheet(`
  :host { display: inline-flex; align-items: center; gap: 10px; min-width: 0; max-width: 100%; }
  :host([hidden]) { display: none; }
  .label { color: var(--vscode-descriptionForeground); white-space: nowrap; }
  select {
    font: inherit; height: 26px; min-width: 0; max-width: 100%; padding: 0 6px;
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    background: var(--vscode-dropdown-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--vscode-descriptionForeground))); border-radius: 3px;
  }
  select:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
`);

/**
 * `<lab-select>`: one of several, on one line whatever the width. The browser's own select, since the toolkit's needs
 * inline styles. Properties `label`, `choices`, `value`, `disabled`; event `lab-change` after the user chose another.
 */
export class LabSelect extends LabElement {
  readonly #label = document.createElement("span");
  readonly #select = document.createElement("select");

  constructor() {
    super(sheet, true);
    this.#label.className = "label";
    this.#label.setAttribute("aria-hidden", "true");
    this.#select.addEventListener("change", (event) => {
      event.stopPropagation();
      this.dispatchEvent(new CustomEvent("lab-change"));
    });
    this.root.append(this.#label, this.#select);
  }

  set label(label: string) {
    this.#label.textContent = label;
    this.#select.setAttribute("aria-label", label);
  }

  set choices(choices: readonly Choice[]) {
    const { value } = this;
    this.#select.replaceChildren(...choices.map((choice) => new Option(choice.label, choice.value)));
    if (choices.some((choice) => choice.value === value)) this.value = value;
  }

  get value(): string {
    return this.#select.value;
  }
  set value(value: string) {
    if (value !== this.#select.value) this.#select.value = value;
  }

  get disabled(): boolean {
    return this.#select.disabled;
  }
  set disabled(disabled: boolean) {
    this.#select.disabled = disabled;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-select": LabSelect;
  }
}
