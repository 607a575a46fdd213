import { t } from "@vscode/l10n";
import type { Circumstance, FigureChange, PanelHistory } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Part } from "../dom.ts";
import type { StatusLevel } from "../kit/labStatus.ts";
import { decimal, NOT_MEASURED, signedDecimal } from "../units.ts";

type Diff = NonNullable<PanelHistory["diff"]>;

/** Two runs beside each other: the verdict, what was different about them, then every figure, what changed first. */
export function pairView(): Part<Diff | null> {
  const verdict = document.createElement("lab-status");
  verdict.className = "pair-verdict";
  const table = element("table", "live-table pair-table");
  table.setAttribute("aria-label", t("Two runs beside each other"));
  const scroll = element("div", "table-scroll", table);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", t("Two runs beside each other"));
  const box = element("div", "pair", verdict, scroll);
  let shown = "";
  return {
    element: box,
    update: (diff) => {
      setHidden(box, diff === null);
      if (diff === null) return;
      verdict.level = levelOf(diff.verdict);
      verdict.text = verdictText(diff.verdict);
      const now = JSON.stringify(diff);
      if (now === shown) return;
      shown = now;
      table.replaceChildren(head(), ...groupsOf(diff));
    },
  };
}

function groupsOf({ circumstances, figures }: Diff): readonly HTMLTableSectionElement[] {
  const changed = figures.filter(({ significant }) => significant);
  const moved = figures.filter(({ significant, before, after }) => !significant && before !== after);
  const same = figures.filter(({ significant, before, after }) => !significant && before === after);
  return [
    ...group(t("The runs were not alike"), circumstances.map(circumstanceRow)),
    ...group(t("Changed by more than noise"), changed.map(figureRow)),
    ...group(t("Within noise"), moved.map(figureRow)),
    ...group(t("Unchanged"), same.map(figureRow)),
  ];
}

function head(): HTMLTableSectionElement {
  const cells = [t("Figure"), t("Before"), t("After"), t("Change"), t("Meaning")].map((title, index) => {
    const cell = element("th", index === 0 || index === 4 ? "word" : "number", title);
    cell.scope = "col";
    return cell;
  });
  return element("thead", "", element("tr", "", ...cells));
}

function group(title: string, rows: readonly HTMLTableRowElement[]): readonly HTMLTableSectionElement[] {
  if (rows.length === 0) return [];
  const cell = element("th", "word pair-group", title);
  cell.colSpan = 5;
  cell.scope = "rowgroup";
  return [element("tbody", "", element("tr", "", cell), ...rows)];
}

function circumstanceRow({ what, before, after }: Circumstance): HTMLTableRowElement {
  return row(what, [before, after, ""], element("td", "word"), "");
}

function figureRow(change: FigureChange): HTMLTableRowElement {
  const { figure, unit, before, after, judged, significant, noise, basis } = change;
  const meaning = document.createElement("lab-status");
  meaning.level = judged === "better" ? "pass" : judged === "worse" ? "fail" : significant ? "info" : "idle";
  meaning.text = meaningText(change);
  const why = noise !== null && noise > 0 ? t("noise up to {0}: {1}", decimal(noise, digitsOf(noise)), basis) : basis;
  const digits = digitsOf(...[before, after].filter((each) => typeof each === "number"));
  return row(unit === null ? figure : `${figure}, ${unit}`, [value(before, digits), value(after, digits), difference(before, after, digits)], element("td", "word", meaning), why);
}

function row(name: string, numbers: readonly string[], last: HTMLTableCellElement, why: string): HTMLTableRowElement {
  const title = element("th", "word", name);
  title.scope = "row";
  last.title = why;
  return element("tr", "", title, ...numbers.map((text) => element("td", "number", text)), last);
}

function difference(before: FigureChange["before"], after: FigureChange["before"], digits: number): string {
  if (typeof before !== "number" || typeof after !== "number") return "";
  return after === before ? "±0" : signedDecimal(after - before, digits);
}

function value(of: FigureChange["before"], digits: number): string {
  if (of === null) return NOT_MEASURED;
  if (typeof of === "number") return decimal(of, digits);
  return typeof of === "boolean" ? (of ? t("yes") : t("no")) : of;
}

const SIGNIFICANT_DIGITS = 5;

/**
 * As many decimals for all numbers of a row as the largest has to say something with, and no more than they need: the
 * figures of one run go from parts of a millisecond to whole rates.
 */
function digitsOf(...numbers: readonly number[]): number {
  const largest = Math.max(0, ...numbers.map(Math.abs));
  const most = largest === 0 ? 0 : Math.min(20, Math.max(0, SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(largest))));
  const rounded = (digits: number): string => numbers.map((number) => Number(number.toFixed(digits))).join(" ");
  let digits = 0;
  while (digits < most && rounded(digits) !== rounded(most)) digits++;
  return digits;
}

function meaningText({ judged, significant, before, after }: FigureChange): string {
  if (judged === "better") return t("better");
  if (judged === "worse") return t("worse");
  if (significant) return t("different");
  return before === after ? t("the same") : t("within noise");
}

function levelOf(verdict: Diff["verdict"]): StatusLevel {
  return verdict === "worse" || verdict === "mixed" ? "warn" : verdict === "changed" ? "info" : "pass";
}

function verdictText(verdict: Diff["verdict"]): string {
  switch (verdict) {
    case "worse":
      return t("Worse than before.");
    case "better":
      return t("Better than before.");
    case "mixed":
      return t("Some figures are better, some worse.");
    case "changed":
      return t("Different, neither better nor worse.");
    case "same":
      return t("No change beyond noise.");
  }
}
