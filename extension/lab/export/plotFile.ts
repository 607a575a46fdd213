import { htmlStyle } from "./htmlStyle.ts";

/** A drawing of the HTML report as a file that opens anywhere, light and dark as its reader has it. */
export function plotFile(plot: string): string {
  const [start = "", body = ""] = plot.split(/(?<=^<svg[^>]*)>(.*)/s);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${start.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')}><style>${htmlStyle}svg{background:var(--card)}</style>${body}\n`;
}
