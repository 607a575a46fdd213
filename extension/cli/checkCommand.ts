import type { BackendDevices, LabError } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import { checkConfig } from "../config/checkConfig.ts";
import { checkFile } from "../config/checkFile.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import { encodingOf, type TextEncoding } from "../config/encoding.ts";
import type { Finding } from "../config/finding.ts";
import { fixAllSafe, type FixAllOptions, type FixedAll } from "../config/fixAll.ts";
import { liveFindings } from "../config/liveFindings.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { applyEdits } from "../config/text.ts";
import type { Command, Driver } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import { fileFacts } from "./fileFacts.ts";
import { findingSummary, findingText, fixOffer, fixedText } from "./findingText.ts";
import type { Lab } from "./lab.ts";
import { readScenario } from "./readText.ts";
import type { Look } from "./terminal.ts";
import { UsageError } from "./usageError.ts";
import { writeText } from "./writeText.ts";

type CheckCommand = Extract<Command, { name: "check" }>;

/** `flexlab check` */
export async function checkCommand(command: CheckCommand, lab: Lab): Promise<ExitCode> {
  const { terminal } = lab;
  const read = decode(await terminal.read(command.file));
  const live = command.live ? await look(command.scenario, lab) : NOT_LOOKED;
  const fixed = command.fix ? await fix(command, read, live.devices, lab) : null;
  const document = parseConfig(fixed?.text ?? read.text);
  const ofDevices = live.devices === null ? [] : liveFindings(document, live.devices);
  const findings = forDriver([...(await ofFile(command.file, read, lab)), ...checkConfig(document), ...ofDevices], command.driver);
  const fixable = (): FixedAll => fixAllSafe(document.text, fixOptions(command, live.devices));
  if (command.json) {
    terminal.out(findingsJson(command.file, findings, fixed, live.error));
  } else if (fixed !== null && command.file === "-") {
    // The text itself is the result; what is said about it goes where it is not in the way.
    terminal.out(fixed.text);
    terminal.err(findingsText(command.file, document, findings, terminal.errLook, { fixed, fixable: fixable() }));
  } else {
    terminal.out(findingsText(command.file, document, findings, terminal.outLook, { fixed, fixable: fixable() }));
  }
  if (live.error !== null) {
    terminal.err(failureText(live.error, terminal.errLook));
    return exitCodeOf(live.error);
  }
  return findings.some(({ severity }) => severity === "error") ? EXIT.failed : EXIT.fine;
}

interface ReadFile {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** Whatever the encoding, what can be read of the file is checked; that no driver reads it is one of the findings. */
function decode(bytes: Uint8Array): ReadFile {
  const encoding = encodingOf(bytes);
  const label = encoding === "single-byte" ? "windows-1252" : encoding === "utf-8" ? "utf-8" : bytes[0] === 0xfe || bytes[0] === 0 ? "utf-16be" : "utf-16le";
  return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), encoding };
}

async function ofFile(file: string, { text, encoding }: ReadFile, { terminal }: Lab): Promise<readonly Finding[]> {
  return checkFile(await fileFacts(file, encoding, terminal.env), text).map(({ finding }) => finding);
}

interface Fixed extends FixedAll {
  readonly text: string;
}

function fixOptions({ driver }: CheckCommand, devices: readonly BackendDevices[] | null): FixAllOptions {
  return { ...(driver === null ? {} : { drivers: [driver] }), ...(devices === null ? {} : { devices }) };
}

/** Writes what can be mended safely into the file; standard input is left alone. */
async function fix(
  command: CheckCommand,
  { text, encoding }: ReadFile,
  devices: readonly BackendDevices[] | null,
  lab: Lab,
): Promise<Fixed> {
  const { file } = command;
  if (encoding !== "utf-8") {
    throw new UsageError("unreadable-file", `${file} is not UTF-8, so nothing is written into it.`, "Save it with the encoding UTF-8 first.");
  }
  const all = fixAllSafe(text, fixOptions(command, devices));
  const after = applyEdits(text, all.edits);
  if (file !== "-" && after !== text) {
    await writeText(file, after);
    lab.terminal.log(`wrote ${file}`);
  }
  return { ...all, text: after };
}

/** Findings for one driver, or for both. */
export function forDriver(findings: readonly Finding[], driver: Driver | null): readonly Finding[] {
  return driver === null ? findings : findings.filter(({ drivers }) => drivers.includes(driver));
}

export function findingsText(
  file: string,
  document: ConfigDocument,
  findings: readonly Finding[],
  look: Look,
  fixing: { readonly fixed: FixedAll | null; readonly fixable: FixedAll } | null = null,
): string {
  const name = file === "-" ? "standard input" : file;
  const { lines, text } = document;
  const source = Array.from({ length: lines.lineCount }, (_, index) => {
    const { start, end } = lines.lineSpan(index);
    return text.slice(start, end);
  });
  const mended = fixing?.fixed == null ? "" : fixedText(name, fixing.fixed, look);
  const told = findings.map((finding) => `${findingText(name, source, finding, look, fixing?.fixable ?? null)}\n`).join("");
  const offer = fixing !== null && fixing.fixed === null ? fixOffer(fixing.fixable) : "";
  return `${mended}${told}${offer}${findingSummary(name, findings)}\n`;
}

function findingsJson(file: string, findings: readonly Finding[], fixed: Fixed | null, error: LabError | null): string {
  const document = {
    schema: "flexlab-findings/1",
    file,
    findings,
    ...(fixed === null
      ? {}
      : {
          fixed: fixed.done.map(({ finding, fix: { title } }) => ({ code: finding.code, title, range: finding.range })),
          ...(file === "-" ? { text: fixed.text } : {}),
        }),
    ...(error === null ? {} : { error }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The devices of this machine; when they cannot be listed, what the text alone tells still stands. */
interface Looked {
  readonly devices: readonly BackendDevices[] | null;
  readonly error: LabError | null;
}

const NOT_LOOKED: Looked = { devices: null, error: null };

async function look(scenarioFile: string | null, { terminal, audio }: Lab): Promise<Looked> {
  const scenario = await readScenario(terminal, scenarioFile);
  try {
    return { devices: await audio().devices(scenario, { signal: terminal.interrupted }), error: null };
  } catch (error) {
    if (error instanceof LabFailure) return { devices: null, error: error.error };
    throw error;
  }
}
