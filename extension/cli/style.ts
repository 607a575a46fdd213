import type { Look } from "./terminal.ts";

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;

export type Style = keyof typeof CODES;

/** The text in a colour or weight, where the terminal can show it. */
export function styled(look: Look, text: string, ...styles: readonly Style[]): string {
  if (!look.color || text === "" || styles.length === 0) return text;
  return `\u001b[${styles.map((style) => String(CODES[style])).join(";")}m${text}\u001b[0m`;
}

/** Columns that a text takes on a terminal: wide East Asian characters and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += /^\p{Mark}$|^\p{Cf}$/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

const WIDE = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** What a device calls itself may hold anything; a line of ours stays one line. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
