/** The value of a theme colour, from the first variable that the theme sets. */
export function themeColor(styles: CSSStyleDeclaration, ...variables: readonly string[]): string {
  for (const variable of variables) {
    const value = styles.getPropertyValue(variable).trim();
    if (value !== "") return value;
  }
  return "currentcolor";
}

/** Calls after each change of the theme: VS Code then rewrites the class of body and the variables of the root. */
export function onThemeChange(call: () => void): void {
  const observer = new MutationObserver(call);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}
