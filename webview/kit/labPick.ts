import { makeIcon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { LabElement, styleSheet } from "./labElement.ts";

const sheet = styleSheet(`
  :host { display: block; min-width: 0; }
  :host([hidden]) { display: none; }
  button {
    display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1px 8px; align-items: center;
    width: 100%; box-sizing: border-box; margin: 0; padding: 5px 8px 6px 10px; text-align: start;
    font: inherit; color: var(--vscode-foreground);
    background: var(--vscode-dropdown-background, transparent);
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    border-radius: 3px; cursor: pointer;
  }
  button:hover { border-color: var(--vscode-focusBorder); }
  button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  button:disabled { cursor: default; border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent)); }
  button:disabled svg { visibility: hidden; }
  .label { font-size: 11px; line-height: 15px; color: var(--vscode-descriptionForeground); }
  .value {
    grid-column: 1; font-size: 13px; line-height: 18px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
  }
  .value.muted { color: var(--vscode-descriptionForeground); }
  .value.wrong { text-decoration: underline wavy var(--vscode-editorWarning-foreground); text-underline-offset: 3px; }
  svg { grid-column: 2; grid-row: 1 / span 2; }
`);

/**
 * `<lab-pick>`: looks like a select, but what there is to choose comes from a picker of the editor.
 * Properties `label`, `value`, `action` (what pressing does, for the name and the tooltip), `icon`,
 * `tone` and `disabled`; event `lab-press`; parts `button`, `value` and `icon`.
 */
export class LabPick extends LabElement {
  readonly #button = document.createElement("button");
  readonly #label = document.createElement("span");
  readonly #value = document.createElement("span");
  #action = "";
  #icon: IconName = "chevron";

  constructor() {
    super(sheet, true);
    this.#button.type = "button";
    this.#label.className = "label";
    this.#value.className = "value";
    for (const [node, part] of [[this.#button, "button"], [this.#value, "value"]] as const) node.part.add(part);
    this.#button.append(this.#label, " ", this.#value, makePart(this.#icon));
    this.#button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.dispatchEvent(new CustomEvent("lab-press"));
    });
    this.root.append(this.#button);
  }

  get label(): string {
    return this.#label.textContent;
  }
  set label(label: string) {
    this.#label.textContent = label;
    this.#rename();
  }

  get value(): string {
    return this.#value.textContent;
  }
  set value(value: string) {
    if (value === this.value) return;
    this.#value.textContent = value;
    this.#rename();
  }

  get action(): string {
    return this.#action;
  }
  set action(action: string) {
    if (action === this.#action) return;
    this.#action = action;
    this.#rename();
  }

  get icon(): IconName {
    return this.#icon;
  }
  set icon(icon: IconName) {
    if (icon === this.#icon) return;
    this.#icon = icon;
    this.#button.querySelector("svg")?.replaceWith(makePart(icon));
  }

  /** `muted`: nothing is chosen; `wrong`: it is chosen but not here (the action must say so in words). */
  set tone(tone: "normal" | "muted" | "wrong") {
    const className = tone === "normal" ? "value" : `value ${tone}`;
    if (this.#value.className !== className) this.#value.className = className;
  }

  get disabled(): boolean {
    return this.#button.disabled;
  }
  set disabled(disabled: boolean) {
    this.#button.disabled = disabled;
  }

  #rename(): void {
    // Who speaks to the computer says what is visible: it stands in the name as it is seen.
    this.#button.setAttribute("aria-label", `${this.label} ${this.value}, ${this.#action}`);
    this.#button.title = `${this.value}\n${this.#action}`;
  }
}

function makePart(icon: IconName): SVGSVGElement {
  const node = makeIcon(icon);
  node.part.add("icon");
  return node;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-pick": LabPick;
  }
}
