import { t } from "@vscode/l10n";

/**
 * The text that a new FlexASIO.toml starts with: everything at its default, with a word on how to go on. Only comments
 * and the two tables, so that no default is written that nobody chose. `lineEnd`: as the system has it.
 */
export function newConfigText(lineEnd: "\n" | "\r\n"): string {
  return [
    t("# Configuration of the ASIO driver. Every line is optional: what is not written here has its default."),
    t("# In VS Code, Ctrl+Space lists what can be written, and FlexLab says what each line does."),
    "",
    "[input]",
    "",
    "[output]",
    "",
  ].join(lineEnd);
}
