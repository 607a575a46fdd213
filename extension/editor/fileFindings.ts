import * as vscode from "vscode";

import { checkFile } from "../config/checkFile.ts";
import type { FileFacts, FileFinding } from "../config/checkFile.ts";
import { CONFIG_FILE_NAME, isSamePath } from "../config/configPlace.ts";
import { encodingOf } from "../config/encoding.ts";
import type { ConfigPlace } from "./configPlace.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { isConfigDocument } from "./documents.ts";
import type { FindingPages } from "./findingPages.ts";
import { SETTINGS } from "./ids.ts";
import { asWanted } from "./shownFindings.ts";

/** No configuration is larger; what is, is not read a second time for its encoding. */
const LARGEST_BYTES = 1_000_000;

/**
 * What users trip on around the text: the name, the folder, the encoding, a log that is on. Looked at when a file is
 * opened and when it is saved, never while somebody types.
 */
export class FileFindings implements vscode.Disposable {
  readonly #place: ConfigPlace;
  readonly #pages: FindingPages;
  readonly #collection = vscode.languages.createDiagnosticCollection("flexlab-file");
  readonly #found = new Map<string, readonly FileFinding[]>();
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(place: ConfigPlace, pages: FindingPages) {
    this.#place = place;
    this.#pages = pages;
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.look(document);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        this.look(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#found.delete(uri.toString());
        this.#collection.delete(uri);
      }),
      // What lies beside the file has changed by our doing or by the user's.
      vscode.workspace.onDidDeleteFiles(() => {
        this.lookAtAll();
      }),
      vscode.workspace.onDidRenameFiles(() => {
        this.lookAtAll();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.drivers) || event.affectsConfiguration(SETTINGS.findings)) this.#publishAll();
      }),
      pages.changed.listen(() => {
        this.#publishAll();
      }),
    ];
  }

  /** The findings of a file about itself, for its fixes. */
  of(uri: vscode.Uri): readonly FileFinding[] {
    return this.#found.get(uri.toString()) ?? [];
  }

  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  /** Looks in the background; what cannot be found out is not told of. */
  look(document: vscode.TextDocument): void {
    if (!isConfigDocument(document) || document.isUntitled) return;
    this.#facts(document.uri).then(
      (facts) => {
        if (document.isClosed) return;
        this.#found.set(document.uri.toString(), checkFile(facts, document.getText()));
        this.#publish(document.uri);
      },
      () => undefined,
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #publishAll(): void {
    for (const uri of this.#found.keys()) this.#publish(vscode.Uri.parse(uri));
  }

  #publish(uri: vscode.Uri): void {
    const findings = asWanted(uri, this.of(uri).map(({ finding }) => finding));
    this.#collection.set(uri, findings.map((finding) => toDiagnostic(uri, finding, this.#pages)));
  }

  async #facts(uri: vscode.Uri): Promise<FileFacts> {
    const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
    const isThere = this.#isWhereTheDriverReads(uri);
    const isIt = this.#place.isIt(uri);
    return {
      // FLEXLAB_CONFIG may call it as it likes.
      name: isIt && !uri.path.toLowerCase().endsWith(`/${CONFIG_FILE_NAME.toLowerCase()}`) ? null : name,
      folderIsWhereTheDriverReads: isThere,
      encoding: await encodingOfFile(uri),
      neighbours: isThere === true ? await namesBeside(uri, name) : null,
    };
  }

  /**
   * True in the driver's folder, null where a file is meant to be elsewhere: a profile, or part of an opened folder,
   * and where it is not known at all.
   */
  #isWhereTheDriverReads(uri: vscode.Uri): boolean | null {
    const place = this.#place.uri;
    if (uri.scheme !== place?.scheme) return null;
    const parent = (one: vscode.Uri): string => one.path.slice(0, one.path.lastIndexOf("/"));
    if (isSamePath(parent(uri), parent(place), this.#place.platform)) return true;
    return vscode.workspace.getWorkspaceFolder(uri) === undefined && !uri.path.includes("/FlexASIO.profiles/") ? false : null;
  }
}

async function encodingOfFile(uri: vscode.Uri): Promise<FileFacts["encoding"]> {
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > LARGEST_BYTES ? null : encodingOf(await vscode.workspace.fs.readFile(uri));
}

async function namesBeside(uri: vscode.Uri, own: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(uri, ".."));
  return entries.flatMap(([name, type]) => (name !== own && (type & vscode.FileType.Directory) === 0 ? [name] : []));
}
