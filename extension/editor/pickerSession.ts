import * as vscode from "vscode";

import type { LabError } from "../audio/contract.ts";
import type { Devices } from "./devices.ts";
import type { Emitter } from "./emitter.ts";
import { toLabError } from "./failures.ts";
import { withoutIcons } from "./icons.ts";
import type { Log } from "./log.ts";
import type { PickerRow } from "./pickerItems.ts";
import { isTrusted, manageTrust } from "./trust.ts";

/** One page: what it says, and its rows, asked for anew whenever the devices or the typed text change. */
export interface PickerPage<Answer> {
  readonly title: string;
  readonly placeholder: string;
  /** From 1; `of` pages in all. Null: a page beside the row of them. */
  readonly number: { readonly at: number; readonly of: number } | null;
  readonly canGoBack: boolean;
  /** What stands in the field at first. */
  readonly value: string;
  /** True: the rows answer to what is typed, VS Code does not filter them. */
  readonly answersTyping: boolean;
  readonly rows: (typed: string) => readonly PickerRow<Answer>[];
  /** Whose row comes to the front with this text in the field; null: the one that is current. */
  readonly front: (typed: string) => Answer | null;
  /** Null: this row cannot be tested. The sentence becomes the row's detail. */
  readonly test: (answer: Answer) => RowTest | null;
  /** What Enter on the row makes of the text in the field; null: the answer ends the page. */
  readonly fills: (answer: Answer, typed: string) => string | null;
}

/** Tells in a sentence what came of it; ends early when the picker is closed. Never rejects. */
export type RowTest = (signal: AbortSignal) => Promise<string>;

export type PageEnd<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "back" }
  /** Esc, or a click elsewhere: nothing is written. */
  | { readonly kind: "left" };

/** The key of no row: separators have an empty one. */
const NOBODY = "nobody";

interface Item extends vscode.QuickPickItem {
  readonly key: string;
  readonly answer?: unknown;
  /** What to do instead of answering. */
  readonly run?: () => void;
}

/**
 * One quick pick for all pages, so that nothing flickers between them and the devices are listed once. Opens at once,
 * is busy until the devices are there, and keeps its row in front when they come. The keyboard is enough: Enter answers,
 * Esc leaves, Tab reaches the buttons.
 */
export class PickerSession implements vscode.Disposable {
  readonly #picker = vscode.window.createQuickPick<Item>();
  readonly #devices: Devices;
  readonly #log: Log;
  readonly #cancel = new AbortController();
  readonly #tested = new Map<string, string>();
  readonly #refresh: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("refresh"),
    tooltip: vscode.l10n.t("Look for devices again"),
  };
  readonly #testButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("beaker"),
    tooltip: vscode.l10n.t("Test this one; the file stays as it is"),
  };
  #failure: LabError | null = null;
  #isListed = false;
  #testing: string | null = null;
  readonly #shown: Emitter<string>;
  #refill: () => void = () => undefined;

  /** `shown` is told the title of each page that comes to the front. */
  constructor(devices: Devices, log: Log, shown: Emitter<string>) {
    this.#devices = devices;
    this.#log = log;
    this.#shown = shown;
    this.#picker.matchOnDescription = true;
    this.#picker.matchOnDetail = true;
  }

  /** Why nothing could be listed; null while all is well. */
  get failure(): LabError | null {
    return this.#failure;
  }

  dispose(): void {
    this.#cancel.abort();
    this.#picker.dispose();
  }

  async ask<Answer>(page: PickerPage<Answer>): Promise<PageEnd<Answer>> {
    const picker = this.#picker;
    picker.title = page.title;
    picker.step = page.number?.at;
    picker.totalSteps = page.number?.of;
    picker.buttons = [...(page.canGoBack ? [vscode.QuickInputButtons.Back] : []), this.#refresh];
    picker.value = page.value;
    let shownRows = "";
    const fill = (keep: string | null): void => {
      const rows = page.rows(picker.value);
      const items = [
        ...rows.map((row) => this.#item(row, page)),
        ...(this.#failure === null || page.answersTyping ? [] : [this.#failureItem(this.#failure)]),
      ];
      picker.placeholder = picker.busy ? vscode.l10n.t("{0} (looking for devices…)", page.placeholder) : page.placeholder;
      // New rows put what the keyboard does meanwhile in doubt: only rows that differ are shown anew.
      const rowsNow = JSON.stringify(items);
      if (rowsNow === shownRows) return;
      shownRows = rowsNow;
      picker.items = items;
      const wanted = keep ?? keyOf(page.front(picker.value));
      const kept = items.find(({ key }) => key === wanted);
      const front = kept ?? items.find(({ picked }) => picked === true);
      if (front !== undefined && (picker.value === "" || kept !== undefined)) picker.activeItems = [front];
    };
    if (!this.#isListed) this.#list();
    fill(null);
    picker.show();
    this.#refill = () => {
      fill(picker.activeItems[0]?.key ?? null);
    };
    const subscriptions: vscode.Disposable[] = [];
    try {
      return await new Promise<PageEnd<Answer>>((resolve) => {
        subscriptions.push(
          picker.onDidAccept(() => {
            const [item] = picker.selectedItems;
            item?.run?.();
            if (item?.answer === undefined) return;
            const answer = item.answer as Answer;
            const value = page.fills(answer, picker.value);
            if (value === null) {
              resolve({ kind: "answered", answer });
            } else if (value !== picker.value) {
              picker.value = value;
              fill(null);
            }
          }),
          picker.onDidTriggerButton((button) => {
            if (button === vscode.QuickInputButtons.Back) resolve({ kind: "back" });
            else this.#list();
          }),
          picker.onDidTriggerItemButton(({ item }) => {
            void this.#test(item, page);
          }),
          picker.onDidChangeValue(() => {
            if (page.answersTyping) fill(null);
          }),
          picker.onDidHide(() => {
            resolve({ kind: "left" });
          }),
        );
        this.#shown.emit(page.title);
      });
    } finally {
      this.#refill = () => undefined;
      vscode.Disposable.from(...subscriptions).dispose();
    }
  }

  #list(): void {
    this.#isListed = true;
    this.#picker.busy = true;
    void this.#devices
      .list(this.#cancel.signal)
      .then(() => null, toLabError)
      .then((failure) => {
        if (this.#cancel.signal.aborted) return;
        this.#failure = failure;
        this.#picker.busy = this.#testing !== null;
        if (failure !== null) this.#log.error(`${failure.code}: ${failure.message} ${failure.host ?? ""}`);
        this.#refill();
      });
    this.#refill();
  }

  /** Plays through this row's device while the picker stays open; what came of it stands in the row. */
  async #test<Answer>(item: Item, page: PickerPage<Answer>): Promise<void> {
    const test = item.answer === undefined ? null : page.test(item.answer as Answer);
    if (test === null || this.#testing !== null) return;
    const picker = this.#picker;
    this.#testing = item.key;
    this.#tested.set(item.key, vscode.l10n.t("Testing…"));
    picker.busy = true;
    picker.ignoreFocusOut = true;
    picker.activeItems = [item];
    this.#refill();
    this.#tested.set(item.key, await test(this.#cancel.signal));
    this.#testing = null;
    if (this.#cancel.signal.aborted) return;
    picker.busy = false;
    picker.ignoreFocusOut = false;
    this.#refill();
  }

  #item<Answer>(row: PickerRow<Answer>, page: PickerPage<Answer>): Item {
    if (row.kind === "separator") {
      return { key: "", label: withoutIcons(row.label), kind: vscode.QuickPickItemKind.Separator };
    }
    const key = keyOf(row.choice);
    const tested = this.#tested.get(key);
    return {
      key,
      label: withoutIcons(row.label),
      description: withoutIcons(row.description),
      detail: withoutIcons(tested ?? row.detail),
      picked: row.isCurrent,
      alwaysShow: page.answersTyping,
      answer: row.choice,
      ...(row.icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(row.icon) }),
      ...(page.test(row.choice) === null ? {} : { buttons: [this.#testButton] }),
    };
  }

  #failureItem(error: LabError): Item {
    const untrusted = !isTrusted();
    const way = untrusted ? vscode.l10n.t("Choose this to trust it.") : vscode.l10n.t("Choose this to see the log.");
    return {
      key: "failure",
      label: `$(warning) ${vscode.l10n.t("The devices could not be listed")}`,
      description: withoutIcons(error.message),
      detail: withoutIcons([error.hint, way].filter((part) => part !== "").join(" ")),
      alwaysShow: true,
      run: () => {
        if (untrusted) void manageTrust();
        else this.#log.show();
      },
    };
  }
}

function keyOf(answer: unknown): string {
  return answer === null ? NOBODY : JSON.stringify(answer);
}
