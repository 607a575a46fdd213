import { FIRST_STYLE, firstPicture } from "./firstPicture.ts";
import { PANEL_PROTOCOL_VERSION } from "./panelProtocol.ts";
import type { PanelState, SavedPanel } from "./panelProtocol.ts";

/** What the page's frame is made of; every address is one the webview may load. */
export interface PanelPageParts {
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
  /** Of the texts, for screen readers and number formats: `en`, `de`. */
  readonly language: string;
  /** The sentences of that language by the English ones; null: they stay English. */
  readonly translation: Readonly<Record<string, unknown>> | null;
  /** As of now: a page that keeps none of its own begins with it. Null: it waits until it is told. */
  readonly state: PanelState | null;
}

/**
 * The policy of the page: our own script and style sheets by nonce, nothing else, no network. Webviews add style
 * elements of VS Code's own through another way, so nothing is allowed here that does not have the nonce.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * The frame of the panel's page. VS Code shows a page when all that stands in it is there, and script and style sheet come
 * through the workbench, which takes longer than all else: so the page asks for them once it is seen, with the first
 * picture in it. All other content is made by the script. The toolkit looks for `csp-nonce`: it tries a style element once
 * to learn what the browser can do, and falls back to less when the policy refuses it.
 */
export function panelPage({ scriptUri, styleUri, nonce, language, translation, state }: PanelPageParts): string {
  const saved: SavedPanel | null = state === null ? null : { version: PANEL_PROTOCOL_VERSION, state };
  const translate = (sentence: string): string => {
    const translated = translation?.[sentence];
    return typeof translated === "string" ? translated : sentence;
  };
  return `<!DOCTYPE html>
<html lang="${translation === null ? "en" : language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FlexLab</title>
<style nonce="${nonce}">${FIRST_STYLE}</style>
</head>
<body>
<main id="panel">${state === null ? "" : firstPicture(state, translate)}</main>
${data("translation", translation ?? {}, nonce)}
${data("state", saved, nonce)}
<script nonce="${nonce}" data-style="${styleUri}" data-script="${scriptUri}">${LOAD}</script>
</body>
</html>
`;
}

/** Asks for style sheet and script together; the script waits for the style sheet. */
const LOAD = `{
  const { nonce, dataset: { style, script } } = document.currentScript;
  const add = (tag, properties) => { document.body.append(Object.assign(document.createElement(tag), { nonce, ...properties })); };
  addEventListener("load", () => setTimeout(() => {
    add("link", { rel: "stylesheet", href: style });
    add("script", { src: script });
  }), { once: true });
}`;

/** Data, not code: the policy has nothing to say about it. No text may end the element. */
function data(id: string, value: unknown, nonce: string): string {
  return `<script type="application/json" id="${id}" nonce="${nonce}">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;
}
