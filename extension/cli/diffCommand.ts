import { diffReports } from "../lab/diff/diffReports.ts";
import { renderDiff } from "../lab/diff/renderDiff.ts";
import type { Report } from "../lab/report.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import type { Lab } from "./lab.ts";
import { readText } from "./readText.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

/** `flexlab diff` */
export async function diffCommand(command: Extract<Command, { name: "diff" }>, { terminal }: Lab): Promise<ExitCode> {
  const diff = diffReports(await readReport(terminal, command.before), await readReport(terminal, command.after));
  terminal.out(command.json ? `${JSON.stringify(diff, null, 2)}\n` : renderDiff(diff, terminal.outLook));
  return diff.verdict === "worse" || diff.verdict === "mixed" ? EXIT.failed : EXIT.fine;
}

async function readReport(terminal: Terminal, file: string): Promise<Report> {
  const text = await readText(terminal, file);
  const name = file === "-" ? "Standard input" : file;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UsageError("unreadable-file", `${name} is no JSON document.`, "Save a report with: flexlab test FlexASIO.toml --json > report.json");
  }
  if (!isReport(document)) {
    throw new UsageError("unreadable-file", `${name} is no report of a test (flexlab-report/1).`, "Save one with: flexlab test FlexASIO.toml --json > report.json");
  }
  return document;
}

/** Its parts are those of its schema; a document that says so and is not was made by hand. */
function isReport(document: unknown): document is Report {
  if (typeof document !== "object" || document === null) return false;
  const parts = ["config", "environment", "devices", "latency", "glitches", "integrity", "drift", "timing", "cpu", "verdict"];
  const record = document as Readonly<Record<string, unknown>>;
  return record["schema"] === "flexlab-report/1" && parts.every((part) => typeof record[part] === "object" && record[part] !== null);
}
