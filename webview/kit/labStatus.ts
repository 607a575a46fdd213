import { makeIcon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { LabElement, styleSheet } from "./labElement.ts";

export type StatusLevel = "pass" | "warn" | "fail" | "info" | "busy" | "idle" | "stale";

const icons: Readonly<Record<StatusLevel, IconName>> = {
  pass: "check",
  warn: "warning",
  fail: "cross",
  info: "info",
  busy: "wave",
  idle: "dot",
  stale: "clock",
};

const sheet = styleSheet(`
  :host { display: inline-flex; align-items: center; gap: 5px; min-width: 0; font-weight: 600; line-height: 18px; }
  :host([hidden]) { display: none; }
  svg { flex: none; }
  span:empty { display: none; }
  :host([level="pass"]) svg { color: var(--vscode-testing-iconPassed, var(--vscode-charts-green)); }
  :host([level="warn"]) svg { color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow)); }
  :host([level="fail"]) svg { color: var(--vscode-testing-iconFailed, var(--vscode-charts-red)); }
  :host([level="info"]) svg, :host([level="busy"]) svg { color: var(--vscode-charts-blue); }
  :host([level="idle"]) { color: var(--vscode-descriptionForeground); font-weight: 400; }
  :host([level="stale"]) svg { color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow)); }
`);

/**
 * `<lab-status>`: a word with a sign of its own shape. Properties `level` and `text`. Where there is no room, a style sheet
 * can hide the part `text`.
 */
export class LabStatus extends LabElement {
  readonly #text = document.createElement("span");

  constructor() {
    super(sheet, false);
    this.#text.part.add("text");
    this.root.append(makeIcon("dot"), this.#text);
  }

  get level(): StatusLevel {
    return (this.getAttribute("level") as StatusLevel | null) ?? "idle";
  }
  set level(level: StatusLevel) {
    if (this.getAttribute("level") === level) return;
    this.setAttribute("level", level);
    this.root.querySelector("svg")?.replaceWith(makeIcon(icons[level]));
  }

  get text(): string {
    return this.#text.textContent;
  }
  set text(text: string) {
    if (text !== this.text) this.#text.textContent = text;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-status": LabStatus;
  }
}
