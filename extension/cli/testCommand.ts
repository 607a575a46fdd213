import { t } from "@vscode/l10n";
import { extname, join, resolve } from "node:path";
import type { ProbeResult } from "../audio/contract.ts";
import { checkConfig } from "../config/checkConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { formatReport, type ExportFormat } from "../lab/export/formatReport.ts";
import { glitchWav, glitchWavName } from "../lab/export/glitchWav.ts";
import { renderReport } from "../lab/renderReport.ts";
import type { Report } from "../lab/report.ts";
import { renderSweep } from "../lab/sweep/renderSweep.ts";
import { sweepBuffers } from "../lab/sweep/sweepBuffers.ts";
import { runTest, type TestStep } from "../lab/runTest.ts";
import { runFullTest } from "../lab/full/runFullTest.ts";
import type { QualityStep } from "../lab/full/fullPlan.ts";
import { DEFAULT_FULL_TEST_SECONDS, DEFAULT_TEST_SECONDS, type TestRequest } from "../lab/testRequest.ts";
import { asioTest } from "./asioTest.ts";
import { findingsText, forDriver } from "./checkCommand.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { notRunReport } from "./failedReport.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { Progress } from "./progress.ts";
import { readScenario, readText } from "./readText.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";
import { makeFolder, writeOut } from "./writeOut.ts";

const STEPS: Readonly<Record<TestStep | QualityStep, string>> = {
  open: "Opening the devices",
  play: "Playing and recording",
  analyse: "Analysing",
  noise: "Listening to silence",
  distortion: "Playing a tone",
  loudness: "Playing a soft and a loud tone",
  response: "Playing a sweep",
};

type TestOfCommandLine = Extract<Command, { name: "test" }>;

/** `flexlab test` */
export async function testCommand(command: TestOfCommandLine, lab: Lab): Promise<ExitCode> {
  checkSweep(command);
  const { terminal } = lab;
  const settings = {
    seconds: command.seconds ?? (command.full ? DEFAULT_FULL_TEST_SECONDS : DEFAULT_TEST_SECONDS),
    sampleRate: command.rate,
    bufferFrames: command.buffer,
  };
  if (command.asio !== null) {
    const found = await asioTest(command.asio, settings, lab);
    if (found.kind === "ready") return run(command, lab, found.request);
    if (wantsDocument(command)) await deliver(command, lab, found.report);
    terminal.err(failureText(found.error, terminal.errLook));
    return exitCodeOf(found.error);
  }
  const text = await readText(terminal, command.file);
  const request: TestRequest = {
    text,
    file: command.file,
    configFile: command.file === "-" ? null : resolve(command.file),
    scenario: await readScenario(terminal, command.scenario),
    ...settings,
  };
  const document = parseConfig(text);
  const errors = forDriver(checkConfig(document), "flexlab").filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first !== undefined) {
    if (wantsDocument(command)) await deliver(command, lab, notRunReport(request, document, first, errors.length));
    terminal.err(findingsText(command.file, document, errors, terminal.errLook));
    terminal.err("The test did not run: the driver would not start with this file.\n");
    return EXIT.failed;
  }
  return run(command, lab, request);
}

/** Beside what is told on standard error. */
const wantsDocument = ({ format, output }: TestOfCommandLine): boolean => format !== null || output !== null;

async function run(command: TestOfCommandLine, lab: Lab, request: TestRequest): Promise<ExitCode> {
  const { terminal } = lab;
  const progress = new Progress(terminal);
  if (command.sweepBuffers) return sweep(command, lab, request, progress);
  let recorded: ProbeResult | null = null;
  const report = await (command.full ? runFullTest : runTest)(request, lab.audio(), {
    signal: terminal.interrupted,
    onRecorded: (result) => { recorded = result; },
    onProgress: (step: TestStep | QualityStep, fraction: number | null, secondsLeft: number | null) => { progress.show(STEPS[step], fraction, secondsLeft); },
  });
  progress.clear();
  await deliver(command, lab, report);
  if (command.wav !== null) await writeWavs(terminal, command.wav, report, recorded);
  if (terminal.interrupted.aborted) return EXIT.interrupted;
  if (report.error !== null) return exitCodeOf(report.error);
  return report.verdict.level === "fail" ? EXIT.failed : EXIT.fine;
}

function checkSweep(command: TestOfCommandLine): void {
  if (!command.sweepBuffers) return;
  if (command.full || command.buffer !== null || command.wav !== null || (command.format !== null && command.format !== "json")) {
    throw new UsageError("usage", "--sweep-buffers goes with --asio, --seconds, --rate, --scenario, --output and --json alone.");
  }
}

/** `flexlab test --sweep-buffers` */
async function sweep(command: TestOfCommandLine, lab: Lab, request: TestRequest, progress: Progress): Promise<ExitCode> {
  const { terminal } = lab;
  const result = await sweepBuffers(request, lab.audio(), {
    signal: terminal.interrupted,
    onSize: (frames, fraction) => { progress.show(t("Testing {0} frames", frames), fraction); },
  });
  progress.clear();
  const text = command.json ? `${JSON.stringify(result, null, 2)}\n` : renderSweep(result, command.output === null ? terminal.outLook : PLAIN);
  if (command.output === null) terminal.out(text);
  else await writeOut(command.output, text);
  if (!result.complete) return EXIT.interrupted;
  const error = result.points.find(({ report }) => report.error !== null)?.report.error ?? null;
  if (error !== null) return exitCodeOf(error);
  return result.points.some(({ report }) => report.verdict.level === "fail") ? EXIT.failed : EXIT.fine;
}

/** The report in the format that was asked for, to where it was asked for. */
async function deliver({ format, output }: Pick<TestOfCommandLine, "format" | "output">, { terminal }: Lab, report: Report): Promise<void> {
  const asked = format ?? (output === null ? null : formatOfName(output));
  const text = asked === null ? `${renderReport(report, output === null ? terminal.outLook : PLAIN).trimEnd()}\n` : formatReport(report, asked);
  if (output === null) terminal.out(text);
  else await writeOut(output, text);
}

const PLAIN = { color: false, width: 100 } as const;

/** `report.html` says what it is to be. */
function formatOfName(file: string): ExportFormat | null {
  const byEnding: Readonly<Record<string, ExportFormat>> = { ".json": "json", ".md": "markdown", ".csv": "csv", ".html": "html", ".htm": "html" };
  return byEnding[extname(file).toLowerCase()] ?? null;
}

async function writeWavs(terminal: Terminal, folder: string, { glitches, stream }: Report, recorded: ProbeResult | null): Promise<void> {
  const input = recorded?.recording?.input;
  if (stream === null || input === undefined || glitches.events.length === 0) return;
  await makeFolder(folder);
  const written = glitches.events.slice(0, MOST_WAVS);
  for (const [index, event] of written.entries()) {
    await writeOut(join(folder, glitchWavName(index, event)), glitchWav(input, event, stream.sampleRate));
  }
  terminal.err(`${t("{0} recordings written to {1}", written.length, folder)}\n`);
}

const MOST_WAVS = 1000;
