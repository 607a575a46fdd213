/** Text from a file or a device for a place where VS Code turns `$(name)` into an icon: shown as it is written. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, "\\$(");
}
