import * as vscode from "vscode";

import { isConfigDocument } from "./documents.ts";
import type { FeatureSources } from "./languageSources.ts";
import { toLabError } from "./failures.ts";
import type { Log } from "./log.ts";

/**
 * Completion, hover, hints and all else that VS Code asks a language for, loaded with the first FlexASIO.toml that is
 * open: other TOML files wake this extension up as well, and need nothing of it. Owns what it registers.
 */
export class LazyLanguage implements vscode.Disposable {
  readonly #sources: FeatureSources;
  readonly #log: Log;
  readonly #waiting: vscode.Disposable;
  #markReady = (): void => undefined;
  /** Resolves when VS Code can ask for all of it. */
  readonly ready = new Promise<void>((resolve) => {
    this.#markReady = resolve;
  });
  #features: vscode.Disposable | null = null;
  #state: "waiting" | "loading" | "disposed" = "waiting";

  constructor(sources: FeatureSources, log: Log) {
    this.#sources = sources;
    this.#log = log;
    this.#waiting = vscode.workspace.onDidOpenTextDocument((document) => {
      this.#consider(document);
    });
    for (const document of vscode.workspace.textDocuments) this.#consider(document);
  }

  dispose(): void {
    this.#state = "disposed";
    this.#waiting.dispose();
    this.#features?.dispose();
    this.#features = null;
  }

  #consider(document: vscode.TextDocument): void {
    if (this.#state !== "waiting" || !isConfigDocument(document)) return;
    this.#state = "loading";
    this.#waiting.dispose();
    import("./languageFeatures.ts").then(
      ({ registerLanguageFeatures }) => {
        if (this.#state !== "disposed") this.#features = registerLanguageFeatures(this.#sources);
        this.#markReady();
      },
      (failure: unknown) => {
        this.#log.error(toLabError(failure).message);
      },
    );
  }
}
