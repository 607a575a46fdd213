import { LabElement, styleSheet } from "./labElement.ts";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const sheet = styleSheet(`
  :host { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 2px 10px; min-width: 0; max-width: 100%; }
  :host([hidden]) { display: none; }
  .label { color: var(--vscode-descriptionForeground); white-space: nowrap; }
  vscode-radio { margin: 0; }
`);

/**
 * `<lab-choice>`: one of a few, all visible, on one line. Properties `label`, `choices`, `value`, `disabled`;
 * event `lab-change` after the user chose another.
 */
export class LabChoice extends LabElement {
  readonly #label = document.createElement("span");
  readonly #group = document.createElement("vscode-radio-group") as HTMLElement & { value: string };
  #value = "";

  constructor() {
    super(sheet, false);
    this.#label.className = "label";
    this.#label.setAttribute("aria-hidden", "true");
    this.#group.addEventListener("change", (event) => {
      event.stopPropagation();
      if (this.#group.value === this.#value) return;
      this.#value = this.#group.value;
      this.dispatchEvent(new CustomEvent("lab-change"));
    });
    this.root.append(this.#label, this.#group);
  }

  set label(label: string) {
    this.#label.textContent = label;
    this.#group.setAttribute("aria-label", label);
  }

  set choices(choices: readonly Choice[]) {
    this.#group.replaceChildren(
      ...choices.map(({ value, label }) => {
        const radio = document.createElement("vscode-radio");
        radio.setAttribute("value", value);
        radio.textContent = label;
        return radio;
      }),
    );
  }

  get value(): string {
    return this.#value;
  }
  set value(value: string) {
    if (value === this.#value) return;
    this.#value = value;
    this.#group.value = value;
  }

  get disabled(): boolean {
    return this.#group.hasAttribute("disabled");
  }
  set disabled(disabled: boolean) {
    if (disabled !== this.disabled) this.#group.toggleAttribute("disabled", disabled);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-choice": LabChoice;
  }
}
