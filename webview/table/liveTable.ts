import { t } from "@vscode/l10n";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { makeIcon } from "../kit/icon.ts";
import { decimal } from "../units.ts";
import { ActionGrid } from "./actionGrid.ts";
import { sortRows } from "./sortRows.ts";
import type { Order } from "./sortRows.ts";
import type { Cell, Row } from "./tableRow.ts";

export interface Column {
  readonly key: string;
  readonly title: string;
  readonly kind: "word" | "number";
}

export interface TableOptions {
  readonly label: string;
  readonly columns: readonly Column[];
  /** A cell with an action was pressed. */
  readonly press?: (rowKey: string, columnKey: string) => void;
  /** Its buttons are so many that they are one stop of the tabulator, walked with the arrows. */
  readonly isGrid?: boolean;
}

interface Shown {
  readonly group: HTMLTableSectionElement;
  readonly signature: string;
}

/**
 * A table that fills while something runs. Sorted by its heads and filtered by words; a row that comes finds its place,
 * rows that stay are not touched, so that focus and open details last.
 */
export function liveTable({ label, columns, press, isGrid = false }: TableOptions): Part<readonly Row[]> {
  let rows: readonly Row[] = [];
  let order: Order | null = null;
  const shown = new Map<string, Shown>();
  const open = new Set<string>();

  const filter = element("input", "table-filter");
  filter.type = "search";
  filter.placeholder = t("Filter");
  filter.setAttribute("aria-label", t("Filter {0}", label));
  const count = element("span", "table-count");
  const heads = columns.map((column, index) => head(column, () => {
    order = nextOrder(order, index);
    heads.forEach((one, at) => { setAttribute(one, "aria-sort", order?.column === at ? (order.descending ? "descending" : "ascending") : null); });
    draw();
  }));
  const table = element("table", "live-table", element("thead", "", element("tr", "", ...heads)));
  table.setAttribute("aria-label", label);
  const grid = isGrid ? new ActionGrid(table) : null;
  // A wide table scrolls by itself, by keyboard too.
  const scroll = element("div", "table-scroll", table);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", label);
  const box = element("div", "table-box", element("div", "table-tools", filter, count), scroll);
  filter.addEventListener("input", () => { draw(); });

  function draw(): void {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const wanted = sortRows(rows.filter((row) => words.every((word) => textOf(row).includes(word))), order);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { group }] of shown) {
      if (keys.has(key)) continue;
      group.remove();
      shown.delete(key);
    }
    let before: Element = table.tHead ?? table;
    for (const row of wanted) {
      const group = groupOf(row);
      if (before.nextElementSibling !== group) before.after(group);
      before = group;
    }
    grid?.refresh();
    setHidden(count, words.length === 0);
    setText(count, t("{0} of {1}", decimal(wanted.length, 0), decimal(rows.length, 0)));
  }

  function groupOf(row: Row): HTMLTableSectionElement {
    const signature = JSON.stringify(row);
    const old = shown.get(row.key);
    if (old?.signature === signature) return old.group;
    const group = makeGroup(row, columns, {
      press: (column) => press?.(row.key, column),
      isOpen: open.has(row.key),
      toggle: (isOpen) => { if (isOpen) open.add(row.key); else open.delete(row.key); },
    });
    old?.group.remove();
    shown.set(row.key, { group, signature });
    return group;
  }

  return {
    element: box,
    update: (next) => {
      rows = next;
      setHidden(box, rows.length === 0);
      draw();
    },
  };
}

/** Up, down, and as the rows came. */
function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? null : { column, descending: true };
}

function head({ title, kind }: Column, sort: () => void): HTMLTableCellElement {
  if (title === "") return element("td");
  const button = element("button", "sorter", title, element("span", "sort-sign"));
  button.type = "button";
  button.addEventListener("click", sort);
  const cell = element("th", kind, button);
  cell.scope = "col";
  return cell;
}

interface GroupOptions {
  readonly press: (columnKey: string) => void;
  readonly isOpen: boolean;
  readonly toggle: (isOpen: boolean) => void;
}

function makeGroup(row: Row, columns: readonly Column[], { press, isOpen, toggle }: GroupOptions): HTMLTableSectionElement {
  const cells = row.cells.map((cell, index) => {
    const column = columns[index];
    const node = index === 0 ? element("th", "word") : element("td", column?.kind ?? "word");
    if (node instanceof HTMLTableCellElement && index === 0) node.scope = "row";
    node.append(...contentOf(cell, () => { press(column?.key ?? ""); }));
    return node;
  });
  const group = element("tbody", row.isMarked ? "marked" : "", element("tr", "", ...cells));
  if (row.note !== "") group.append(wideRow("table-note", columns.length, row.note));
  if (row.details.length > 0) {
    const details = wideRow("table-details", columns.length, ...row.details.map((line) => element("p", "", line)));
    details.hidden = !isOpen;
    const expander = element("button", "expander", makeIcon("chevron"));
    expander.type = "button";
    expander.setAttribute("aria-label", t("Details of {0}", row.cells[0]?.text ?? ""));
    expander.setAttribute("aria-expanded", String(isOpen));
    expander.addEventListener("click", () => {
      details.hidden = !details.hidden;
      expander.setAttribute("aria-expanded", String(!details.hidden));
      toggle(!details.hidden);
    });
    cells[0]?.prepend(expander);
    group.append(details);
  }
  return group;
}

function contentOf({ text, level, action }: Cell, press: () => void): readonly (Node | string)[] {
  if (action !== undefined) {
    const button = element("button", "cell-action", text);
    button.type = "button";
    // Who speaks to the computer says what is visible: it stands in the name as it is seen.
    button.setAttribute("aria-label", `${text} ${action}`);
    button.title = action;
    button.addEventListener("click", press);
    return [button];
  }
  if (level === undefined) return [text];
  const status = document.createElement("lab-status");
  status.level = level;
  status.text = text;
  return [status];
}

function wideRow(className: string, columns: number, ...content: readonly (Node | string)[]): HTMLTableRowElement {
  const cell = element("td", "", element("div", "wide-words", ...content));
  cell.colSpan = columns;
  return element("tr", className, cell);
}

function textOf({ cells, note }: Row): string {
  return `${cells.map(({ text }) => text).join(" ")} ${note}`.toLowerCase();
}
