import * as vscode from "vscode";

import type { Direction, LabError } from "../audio/contract.ts";
import { applyToEditor } from "./applyToEditor.ts";
import { backendEdits, deviceEdits } from "./deviceEdits.ts";
import type { Devices } from "./devices.ts";
import type { Documents } from "./documents.ts";
import { toLabError } from "./failures.ts";
import { withoutIcons } from "./icons.ts";
import { backendRows, deviceRows } from "./pickerItems.ts";
import type { DeviceChoice, PickerRow } from "./pickerItems.ts";
import type { Log } from "./log.ts";
import { requireTrust } from "./trust.ts";

interface Item<Choice> extends vscode.QuickPickItem {
  readonly choice?: Choice;
  /** What to do instead of choosing. */
  readonly run?: () => void;
}

const REFRESH: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("refresh"), tooltip: "Look for devices again" };

/** Picks devices and backends from what this machine has and writes the choice as one minimal edit. */
export class DevicePicker {
  readonly #documents: Documents;
  readonly #devices: Devices;
  readonly #log: Log;

  constructor(documents: Documents, devices: Devices, log: Log) {
    this.#documents = documents;
    this.#devices = devices;
    this.#log = log;
  }

  /** True when the file says now what was picked. */
  async pickDevice(document: vscode.TextDocument, direction: Direction): Promise<boolean> {
    if (!requireTrust()) return false;
    const choice = await this.#pick<DeviceChoice>(
      `Pick ${direction === "input" ? "Input" : "Output"} Device`,
      direction === "input" ? "What is recorded" : "What is played",
      () => deviceRows(direction, this.#documents.view(document).config, this.#devices.current),
    );
    return choice !== null && this.applyDevice(document, direction, choice);
  }

  async pickBackend(document: vscode.TextDocument): Promise<boolean> {
    if (!requireTrust()) return false;
    const backend = await this.#pick<string>("Pick Backend", "The sound system that the driver goes through", () =>
      backendRows(this.#documents.view(document).config, this.#devices.current),
    );
    return backend !== null && this.applyBackend(document, backend);
  }

  applyDevice(document: vscode.TextDocument, direction: Direction, choice: DeviceChoice): Promise<boolean> {
    const { version } = document;
    return this.#apply(document, version, deviceEdits(this.#text(document), direction, choice, this.#devices.current));
  }

  applyBackend(document: vscode.TextDocument, backend: string): Promise<boolean> {
    const { version } = document;
    return this.#apply(document, version, backendEdits(this.#text(document), backend));
  }

  #text(document: vscode.TextDocument): string {
    return this.#documents.view(document).document.text;
  }

  async #apply(
    document: vscode.TextDocument,
    version: number,
    edits: Parameters<typeof applyToEditor>[2] | null,
  ): Promise<boolean> {
    if (edits !== null && (await applyToEditor(document, version, edits))) return true;
    void vscode.window.showErrorMessage(
      edits === null
        ? "The choice was not written: the file has errors that make an edit unsafe. Correct them, then pick again."
        : "The choice was not written: the file changed meanwhile or cannot be edited. Pick again.",
    );
    return false;
  }

  /** Opens at once, fills when the devices are listed, ends with the choice or null; hiding it cancels the listing. */
  async #pick<Choice>(title: string, placeholder: string, rows: () => readonly PickerRow<Choice>[]): Promise<Choice | null> {
    const picker = vscode.window.createQuickPick<Item<Choice>>();
    const cancel = new AbortController();
    picker.title = title;
    picker.placeholder = placeholder;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.buttons = [REFRESH];

    const fill = (failure: LabError | null): void => {
      const active = picker.activeItems[0]?.label;
      const items: readonly Item<Choice>[] = [...rows().map(toItem), ...(failure === null ? [] : [this.#failureItem(failure)])];
      picker.items = items;
      const current = items.find((item) => item.picked === true);
      const keep = items.find((item) => item.choice !== undefined && item.label === active) ?? current;
      if (keep !== undefined && picker.value === "") picker.activeItems = [keep];
    };
    const list = (): void => {
      picker.busy = true;
      picker.placeholder = `${placeholder} (looking for devices…)`;
      void this.#devices
        .list(cancel.signal)
        .then(() => null, toLabError)
        .then((failure) => {
          if (cancel.signal.aborted) return;
          picker.busy = false;
          picker.placeholder = placeholder;
          if (failure !== null) this.#log.error(`${failure.code}: ${failure.message} ${failure.host ?? ""}`);
          fill(failure);
        });
    };
    fill(null);
    list();
    try {
      return await new Promise<Choice | null>((resolve) => {
        picker.onDidAccept(() => {
          const [item] = picker.selectedItems;
          if (item?.choice !== undefined) resolve(item.choice);
          item?.run?.();
        });
        picker.onDidTriggerButton(list);
        picker.onDidHide(() => {
          resolve(null);
        });
        picker.show();
      });
    } finally {
      cancel.abort();
      picker.dispose();
    }
  }

  #failureItem(error: LabError): Item<never> {
    return {
      label: "$(warning) The devices could not be listed",
      description: withoutIcons(error.message),
      detail: withoutIcons(`${error.hint} Choose this to see the log.`.trim()),
      alwaysShow: true,
      run: () => {
        this.#log.show();
      },
    };
  }
}

function toItem<Choice>(row: PickerRow<Choice>): Item<Choice> {
  if (row.kind === "separator") return { label: withoutIcons(row.label), kind: vscode.QuickPickItemKind.Separator };
  return {
    label: withoutIcons(row.label),
    description: withoutIcons(row.description),
    detail: withoutIcons(row.detail),
    picked: row.isCurrent,
    choice: row.choice,
  };
}
