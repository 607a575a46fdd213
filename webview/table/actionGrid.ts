const BUTTON = ".cell-action";

/**
 * Makes all buttons in the cells of a table one stop of the tabulator, whatever rows come and go: arrows lead to the next
 * one in the row or column, Home and End to the ends of the row, with Ctrl to the ends of the table.
 */
export class ActionGrid {
  readonly #table: HTMLTableElement;
  /** Where the tabulator stops. */
  #current: HTMLButtonElement | null = null;

  constructor(table: HTMLTableElement) {
    this.#table = table;
    // Cells of a table with this role are those of a grid; screen readers then leave the arrows to us.
    table.setAttribute("role", "grid");
    table.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLButtonElement && target.matches(BUTTON)) this.#stopAt(target);
    });
    table.addEventListener("keydown", (event) => {
      this.#walk(event);
    });
  }

  /** After rows came, went or moved. */
  refresh(): void {
    const buttons = this.#buttons();
    const kept = buttons.find((button) => button === this.#current) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === kept ? 0 : -1;
    this.#current = kept ?? null;
  }

  #stopAt(button: HTMLButtonElement): void {
    if (button === this.#current) return;
    if (this.#current !== null) this.#current.tabIndex = -1;
    button.tabIndex = 0;
    this.#current = button;
  }

  #walk(event: KeyboardEvent): void {
    const here = event.target;
    if (!(here instanceof HTMLButtonElement) || !here.matches(BUTTON)) return;
    const buttons = this.#buttons();
    const row = buttons.filter((button) => button.closest("tr") === here.closest("tr"));
    const column = buttons.filter((button) => columnOf(button) === columnOf(here));
    const targets: Readonly<Record<string, HTMLButtonElement | undefined>> = {
      ArrowRight: row[row.indexOf(here) + 1],
      ArrowLeft: row[row.indexOf(here) - 1],
      ArrowDown: column[column.indexOf(here) + 1],
      ArrowUp: column[column.indexOf(here) - 1],
      Home: event.ctrlKey ? buttons[0] : row[0],
      End: (event.ctrlKey ? buttons : row).at(-1),
    };
    if (!Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    targets[event.key]?.focus();
  }

  #buttons(): readonly HTMLButtonElement[] {
    return [...this.#table.querySelectorAll<HTMLButtonElement>(BUTTON)];
  }
}

function columnOf(button: HTMLButtonElement): number {
  return button.closest<HTMLTableCellElement>("td, th")?.cellIndex ?? -1;
}
