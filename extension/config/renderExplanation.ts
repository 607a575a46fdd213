import { alignedRows, paragraph } from "./alignedRows.ts";
import { LAB_TABLE } from "./configDocument.ts";
import { t } from "./translate.ts";
import { writtenValue } from "./explainConfig.ts";
import type { ExplainedDirection, ExplainedOption, Explanation } from "./explainConfig.ts";

/** What every terminal shows. */
const TERMINAL_WIDTH = 80;

/**
 * The explanation as plain text, for the terminal and for a read-only document: no line is longer than `width` characters,
 * but for a name or a value that is. Ends with a line end.
 */
export function renderExplanation(explanation: Explanation, width = TERMINAL_WIDTH): string {
  const lines = [...paragraph("* ", t("stands in the file; all others are defaults"), width), ""];
  lines.push(...section(t("Driver"), explanation.options.filter((option) => option.table === "top"), width));
  for (const direction of ["input", "output"] as const) {
    const title = direction === "input" ? t("Input: what is recorded") : t("Output: what is played");
    const told = explanation.directions[direction];
    lines.push("", ...section(title, explanation.options.filter((option) => option.table === direction), width));
    lines.push(...path(told, width));
  }
  lines.push("", ...section(t("FlexLab's driver alone"), explanation.options.filter((option) => option.table === LAB_TABLE), width));
  return `${lines.join("\n")}\n`;
}

function section(title: string, options: readonly ExplainedOption[], width: number): readonly string[] {
  const nameOf = (option: ExplainedOption): string => {
    const value = writtenValue(option);
    return `${option.isDefault ? "    " : "  * "}${option.key}${value === null ? "" : ` = ${value}`}`;
  };
  return [title, "-".repeat(title.length), ...alignedRows(options.map((option) => [nameOf(option), option.meaning]), width)];
}

function path(direction: ExplainedDirection, width: number): readonly string[] {
  if (!direction.enabled) {
    return ["", `  ${t("This direction is off.")}`];
  }
  if (direction.path.length === 0) {
    return ["", `  ${t("The path of the sound is not known for this backend.")}`];
  }
  return [
    "",
    `  ${t("The way of the sound ({0}):", [direction.backend ?? "?", ...modeOf(direction)].join(", "))}`,
    ...alignedRows(direction.path.map(({ title, does }, index) => [`  ${index === 0 ? "  " : "> "}${title}`, does]), width),
    "",
    ...[
      t("Mixed with other programs: {0}.", yesNo(direction.mixes)),
      t("Converted where formats differ: {0}.", yesNo(direction.converts)),
      t("Follows the default device while running: {0}.", yesNo(direction.followsDefault)),
      ...direction.notes,
    ].flatMap((note) => paragraph("  - ", note, width)),
  ];
}

function modeOf({ mode }: ExplainedDirection): readonly string[] {
  return mode === null ? [] : [mode === "exclusive" ? t("exclusive") : t("shared")];
}

function yesNo(value: boolean | null): string {
  return value === null ? t("not known") : value ? t("yes") : t("no");
}
