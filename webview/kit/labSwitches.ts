import { LabElement, styleSheet } from "./labElement.ts";

const sheet = styleSheet(`
  :host { display: block; min-width: 0; max-width: 100%; }
  .group { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
  :host([hidden]) { display: none; }
  .label { color: var(--vscode-descriptionForeground); margin-inline-end: 6px; }
  button {
    font: inherit; font-variant-numeric: tabular-nums; min-width: 28px; height: 24px; padding: 0 4px; cursor: pointer;
    color: var(--vscode-descriptionForeground); background: transparent; border-radius: 3px; text-decoration: line-through;
    border: 1px dashed var(--vscode-contrastBorder, var(--vscode-descriptionForeground));
  }
  button[aria-pressed="true"] {
    color: var(--vscode-foreground); border-style: solid; text-decoration: none; font-weight: 600;
    border-color: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); box-shadow: inset 0 -3px 0 var(--vscode-focusBorder);
  }
  button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  button:disabled { cursor: default; opacity: 0.6; }
`);

/**
 * `<lab-switches>`: numbered things, each on or off. Properties `label`, `name` (of one by its index, for ears), `count`,
 * `value` (the indices that are on; null: all), `disabled`; event `lab-change` after the user switched one.
 */
export class LabSwitches extends LabElement {
  readonly #group = document.createElement("div");
  readonly #label = document.createElement("span");
  #buttons: readonly HTMLButtonElement[] = [];
  #name: (index: number) => string = String;
  #value: readonly number[] | null = null;
  #disabled = false;

  constructor() {
    super(sheet, false);
    this.#group.className = "group";
    this.#group.setAttribute("role", "group");
    this.#label.className = "label";
    this.#label.setAttribute("aria-hidden", "true");
    this.#group.append(this.#label);
    this.root.append(this.#group);
  }

  set label(label: string) {
    this.#label.textContent = label;
    this.#group.setAttribute("aria-label", label);
  }

  set name(name: (index: number) => string) {
    this.#name = name;
  }

  set count(count: number) {
    if (count === this.#buttons.length) return;
    this.#buttons = Array.from({ length: count }, (_, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = String(index + 1);
      button.setAttribute("aria-label", this.#name(index));
      button.addEventListener("click", () => {
        this.#switch(index);
      });
      return button;
    });
    this.#group.replaceChildren(this.#label, ...this.#buttons);
    this.#show();
  }

  get value(): readonly number[] | null {
    return this.#value;
  }
  set value(value: readonly number[] | null) {
    this.#value = value;
    this.#show();
  }

  set disabled(disabled: boolean) {
    this.#disabled = disabled;
    this.#show();
  }

  #switch(index: number): void {
    const on = this.#buttons.map((_, each) => this.#isOn(each) !== (each === index));
    this.#value = on.every(Boolean) ? null : on.flatMap((isOn, each) => (isOn ? [each] : []));
    this.#show();
    this.dispatchEvent(new CustomEvent("lab-change"));
  }

  #isOn(index: number): boolean {
    return this.#value === null || this.#value.includes(index);
  }

  #show(): void {
    this.#buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(this.#isOn(index)));
      button.disabled = this.#disabled;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-switches": LabSwitches;
  }
}
