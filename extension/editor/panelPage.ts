/** What the page's frame is made of; every address is one the webview may load. */
export interface PanelPageParts {
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
  /** Of the texts, for screen readers and number formats: `en`, `de`. */
  readonly language: string;
  /** The sentences of that language by the English ones; null: they stay English. */
  readonly translation: Readonly<Record<string, unknown>> | null;
}

/**
 * The policy of the page: our own script and style sheet by nonce, nothing else, no network. Webviews add style
 * elements of VS Code's own through another way, so no inline style is allowed here.
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
 * The frame of the panel's page; all content is made by its script. The toolkit looks for `csp-nonce`: it tries a style
 * element once to learn what the browser can do, and falls back to less when the policy refuses it.
 */
export function panelPage(parts: PanelPageParts): string {
  // Data, not code: the policy has nothing to say about it. No sentence may end the element.
  const translation = JSON.stringify(parts.translation ?? {}).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="${parts.translation === null ? "en" : parts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(parts.nonce)}">
<meta property="csp-nonce" content="${parts.nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${parts.styleUri}" nonce="${parts.nonce}">
<title>FlexLab</title>
</head>
<body>
<main id="panel"></main>
<script type="application/json" id="translation" nonce="${parts.nonce}">${translation}</script>
<script src="${parts.scriptUri}" nonce="${parts.nonce}"></script>
</body>
</html>
`;
}
