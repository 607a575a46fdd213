import assert from "node:assert/strict";
import * as vscode from "vscode";

import { COMMANDS, SETTINGS } from "../../extension/editor/ids.ts";
import { InlayHints } from "../../extension/editor/inlayHints.ts";
import { closeAll, hints, open, replaceAll, shell, until } from "./support.ts";

const FILE = `# The guide: https://example.org/guide.
backend = "Virtual"
bufferSizeSamples = 480

[input]
suggestedLatencySeconds = 0.01
wasapiAutoConvert = true

[output]
device = ""
`;

/** A file whose language features answer, with the devices of this machine listed. */
async function openListed(text: string): Promise<vscode.TextDocument> {
  const { devices, language } = await shell();
  const document = await open(text);
  await language.ready;
  devices.wish();
  await until("devices", [devices.changed], () => devices.current);
  return document;
}

function end(document: vscode.TextDocument, line: number): vscode.Position {
  return document.lineAt(line).range.end;
}

async function completions(document: vscode.TextDocument, position: vscode.Position, typed?: string): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, position, typed);
  return list.items;
}

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === "string" ? label : label.label);

/** Puts an item in as the editor does when it is chosen. */
async function accept(document: vscode.TextDocument, item: vscode.CompletionItem): Promise<string> {
  const editor = await vscode.window.showTextDocument(document);
  const range = item.range instanceof vscode.Range ? item.range : item.range?.replacing;
  assert.ok(range);
  const text = item.insertText ?? labelOf(item);
  await editor.insertSnippet(typeof text === "string" ? new vscode.SnippetString().appendText(text) : text, range);
  return document.getText();
}

describe("language features in the real extension host", () => {
  afterEach(closeAll);

  it("completes keys, tables and the devices of this machine", async () => {
    const document = await openListed('backend = "Virtual"\n[input]\ndev\n');
    const items = await completions(document, end(document, 2));
    const device = items.find((item) => labelOf(item) === "device");
    assert.ok(device);
    assert.match(device.documentation instanceof vscode.MarkdownString ? device.documentation.value : "", /letter by letter/);
    assert.equal(device.command?.command, "editor.action.triggerSuggest");
    assert.equal(await accept(document, device), 'backend = "Virtual"\n[input]\ndevice = ""\n');
    const values = await completions(document, new vscode.Position(2, 10), '"');
    assert.deepEqual(values.map(labelOf), ["Virtual Cable", '""']);
    const [cable] = values;
    assert.ok(cable);
    assert.equal(await accept(document, cable), 'backend = "Virtual"\n[input]\ndevice = "Virtual Cable"\n');
    await replaceAll(document, "[out]\n");
    const tables = await completions(document, new vscode.Position(0, 4));
    assert.ok(tables.some((item) => labelOf(item) === "[output]"));
  });

  it("offers nothing in comments, no words of the file either", async () => {
    const document = await openListed("# backend dev\nbackend = 'MME'\n");
    assert.deepEqual(await completions(document, end(document, 0)), []);
  });

  it("explains an option in a hover, with what it comes to here", async () => {
    const document = await openListed(FILE);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, new vscode.Position(2, 4));
    const text = hovers.flatMap(({ contents }) => contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : ""))).join("\n");
    for (const part of ["Length of the ASIO buffer", "10.0 ms", "ASIO buffer", "Known parts together"]) assert.ok(text.includes(part), part);
  });

  it("shows hints of the kinds that are wanted, with parts to click", async () => {
    const document = await openListed(FILE);
    // VS Code has forgotten the command of a part when it hands hints to a test: asked directly, it is there.
    const { documents, devices, store } = await shell();
    const provider = new InlayHints({ documents, devices, store });
    const clicks = provider
      .provideInlayHints(document, new vscode.Range(0, 0, document.lineCount, 0))
      .flatMap(({ label }) => (typeof label === "string" ? [] : label.map((part) => [part.value, part.command?.command])));
    provider.dispose();
    assert.deepEqual(clicks, [["→ Virtual Cable · 2 channels", COMMANDS.pickInputDevice]]);
    const shown = async (): Promise<readonly string[]> =>
      (await hints(document)).map(({ label }) => (typeof label === "string" ? label : label.map((part) => part.value).join("")));
    const units = ["≙ 10.0 ms @ 48 kHz", "≙ 480 frames @ 48 kHz"];
    assert.deepEqual(new Set(await shown()), new Set([...units, "→ Virtual Cable · 2 channels"]));
    const settings = vscode.workspace.getConfiguration();
    await settings.update(SETTINGS.hintDefaults, false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await shown(), units);
    } finally {
      await settings.update(SETTINGS.hintDefaults, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("outlines, folds and selects along the structure", async () => {
    const document = await openListed(FILE);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document.uri);
    assert.deepEqual(symbols.map(({ name }) => name), ["backend", "bufferSizeSamples", "input", "output"]);
    assert.deepEqual(symbols[2]?.children.map(({ name, detail }) => `${name} ${detail}`), ["suggestedLatencySeconds 0.01", "wasapiAutoConvert true"]);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", document.uri);
    assert.deepEqual(folds.map(({ start, end: last }) => [start, last]), [[4, 6], [8, 9]]);
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>("vscode.executeSelectionRangeProvider", document.uri, [new vscode.Position(1, 14)]);
    const texts: string[] = [];
    for (let at = selection; at !== undefined; at = at.parent) texts.push(document.getText(at.range));
    for (const text of ["Virtual", '"Virtual"', 'backend = "Virtual"', FILE]) assert.ok(texts.includes(text), text);
  });

  it("links addresses, and files that are there", async () => {
    const document = await openListed(`${FILE}# see FlexASIO.toml and missing.toml\n`);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    assert.deepEqual(new Set(links.map(({ range }) => document.getText(range))), new Set(["https://example.org/guide", "FlexASIO.toml"]));
  });

  it("formats blanks only, and leaves a text with errors as it is", async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const document = await openListed('backend="Virtual"   # mine\n\n\n[ input ]\nchannels=2');
    const format = async (): Promise<readonly vscode.TextEdit[]> =>
      (await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>("vscode.executeFormatDocumentProvider", document.uri, options)) ?? [];
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, [...(await format())]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), 'backend = "Virtual" # mine\n\n[input]\nchannels = 2\n');
    assert.deepEqual(await format(), []);
    await replaceAll(document, "a=1\nb=2\n");
    const range = await vscode.commands.executeCommand<vscode.TextEdit[]>("vscode.executeFormatRangeProvider", document.uri, new vscode.Range(1, 0, 1, 1), options);
    assert.deepEqual([...new Set(range.map(({ range: { start } }) => start.line))], [1]);
    await replaceAll(document, "a=1\nb=\n");
    assert.deepEqual(await format(), []);
  });

  it("marks options that nothing looks at", async () => {
    const document = await openListed(FILE);
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>("vscode.provideDocumentSemanticTokensLegend", document.uri);
    assert.deepEqual([legend.tokenTypes, legend.tokenModifiers], [["property"], ["ignored"]]);
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>("vscode.provideDocumentSemanticTokens", document.uri);
    // Line and character are relative to the token before: the key, then its value.
    assert.deepEqual([...data], [6, 0, 17, 0, 1, 0, 20, 4, 0, 1]);
  });

  it("says nothing in other TOML files", async () => {
    await openListed(FILE);
    const other = await open("backend = 1\n[input]\ndev\n", "Cargo.toml");
    const items = await completions(other, end(other, 2));
    // VS Code itself offers the words of other open documents.
    const ours = items.filter((item) => item.kind !== vscode.CompletionItemKind.Text);
    assert.ok(!ours.some((item) => labelOf(item) === "device"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", other.uri, new vscode.Position(0, 2));
    assert.deepEqual(hovers, []);
  });
});
