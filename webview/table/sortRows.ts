import { numberLanguage } from "../units.ts";
import type { Row } from "./tableRow.ts";

/** Which column decides, and which way. */
export interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** Rows in an order; null: as they came. What is not known stands at the end either way, equals as they came. */
export function sortRows(rows: readonly Row[], order: Order | null): readonly Row[] {
  if (order === null) return rows;
  const { column, descending } = order;
  return [...rows].sort((one, other) => {
    const [a, b] = [one.cells[column]?.sort ?? null, other.cells[column]?.sort ?? null];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    const ascending = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), numberLanguage());
    return descending ? -ascending : ascending;
  });
}
