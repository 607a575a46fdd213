import type { Report } from "../report.ts";

/**
 * Every value of a report as one line `path,value` (`latency.measuredRoundTripFrames,960`), for spreadsheets and scripts.
 * RFC 4180: line ends CR LF, quotes where needed. A value that was not measured is an empty field. A text that a
 * spreadsheet would take for a formula is led by an apostrophe.
 */
export function reportCsv(report: Report): string {
  const rows: string[] = ["path,value"];
  walk(report, "", rows);
  return `${rows.join("\r\n")}\r\n`;
}

function walk(value: unknown, path: string, rows: string[]): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`, rows);
    return;
  }
  rows.push(`${path},${value === null ? "" : field(value as string | number | boolean)}`);
}

function field(value: string | number | boolean): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
