/** Base of our elements: one shadow root with one shared style sheet. Adopted sheets need no nonce. */
export abstract class LabElement extends HTMLElement {
  protected readonly root: ShadowRoot;

  constructor(sheet: CSSStyleSheet, delegatesFocus: boolean) {
    super();
    this.root = this.attachShadow({ mode: "open", delegatesFocus });
    this.root.adoptedStyleSheets = [sheet];
  }
}

export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
