import type { Report } from "../report.ts";
import { reportCsv } from "./reportCsv.ts";
import { reportHtml } from "./reportHtml.ts";
import { reportMarkdown } from "./reportMarkdown.ts";

export type ExportFormat = "json" | "markdown" | "csv" | "html";

/** A report as a text of this format; a pure function of the report. */
export function formatReport(report: Report, format: ExportFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return reportMarkdown(report);
    case "csv":
      return reportCsv(report);
    case "html":
      return reportHtml(report);
  }
}
