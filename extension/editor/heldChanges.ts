import * as vscode from "vscode";

import { Emitter } from "./emitter.ts";

/** Changes that are kept back from a file. */
export interface Held {
  readonly folder: vscode.Uri;
  /** The file that they are meant for. */
  readonly file: vscode.Uri;
  /** The text that is edited meanwhile: a file like any other, so it outlives the window and has all language features. */
  readonly text: vscode.Uri;
  /** The file's bytes when its changes began to be held. */
  readonly base: vscode.Uri;
}

/** Of a profile every part of FlexLab knows that it is a configuration, and that no driver reads it where it lies. */
const TEXT_PATH = ["FlexASIO.profiles", "FlexASIO (held changes).toml"] as const;
const BASE = "base.toml";
/** Written last: without it a folder is unfinished, and is left alone. */
const RECORD = "held.json";

/**
 * Which files' changes are held, kept as files in the extension's own storage. Nothing is deleted but by `remove`,
 * which is called when the text has reached its file or when the user said so.
 */
export class HeldChanges {
  readonly changed = new Emitter<void>();
  readonly #root: vscode.Uri;
  #all: readonly Held[] = [];
  #loaded: Promise<void> | null = null;

  constructor(storage: vscode.Uri) {
    this.#root = vscode.Uri.joinPath(storage, "held");
  }

  /** Reads what earlier windows have left; once. */
  load(): Promise<void> {
    return (this.#loaded ??= this.#read());
  }

  /** What is held of this file, or held in this text. */
  of(uri: vscode.Uri): Held | null {
    const name = uri.toString();
    return this.#all.find(({ file, text }) => file.toString() === name || text.toString() === name) ?? null;
  }

  /** Whether this is the text of held changes, and not the file itself. */
  isText(uri: vscode.Uri): boolean {
    return this.of(uri)?.text.toString() === uri.toString();
  }

  async add(file: vscode.Uri, base: Uint8Array, text: Uint8Array): Promise<Held> {
    await this.load();
    const held = this.#at(`${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`, file);
    await vscode.workspace.fs.writeFile(held.base, base);
    await vscode.workspace.fs.writeFile(held.text, text);
    const record = { file: file.toString() };
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(held.folder, RECORD), new TextEncoder().encode(JSON.stringify(record)));
    this.#set([...this.#all, held]);
    return held;
  }

  async remove(held: Held): Promise<void> {
    this.#set(this.#all.filter((one) => one !== held));
    await vscode.workspace.fs.delete(held.folder, { recursive: true });
  }

  #at(name: string, file: vscode.Uri): Held {
    const folder = vscode.Uri.joinPath(this.#root, name);
    return { folder, file, text: vscode.Uri.joinPath(folder, ...TEXT_PATH), base: vscode.Uri.joinPath(folder, BASE) };
  }

  #set(all: readonly Held[]): void {
    this.#all = all;
    this.changed.emit();
  }

  async #read(): Promise<void> {
    const folders = await vscode.workspace.fs.readDirectory(this.#root).then(
      (entries) => entries,
      () => [], // Nothing was ever held.
    );
    const found: Held[] = [];
    for (const [name] of folders) {
      const file = await this.#fileOf(name);
      if (file !== null) found.push(this.#at(name, file));
    }
    if (found.length > 0) this.#set([...this.#all, ...found]);
  }

  async #fileOf(name: string): Promise<vscode.Uri | null> {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.#root, name, RECORD));
      const record = JSON.parse(new TextDecoder().decode(bytes)) as { readonly file?: unknown };
      return typeof record.file === "string" ? vscode.Uri.parse(record.file, true) : null;
    } catch {
      return null;
    }
  }
}
