import type * as vscode from "vscode";

import type { Direction } from "../audio/contract.ts";
import type { Choice } from "./pickChoices.ts";
import type { PickerTools } from "./pickerFlow.ts";
import type { DeviceChoice } from "./pickerItems.ts";
import type { PickScope } from "./pickSteps.ts";

/** The one picker behind lens, palette, code action and panel. Its code is loaded when it is first opened. */
export class DevicePicker {
  readonly #tools: PickerTools;

  constructor(tools: PickerTools) {
    this.#tools = tools;
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
