import type * as vscode from "vscode";

import type { Direction } from "../audio/contract.ts";
import { Emitter } from "./emitter.ts";
import type { Choice } from "./pickChoices.ts";
import type { PickerTools } from "./pickerFlow.ts";
import type { DeviceChoice } from "./pickerItems.ts";
import type { PickScope } from "./pickSteps.ts";

/** The one picker behind lens, palette, code action and panel. Its code is loaded when it is first opened. */
export class DevicePicker {
  /** Told the title of each page that comes to the front. */
  readonly shown = new Emitter<string>();
  readonly #tools: PickerTools;

  constructor(tools: Omit<PickerTools, "shown">) {
    this.#tools = { ...tools, shown: this.shown };
  }

  /** True when the file says now what was picked. */
  async pick(document: vscode.TextDocument, scope: PickScope): Promise<boolean> {
    const { pickConfiguration } = await import("./pickerFlow.ts");
    return pickConfiguration(this.#tools, document, scope);
  }

  applyDevice(document: vscode.TextDocument, direction: Direction, device: DeviceChoice): Promise<boolean> {
    return this.#apply(document, { kind: "device", direction, device });
  }

  applyBackend(document: vscode.TextDocument, backend: string): Promise<boolean> {
    return this.#apply(document, { kind: "backend", backend });
  }

  async #apply(document: vscode.TextDocument, choice: Choice): Promise<boolean> {
    const { applyChoices } = await import("./pickerFlow.ts");
    return applyChoices(this.#tools, document, [choice]);
  }
}
