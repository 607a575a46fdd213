import { alignedRows, paragraph } from "./alignedRows.ts";
import { LAB_TABLE } from "./configDocument.ts";
import { t } from "./translate.ts";
import { writtenValue } from "./explainConfig.ts";
import type { ExplainedDirection, ExplainedOption, Explanation } from "./explainConfig.ts";

/**
 * The explanation as plain text, for the terminal and for a read-only document: no line is longer than 80 characters, but
 * for a name or a value that is. Ends with a line end.
 */
export function renderExplanation(explanation: Explanation): string {
  const lines = [...paragraph("* ", t("stands in the file; all others are defaults")), ""];
  lines.push(...section(t("Driver"), explanation.options.filter((option) => option.table === "top")));
  for (const direction of ["input", "output"] as const) {
    const title = direction === "input" ? t("Input: what is recorded") : t("Output: what is played");
    const told = explanation.directions[direction];
    lines.push("", ...section(title, explanation.options.filter((option) => option.table === direction)));
    lines.push(...path(told));
  }
  lines.push("", ...section(t("FlexLab's driver alone"), explanation.options.filter((option) => option.table === LAB_TABLE)));
  return `${lines.join("\n")}\n`;
}

function section(title: string, options: readonly ExplainedOption[]): readonly string[] {
  const nameOf = (option: ExplainedOption): string => {
    const value = writtenValue(option);
    return `${option.isDefault ? "    " : "  * "}${option.key}${value === null ? "" : ` = ${value}`}`;
  };
  return [title, "-".repeat(title.length), ...alignedRows(options.map((option) => [nameOf(option), option.meaning]))];
}

function path(direction: ExplainedDirection): readonly string[] {
  if (!direction.enabled) {
    return ["", `  ${t("This direction is off.")}`];
  }
  if (direction.path.length === 0) {
    return ["", `  ${t("The path of the sound is not known for this backend.")}`];
  }
  return [
    "",
    `  ${t("The way of the sound ({0}):", [direction.backend ?? "?", ...modeOf(direction)].join(", "))}`,
    ...alignedRows(direction.path.map(({ title, does }, index) => [`  ${index === 0 ? "  " : "> "}${title}`, does])),
    "",
    ...[
      t("Mixed with other programs: {0}.", yesNo(direction.mixes)),
      t("Converted where formats differ: {0}.", yesNo(direction.converts)),
      t("Follows the default device while running: {0}.", yesNo(direction.followsDefault)),
      ...direction.notes,
    ].flatMap((note) => paragraph("  - ", note)),
  ];
}

function modeOf({ mode }: ExplainedDirection): readonly string[] {
  return mode === null ? [] : [mode === "exclusive" ? t("exclusive") : t("shared")];
}

function yesNo(value: boolean | null): string {
  return value === null ? t("not known") : value ? t("yes") : t("no");
}
