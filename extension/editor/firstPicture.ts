import type { PanelState, SettingName } from "./panelSnapshot.ts";

/** Fills a sentence of the user's language. */
type Translate = (sentence: string) => string;

/**
 * What a page shows until its script has come, as markup: the file, and what is in effect, where the page will have them
 * too. Figures stay empty: a dash would say that nothing was measured.
 */
export function firstPicture({ file, config, report, settings }: Pick<PanelState, "file" | "config" | "report" | "settings">, t: Translate): string {
  const name = file?.split(/[\\/]/).at(-1) ?? "";
  const figures = [t("Round trip, measured"), t("Driver reports"), t("Difference"), t("Glitches")];
  const face = `<div class="first-display${report === null ? "" : " first-large"}">${figures.map((figure) => `<div>${escape(figure)}</div>`).join("")}</div><div class="first-side"></div>`;
  const cards = settings.map((setting) => `<li><span>${escape(titles(t)[setting.name])}</span><b>${escape(setting.effect)}</b></li>`);
  return [
    `<div class="first-title"><b>FlexLab</b><b>${escape(name)}</b></div>`,
    config === null && report === null ? "" : face,
    cards.length === 0 ? "" : `<ul class="first-settings">${cards.join("")}</ul>`,
  ].join("");
}

function titles(t: Translate): Readonly<Record<SettingName, string>> {
  return {
    backend: t("Backend"),
    mode: t("Mode"),
    input: t("Input"),
    output: t("Output"),
    rate: t("Rate"),
    buffer: t("Buffer"),
    sampleType: t("Sample type"),
  };
}

/** A text is text: no name of a device or file becomes markup. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Of the first picture alone: the page's own style sheet comes with its script. */
export const FIRST_STYLE = `
body { margin: 0; padding: 0; font: 13px/18px var(--vscode-font-family, sans-serif); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
#panel { container-type: inline-size; box-sizing: border-box; max-width: 1400px; margin: 0 auto; padding: 12px 20px 28px;
  --edge: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-panel-border, #8884)));
  --field: var(--vscode-dropdown-border, var(--edge)); }
.first-title { display: flex; gap: 10px; align-items: center; height: 24px; margin-bottom: 10px; }
.first-title b { font-weight: 600; white-space: nowrap; }
.first-display { display: grid; grid-template-columns: minmax(0, 4fr) repeat(3, minmax(0, 3fr)); border: 1px solid var(--edge); border-radius: 4px; background: var(--vscode-editorWidget-background, transparent); }
.first-display div { padding: 8px 14px 34px; font-size: 11px; line-height: 16px; color: var(--vscode-descriptionForeground); }
.first-display div + div { border-inline-start: 1px solid var(--edge); }
.first-display.first-large { grid-template-columns: minmax(0, 5fr) repeat(3, minmax(0, 3fr)); min-height: 140px; }
.first-side { height: 28px; margin: 10px 0 12px; }
.first-settings { display: grid; gap: 8px; grid-template-columns: repeat(7, minmax(0, 1fr)); margin: 0; padding: 0; list-style: none; }
.first-settings li { box-sizing: border-box; min-width: 0; height: 90px; border: 1px solid var(--field); border-radius: 3px; background: linear-gradient(var(--vscode-dropdown-background, transparent) 47px, transparent 0); padding: 6px 11px 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.first-settings span { display: block; font-size: 11px; line-height: 15px; margin-bottom: 1px; color: var(--vscode-descriptionForeground); }
.first-settings b { font-weight: 400; }
@container (max-width: 1000px) {
  .first-settings { grid-template-columns: repeat(12, minmax(0, 1fr)); }
  .first-settings li { grid-column: span 3; }
  .first-settings li:nth-child(n + 5) { grid-column: span 4; }
}
@container (max-width: 560px) {
  .first-display, .first-display.first-large { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .first-display div { padding-inline: 10px; margin: 0 0 0 -1px; }
  .first-settings { gap: 0; grid-template-columns: minmax(0, 1fr); margin-top: 33px; }
  .first-settings li, .first-settings li:nth-child(n + 5) { grid-column: 1; display: grid; gap: 8px; grid-template-columns: 5.2em minmax(0, 1fr); align-items: center; height: 27px; padding: 0 10px; background: none; }
}
`;
