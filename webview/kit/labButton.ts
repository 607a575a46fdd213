import { makeIcon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { LabElement, styleSheet } from "./labElement.ts";

/** `quiet`: as the text around it, for what is rarely pressed. */
export type ButtonAppearance = "primary" | "secondary" | "quiet";

const sheet = styleSheet(`
  :host { display: inline-flex; }
  :host([hidden]) { display: none; }
  vscode-button { height: 28px; white-space: nowrap; }
  svg + bdi { margin-inline-start: 6px; }
  /* The toolkit's own quiet button is one of an icon alone, and calls itself so. */
  .quiet { height: 24px; background: transparent; color: var(--vscode-descriptionForeground); }
  .quiet:hover { color: var(--vscode-foreground); }
`);

/**
 * `<lab-button>`: a button with a text. Properties `label`, `subject`, `icon`, `appearance`, `disabled`; event `lab-press`.
 * Where there is no room, a style sheet can hide the part `text`: its name stays.
 */
export class LabButton extends LabElement {
  readonly #button = document.createElement("vscode-button") as HTMLElement & { appearance: string };
  // A span would be an icon to the toolkit.
  readonly #text = document.createElement("bdi");
  #subject = "";
  #icon: IconName | null = null;
  #appearance: ButtonAppearance = "secondary";

  constructor() {
    super(sheet, true);
    this.#text.part.add("text");
    this.#button.append(this.#text);
    this.#button.appearance = "secondary";
    this.#button.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!this.disabled) this.dispatchEvent(new CustomEvent("lab-press"));
    });
    this.root.append(this.#button);
  }

  get label(): string {
    return this.#text.textContent;
  }
  set label(label: string) {
    if (this.label === label) return;
    this.#text.textContent = label;
    this.#tellName();
  }

  /** What of several buttons with one text this one is for, said after the text where it is not seen. */
  set subject(subject: string) {
    this.#subject = subject;
    this.#tellName();
  }

  get icon(): IconName | null {
    return this.#icon;
  }
  set icon(icon: IconName | null) {
    if (icon === this.#icon) return;
    this.#icon = icon;
    this.#button.querySelector("svg")?.remove();
    if (icon !== null) this.#button.prepend(makeIcon(icon));
  }

  get appearance(): ButtonAppearance {
    return this.#appearance;
  }
  set appearance(appearance: ButtonAppearance) {
    if (appearance === this.#appearance) return;
    this.#appearance = appearance;
    // The property: the toolkit reads the attribute once, and writes it later than we would.
    this.#button.appearance = appearance === "quiet" ? "secondary" : appearance;
    this.#button.classList.toggle("quiet", appearance === "quiet");
  }

  get disabled(): boolean {
    return this.#button.hasAttribute("disabled");
  }
  set disabled(disabled: boolean) {
    if (disabled !== this.disabled) this.#button.toggleAttribute("disabled", disabled);
  }

  #tellName(): void {
    if (this.#subject !== "") this.#button.setAttribute("aria-label", `${this.label} ${this.#subject}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-button": LabButton;
  }
}
