import type { BackendDevices } from "../audio/contract.ts";
import { waysHere } from "../lab/compare/ways.ts";
import { textOfCell } from "../lab/dryrun/dryRun.ts";
import { textWith } from "../lab/tune/tune.ts";
import type { RowWish, RunTables } from "./runTables.ts";

/**
 * The text as it is now with what a row of a table tried in it, by the smallest edits; null: there is no such row, or no
 * such way any more.
 */
export function rowText(text: string, wish: RowWish, tables: RunTables, backends: readonly BackendDevices[]): string | null {
  if (wish.run === "tune") {
    const result = tables.tune?.result ?? null;
    return result === null ? null : textWith(text, result);
  }
  const row = wish.run === "compare" ? tables.compare?.rows[wish.row] : tables.dryRun?.cells[wish.row];
  if (row === undefined) return null;
  // From the text of now: it may have changed since the table was filled.
  const way = waysHere(text, backends).find(({ backend, mode }) => backend === row.backend && mode === row.mode);
  if (way === undefined) return null;
  return "sampleType" in row ? textOfCell(way.text, row.sampleType, row.channels) : way.text;
}
