import { LAB_TABLE } from "./configDocument.ts";
import { t } from "./translate.ts";
import { writtenValue } from "./explainConfig.ts";
import type { ExplainedDirection, ExplainedOption, Explanation } from "./explainConfig.ts";

/** The explanation as plain text, for the terminal and for a read-only document. Ends with a line end. */
export function renderExplanation(explanation: Explanation): string {
  const lines: string[] = [];
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

function section(title: string, options: readonly ExplainedOption[]): string[] {
  const names = Math.max(...options.map((option) => option.key.length));
  const set = t("set");
  const words = [t("default"), set.padEnd(t("default").length)] as const;
  const values = options.map((option) => writtenValue(option) ?? "-");
  // A long device name must not push all meanings out of sight.
  const width = Math.min(28, Math.max(...values.map((value) => value.length)));
  return [
    title,
    "-".repeat(title.length),
    ...options.map((option, index) =>
      `  ${option.key.padEnd(names)}  ${(values[index] ?? "").padEnd(width)}  ${option.isDefault ? words[0] : words[1]}  ${option.meaning}`.trimEnd(),
    ),
  ];
}

function path(direction: ExplainedDirection): string[] {
  if (!direction.enabled) {
    return ["", `  ${t("This direction is off.")}`];
  }
  if (direction.path.length === 0) {
    return ["", `  ${t("The path of the sound is not known for this backend.")}`];
  }
  const titles = Math.max(...direction.path.map((step) => step.title.length));
  return [
    "",
    `  ${t("The way of the sound ({0}):", [direction.backend ?? "?", ...modeOf(direction)].join(", "))}`,
    ...direction.path.map((step, index) =>
      `  ${index === 0 ? "  " : "> "}${step.title.padEnd(titles)}  ${step.does}`.trimEnd(),
    ),
    "",
    `  ${t(
      "Mixed with other programs: {0}. Converted where formats differ: {1}. Follows the default device while running: {2}.",
      yesNo(direction.mixes),
      yesNo(direction.converts),
      yesNo(direction.followsDefault),
    )}`,
    ...direction.notes.map((note) => `  * ${note}`),
  ];
}

function modeOf({ mode }: ExplainedDirection): readonly string[] {
  return mode === null ? [] : [mode === "exclusive" ? t("exclusive") : t("shared")];
}

function yesNo(value: boolean | null): string {
  return value === null ? t("not known") : value ? t("yes") : t("no");
}
