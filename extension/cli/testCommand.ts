import { resolve } from "node:path";
import { checkConfig } from "../config/checkConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { renderReport } from "../lab/renderReport.ts";
import type { Report } from "../lab/report.ts";
import { runTest, type TestStep } from "../lab/runTest.ts";
import { DEFAULT_TEST_SECONDS, type TestRequest } from "../lab/testRequest.ts";
import { findingsText, forDriver } from "./checkCommand.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { notRunReport } from "./failedReport.ts";
import { exitCodeOf } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";
import { readScenario, readText } from "./readText.ts";

const STEPS: Readonly<Record<TestStep, string>> = { open: "Opening the devices", play: "Playing and recording", analyse: "Analysing" };

/** `flexlab test` */
export async function testCommand(command: Extract<Command, { name: "test" }>, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  const text = await readText(terminal, command.file);
  const request: TestRequest = {
    text,
    file: command.file,
    configFile: command.file === "-" ? null : resolve(command.file),
    scenario: await readScenario(terminal, command.scenario),
    seconds: command.seconds ?? DEFAULT_TEST_SECONDS,
    sampleRate: command.rate,
    bufferFrames: command.buffer,
  };
  const document = parseConfig(text);
  const errors = forDriver(checkConfig(document), "flexlab").filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first !== undefined) {
    if (command.json) print(lab, true, notRunReport(request, document, first, errors.length));
    terminal.err(findingsText(command.file, document, errors, terminal.errLook));
    terminal.err("The test did not run: the driver would not start with this file.\n");
    return EXIT.failed;
  }
  const progress = new Progress(terminal);
  const report = await runTest(request, lab.audio(), {
    signal: terminal.interrupted,
    onProgress: (step, fraction) => { progress.show(STEPS[step], fraction); },
  });
  progress.clear();
  print(lab, command.json, report);
  if (terminal.interrupted.aborted) return EXIT.interrupted;
  if (report.error !== null) return exitCodeOf(report.error);
  return report.verdict.level === "fail" ? EXIT.failed : EXIT.fine;
}

function print({ terminal }: Lab, json: boolean, report: Report): void {
  terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : `${renderReport(report, terminal.outLook).trimEnd()}\n`);
}
