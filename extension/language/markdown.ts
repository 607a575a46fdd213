/** Text from a file or a device, as Markdown that shows exactly that text. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|~<>&$^]/g, (character) => (character === "<" ? "&lt;" : character === "&" ? "&amp;" : `\\${character}`)).replace(/\s+/g, " ");
}
