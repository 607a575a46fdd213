import type * as vscode from "vscode";

import { showFailure, toLabError } from "./failures.ts";
import type { Lab } from "./lab.ts";
import type { LabModule, LabTools } from "./labModule.ts";
import { tellNoLab } from "./noLab.ts";
import type { TestEnd } from "./testBackend.ts";
import { requireTrust } from "./trust.ts";

/**
 * The way from the editor to the lab. What forbids sound is told before any of its code is loaded; the code is loaded
 * with the first test. Nothing here rejects.
 */
export class LabDoor {
  readonly #lab: Lab;
  readonly #load: (() => Promise<LabModule>) | null;
  readonly #showPanel: () => void;
  #tools: Promise<LabTools> | null = null;

  /** `load` null: no sound from this window. */
  constructor(lab: Lab, load: (() => Promise<LabModule>) | null, showPanel: () => void) {
    this.#lab = lab;
    this.#load = load;
    this.#showPanel = showPanel;
  }

  /** "Test Backend"; `instead`: with this backend in place of the file's, which stays as it is. */
  run(document: vscode.TextDocument, instead: string | null, full = false): Promise<TestEnd> {
    return this.#enter(notTested, (tools) => tools.test(document, instead, full));
  }

  /** Tests a text that is not the file's; nothing is kept of it. */
  runText(document: vscode.TextDocument, text: string, signal: AbortSignal): Promise<TestEnd> {
    return this.#enter(notTested, (tools) => tools.testText(document, text, signal));
  }

  /** Asks for a backend of this machine and tests with that one. */
  runWithAnother(document: vscode.TextDocument): Promise<TestEnd> {
    return this.#enter(notTested, (tools) => tools.testWithAnother(document));
  }

  /** Tests an installed ASIO driver; `name` null: asks which one. */
  runDriver(name: string | null, show: (driver: vscode.Uri) => void): Promise<TestEnd> {
    return this.#enter(notTested, (tools) => tools.testDriver(name, show));
  }

  /** Everything else that the tools can do; null: they cannot be used now, which the user is told. */
  use<T>(work: (tools: LabTools) => Promise<T>): Promise<T | null> {
    return this.#enter<T | null>(() => null, work);
  }

  async #enter<T>(refused: (why: "noLab" | "untrusted" | "failed") => T, use: (tools: LabTools) => Promise<T>): Promise<T> {
    if (this.#load === null) {
      tellNoLab();
      return refused("noLab");
    }
    if (!requireTrust()) return refused("untrusted");
    let tools: LabTools;
    try {
      this.#tools ??= this.#load().then((module) => module.createTools(this.#lab, this.#showPanel));
      tools = await this.#tools;
    } catch (failure) {
      this.#tools = null;
      showFailure(toLabError(failure), this.#lab.log);
      return refused("failed");
    }
    return use(tools);
  }
}

function notTested(why: Extract<TestEnd, { readonly kind: "notTested" }>["why"]): TestEnd {
  return { kind: "notTested", why };
}
