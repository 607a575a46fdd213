import { effectiveConfig, type EffectiveConfig, type Value } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import type { Lab } from "./lab.ts";
import { readText } from "./readText.ts";

/** `flexlab explain` */
export async function explainCommand(command: Extract<Command, { name: "explain" }>, { terminal }: Lab): Promise<ExitCode> {
  const document = parseConfig(await readText(terminal, command.file));
  const config = effectiveConfig(document);
  terminal.out(`${JSON.stringify(explainJson(command.file, config), null, 2)}\n`);
  return EXIT.fine;
}

function explainJson(file: string, config: EffectiveConfig): object {
  const value = ({ value: is, isDefault }: Value<unknown>): object => ({ value: is, isDefault });
  return { schema: "flexlab-explain/1", file, backend: value(config.backend) };
}
