import { checkConfig } from "../config/checkConfig.ts";
import { explainConfig } from "../config/explainConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { renderExplanation } from "../config/renderExplanation.ts";
import { forDriver } from "./checkCommand.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { readText } from "./readText.ts";

/** `flexlab explain`. A file with errors is explained as far as it can be read. */
export async function explainCommand(command: Extract<Command, { name: "explain" }>, { terminal }: Lab): Promise<ExitCode> {
  const { file } = command;
  const document = parseConfig(await readText(terminal, file));
  const explanation = explainConfig(document);
  terminal.out(command.json ? `${JSON.stringify({ file, ...explanation }, null, 2)}\n` : renderExplanation(explanation));
  const errors = forDriver(checkConfig(document), "flexlab").filter(({ severity }) => severity === "error").length;
  if (errors === 0) return EXIT.fine;
  terminal.err(
    failureText(
      {
        code: "config-invalid",
        message: `The file has ${errors === 1 ? "an error" : `${String(errors)} errors`}; the driver does not start with it.`,
        hint: `What is wrong: flexlab check ${file}`,
      },
      terminal.errLook,
    ),
  );
  return EXIT.failed;
}
