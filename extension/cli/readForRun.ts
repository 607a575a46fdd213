import { t } from "@vscode/l10n";
import type { ScenarioSource } from "../audio/contract.ts";
import { checkConfig } from "../config/checkConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { findingsText, forDriver } from "./checkCommand.ts";
import type { Lab } from "./lab.ts";
import { readScenario, readText } from "./readText.ts";

export type ReadForRun =
  | { readonly kind: "ready"; readonly text: string; readonly scenario: ScenarioSource | null }
  /** The driver would not start with this file; the findings were told. */
  | { readonly kind: "invalid" };

/** Reads the file and the scenario of a command that runs the driver more than once. */
export async function readForRun(
  command: { readonly file: string; readonly scenario: string | null; readonly json: boolean },
  { terminal }: Lab,
): Promise<ReadForRun> {
  const text = await readText(terminal, command.file);
  const scenario = await readScenario(terminal, command.scenario);
  const document = parseConfig(text);
  const errors = forDriver(checkConfig(document), "flexlab").filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "ready", text, scenario };
  if (command.json) {
    const error = { code: "config-invalid", message: first.message, hint: first.hint };
    terminal.out(`${JSON.stringify({ schema: "flexlab-error/1", error }, null, 2)}\n`);
  }
  terminal.err(findingsText(command.file, document, errors, terminal.errLook));
  terminal.err(`${t("Nothing was run: the driver would not start with this file.")}\n`);
  return { kind: "invalid" };
}
