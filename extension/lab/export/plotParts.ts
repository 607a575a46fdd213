import { html } from "./htmlText.ts";

/** Width of every plot, and of the column for its labels, in units of its own. */
export const WIDTH = 860;
export const LEFT = 130;

export function svg(height: number, title: string, body: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${fix(height)}" role="img" aria-label="${html(title)}">${body}</svg>`;
}

/** Coordinates to a tenth of a pixel. */
export function fix(value: number): string {
  return String(Math.round(value * 10) / 10);
}
