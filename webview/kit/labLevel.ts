import { LabElement, styleSheet } from "./labElement.ts";

const sheet = styleSheet(`
  :host { display: inline-flex; flex-wrap: wrap; max-width: 100%; align-items: center; gap: 10px; min-width: 0; }
  :host([hidden]) { display: none; }
  .label { color: var(--vscode-descriptionForeground); }
  input {
    --accent: var(--vscode-progressBar-background, var(--vscode-focusBorder));
    width: 160px; min-width: 60px; margin: 0; height: 22px; appearance: none; background: none; cursor: pointer;
  }
  input:disabled { cursor: default; opacity: 0.5; }
  input::-webkit-slider-runnable-track {
    height: 6px; border-radius: 3px; outline: 1px solid var(--vscode-contrastBorder, transparent);
    background: linear-gradient(to right, var(--accent) calc(8px + var(--share, 0) * (100% - 16px)), color-mix(in srgb, var(--vscode-foreground) 22%, transparent) 0);
  }
  input::-webkit-slider-thumb {
    appearance: none; width: 16px; height: 16px; margin-top: -5px; border-radius: 50%; background: var(--accent);
    border: 2px solid var(--vscode-editor-background); outline: 1px solid var(--vscode-contrastBorder, transparent);
  }
  input:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
  .value { min-width: 9ch; text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
`);

/**
 * `<lab-level>`: a slider with its value in words. Properties `label`, `range`, `value`, `words` (how a value is
 * said), `disabled`; event `lab-change` whenever the user moves it.
 */
export class LabLevel extends LabElement {
  readonly #label = document.createElement("span");
  readonly #input = document.createElement("input");
  readonly #text = document.createElement("span");
  #words: (value: number) => string = String;

  constructor() {
    super(sheet, true);
    this.#label.className = "label";
    this.#label.setAttribute("aria-hidden", "true");
    this.#text.className = "value";
    this.#text.setAttribute("aria-hidden", "true");
    this.#input.type = "range";
    this.#input.step = "1";
    this.#input.addEventListener("input", () => {
      this.#tell();
      this.dispatchEvent(new CustomEvent("lab-change"));
    });
    this.root.append(this.#label, this.#input, this.#text);
  }

  set label(label: string) {
    this.#label.textContent = label;
    this.#input.setAttribute("aria-label", label);
  }

  set range({ min, max }: { readonly min: number; readonly max: number }) {
    this.#input.min = String(min);
    this.#input.max = String(max);
  }

  set words(words: (value: number) => string) {
    this.#words = words;
    this.#tell();
  }

  get value(): number {
    return this.#input.valueAsNumber;
  }
  set value(value: number) {
    if (value === this.value) return;
    this.#input.value = String(value);
    this.#tell();
  }

  get disabled(): boolean {
    return this.#input.disabled;
  }
  set disabled(disabled: boolean) {
    this.#input.disabled = disabled;
  }

  #tell(): void {
    const words = this.#words(this.value);
    const { min, max } = this.#input;
    this.#input.style.setProperty("--share", String((this.value - Number(min)) / (Number(max) - Number(min))));
    this.#text.textContent = words;
    this.#input.setAttribute("aria-valuetext", words);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-level": LabLevel;
  }
}
