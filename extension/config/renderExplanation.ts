import { writtenValue } from "./explainConfig.ts";
import type { ExplainedDirection, ExplainedOption, Explanation } from "./explainConfig.ts";

/** The explanation as plain text, for the terminal and for a read-only document. Ends with a line end. */
export function renderExplanation(explanation: Explanation): string {
  const lines: string[] = [];
  lines.push(...section("Driver", explanation.options.filter((option) => option.table === "top")));
  for (const direction of ["input", "output"] as const) {
    const title = direction === "input" ? "Input: what is recorded" : "Output: what is played";
    const told = explanation.directions[direction];
    lines.push("", ...section(title, explanation.options.filter((option) => option.table === direction)));
    lines.push(...path(told));
  }
  return `${lines.join("\n")}\n`;
}

function section(title: string, options: readonly ExplainedOption[]): string[] {
  const names = Math.max(...options.map((option) => option.key.length));
  const values = options.map((option) => writtenValue(option) ?? "-");
  // A long device name must not push all meanings out of sight.
  const width = Math.min(28, Math.max(...values.map((value) => value.length)));
  return [
    title,
    "-".repeat(title.length),
    ...options.map((option, index) =>
      `  ${option.key.padEnd(names)}  ${(values[index] ?? "").padEnd(width)}  ${option.isDefault ? "default" : "set    "}  ${option.meaning}`.trimEnd(),
    ),
  ];
}

function path(direction: ExplainedDirection): string[] {
  if (!direction.enabled) {
    return ["", "  This direction is off."];
  }
  if (direction.path.length === 0) {
    return ["", "  The path of the sound is not known for this backend."];
  }
  const titles = Math.max(...direction.path.map((step) => step.title.length));
  return [
    "",
    `  The way of the sound (${direction.backend ?? "?"}${direction.mode === null ? "" : `, ${direction.mode}`}):`,
    ...direction.path.map((step, index) =>
      `  ${index === 0 ? "  " : "> "}${step.title.padEnd(titles)}  ${step.does}`.trimEnd(),
    ),
    "",
    `  Mixed with other programs: ${yesNo(direction.mixes)}. Converted where formats differ: ${yesNo(direction.converts)}. Follows the default device while running: ${yesNo(direction.followsDefault)}.`,
    ...direction.notes.map((note) => `  * ${note}`),
  ];
}

function yesNo(value: boolean | null): string {
  return value === null ? "not known" : value ? "yes" : "no";
}
