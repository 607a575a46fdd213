import { columnsOf, styled } from "./style.ts";
import type { Look } from "./terminal.ts";

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** A table below its title, its heads dim. Ends with a line break. */
export function titledTable(title: string, columns: readonly Column[], rows: readonly (readonly string[])[], look: Look): string {
  const [head = "", ...lines] = tableLines(columns, rows);
  return `${title}\n${[styled(look, head, "dim"), ...lines].map((line) => `  ${line}\n`).join("")}`;
}

/** Lines of a table: columns two spaces apart, titles first, nothing trailing. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(columnsOf(title), ...rows.map((row) => columnsOf(row[index] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(cell)));
        return align === "left" ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
