/**
 * Runs in the page before the panel's script and stands for VS Code: its interface for webviews, its theme variables.
 * Written as text so that the test's own types need no browser.
 */
export function fakeHostScript(themes: string): string {
  return `
    "use strict";
    const themes = ${themes};
    const lab = { posted: [], violations: [] };
    window.lab = lab;
    document.addEventListener("securitypolicyviolation", (event) => {
      lab.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample);
    });
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => { lab.posted.push(structuredClone(message)); },
      getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null"),
      setState: (state) => { sessionStorage.setItem("state", JSON.stringify(state)); },
    });
    lab.setTheme = (name) => {
      const { kind, colors } = themes[name];
      const root = document.documentElement;
      for (const property of [...root.style]) root.style.removeProperty(property);
      for (const [color, value] of Object.entries(colors)) root.style.setProperty("--vscode-" + color, value);
      root.style.setProperty("--vscode-font-family", "system-ui, sans-serif");
      root.style.setProperty("--vscode-font-size", "13px");
      root.style.setProperty("--vscode-editor-font-family", "monospace");
      document.body.className = kind === "vscode-high-contrast-light" ? "vscode-high-contrast " + kind : kind;
      document.body.dataset.vscodeThemeKind = kind;
      document.body.dataset.vscodeThemeId = name;
    };
    lab.send = (message) => { window.postMessage(message, "*"); };
    lab.setTheme(new URLSearchParams(location.search).get("theme") ?? "dark");
  `;
}
