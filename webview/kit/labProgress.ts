import { LabElement, styleSheet } from "./labElement.ts";

const sheet = styleSheet(`
  :host { display: flex; align-items: center; gap: 10px; min-width: 0; }
  :host([hidden]) { display: none; }
  .text { flex: none; font-variant-numeric: tabular-nums; }
  vscode-progress-ring { flex: none; width: 16px; height: 16px; }
  .track {
    flex: 1; min-width: 40px; height: 4px; border-radius: 2px; overflow: hidden;
    background: var(--vscode-editorWidget-border, var(--vscode-panel-border, transparent));
    outline: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .bar { height: 100%; background: var(--vscode-progressBar-background, var(--vscode-focusBorder)); }
  @media (prefers-reduced-motion: no-preference) { .bar { transition: width 120ms linear; } }
`);

/** `<lab-progress>`: what goes on and how far it is. Properties `text` and `fraction` (0 to 1, null: unknown). */
export class LabProgress extends LabElement {
  readonly #text = document.createElement("span");
  readonly #ring = document.createElement("vscode-progress-ring");
  readonly #track = document.createElement("div");
  readonly #bar = document.createElement("div");
  #fraction: number | null = null;

  constructor() {
    super(sheet, false);
    this.#text.className = "text";
    this.#track.className = "track";
    this.#track.setAttribute("role", "progressbar");
    this.#track.setAttribute("aria-valuemin", "0");
    this.#track.setAttribute("aria-valuemax", "100");
    this.#track.hidden = true;
    this.#bar.className = "bar";
    this.#track.append(this.#bar);
    this.root.append(this.#ring, this.#text, this.#track);
  }

  get text(): string {
    return this.#text.textContent;
  }
  set text(text: string) {
    if (text === this.text) return;
    this.#text.textContent = text;
    this.#track.setAttribute("aria-label", text);
    this.#ring.setAttribute("aria-label", text);
  }

  get fraction(): number | null {
    return this.#fraction;
  }
  set fraction(fraction: number | null) {
    if (fraction === this.#fraction) return;
    this.#fraction = fraction;
    this.#ring.hidden = fraction !== null;
    this.#track.hidden = fraction === null;
    if (fraction === null) return;
    const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
    this.#bar.style.width = `${percent}%`;
    this.#track.setAttribute("aria-valuenow", `${percent}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-progress": LabProgress;
  }
}
