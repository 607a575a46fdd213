import type { BackendDevices, LabError } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import { checkConfig } from "../config/checkConfig.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import type { Finding } from "../config/finding.ts";
import { liveFindings } from "../config/liveFindings.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { Command, Driver } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import { findingSummary, findingText } from "./findingText.ts";
import type { Lab } from "./lab.ts";
import { readScenario, readText } from "./readText.ts";
import type { Look } from "./terminal.ts";

/** `flexlab check` */
export async function checkCommand(command: Extract<Command, { name: "check" }>, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  const document = parseConfig(await readText(terminal, command.file));
  const fromText = checkConfig(document);
  const live = command.live ? await look(document, command.scenario, lab) : { findings: [], error: null };
  const findings = forDriver([...fromText, ...live.findings], command.driver);
  terminal.out(
    command.json
      ? findingsJson(command.file, findings, live.error)
      : findingsText(command.file, document, findings, terminal.outLook),
  );
  if (live.error !== null) {
    terminal.err(failureText(live.error, terminal.errLook));
    return exitCodeOf(live.error);
  }
  return findings.some(({ severity }) => severity === "error") ? EXIT.failed : EXIT.fine;
}

/** Findings for one driver, or for both. */
export function forDriver(findings: readonly Finding[], driver: Driver | null): readonly Finding[] {
  return driver === null ? findings : findings.filter(({ drivers }) => drivers.includes(driver));
}

export function findingsText(file: string, document: ConfigDocument, findings: readonly Finding[], look: Look): string {
  const name = file === "-" ? "standard input" : file;
  const { lines, text } = document;
  const source = Array.from({ length: lines.lineCount }, (_, index) => {
    const { start, end } = lines.lineSpan(index);
    return text.slice(start, end);
  });
  const told = findings.map((finding) => `${findingText(name, source, finding, look)}\n`).join("");
  return `${told}${findingSummary(name, findings)}\n`;
}

function findingsJson(file: string, findings: readonly Finding[], error: LabError | null): string {
  const document = { schema: "flexlab-findings/1", file, findings, ...(error === null ? {} : { error }) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What the devices of this machine add; when they cannot be listed, what the text alone tells still stands. */
async function look(
  document: ConfigDocument,
  scenarioFile: string | null,
  { terminal, audio }: Lab,
): Promise<{ readonly findings: readonly Finding[]; readonly error: LabError | null }> {
  const scenario = await readScenario(terminal, scenarioFile);
  let backends: readonly BackendDevices[];
  try {
    backends = await audio().devices(scenario, { signal: terminal.interrupted });
  } catch (error) {
    if (error instanceof LabFailure) return { findings: [], error: error.error };
    throw error;
  }
  return { findings: liveFindings(document, backends), error: null };
}
