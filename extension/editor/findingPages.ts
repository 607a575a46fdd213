import * as vscode from "vscode";

import { findingCodes } from "../config/findingCodes.ts";
import type { FindingKind } from "../config/findingCodes.ts";
import { Emitter } from "./emitter.ts";

/**
 * Where each finding is explained: a heading in docs/findings.md, which is part of the extension. The page is read when
 * the first link to it is made; until then links lead to its beginning.
 */
export class FindingPages {
  readonly changed = new Emitter<void>();
  readonly page: vscode.Uri;
  #lines: ReadonlyMap<string, number> | null = null;
  /** A file can have hundreds of findings of one code. */
  readonly #targets = new Map<string, vscode.Uri>();
  #reading: Promise<void> | null = null;

  constructor(extensionUri: vscode.Uri) {
    this.page = vscode.Uri.joinPath(extensionUri, "docs", "findings.md");
  }

  /** A link that an editor opens at the right line. */
  target(code: string): vscode.Uri {
    this.#reading ??= this.#read();
    const known = this.#targets.get(code);
    if (known !== undefined) return known;
    const line = this.#lines?.get(anchorOf(code));
    const target = line === undefined ? this.page : this.page.with({ fragment: `L${String(line + 1)}` });
    this.#targets.set(code, target);
    return target;
  }

  /** Shows the page at this heading, as a page where VS Code can show one, else as its text. */
  async open(code: string): Promise<void> {
    await (this.#reading ??= this.#read());
    const heading = this.page.with({ fragment: anchorOf(code) });
    try {
      await vscode.commands.executeCommand("markdown.showPreview", heading);
    } catch {
      const line = this.#lines?.get(anchorOf(code)) ?? 0;
      await vscode.window.showTextDocument(this.page, { selection: new vscode.Range(line, 0, line, 0) });
    }
  }

  async #read(): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.page));
      this.#lines = new Map(
        text.split("\n").flatMap((line, index) => {
          const heading = /^##\s+`?([\w-]+)`?\s*$/.exec(line)?.[1];
          return heading === undefined ? [] : [[heading, index] as const];
        }),
      );
      this.#targets.clear();
      this.changed.emit();
    } catch {
      // Without the page the findings stand for themselves.
    }
  }
}

function anchorOf(code: string): string {
  const kinds: Readonly<Record<string, FindingKind | undefined>> = findingCodes;
  return kinds[code]?.anchor ?? code;
}
