import assert from "node:assert/strict";
import * as vscode from "vscode";

import { COMMANDS, SETTINGS } from "../../extension/editor/ids.ts";
import { configText } from "../bench/configText.ts";
import { closeAll, codeActions, codeOf, diagnostics, hints, lenses, open, replaceAll, shell } from "./support.ts";

describe("editing in the real extension host", () => {
  afterEach(closeAll);

  it("knows the file by its name in any letter case, and wakes up for it", async () => {
    for (const name of ["FlexASIO.toml", "flexasio.toml", "FLEXASIO.TOML"]) {
      const document = await open("", name);
      assert.equal(document.languageId, "flexasio-toml", name);
    }
    await shell();
    assert.equal(vscode.extensions.getExtension("flexlab.flexlab")?.isActive, true);
  });

  it("leaves other TOML files alone", async () => {
    await shell();
    const document = await open("[input]\nnonsense = 1\n", "Cargo.toml");
    assert.deepEqual(await lenses(document), []);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it("registers every command of the manifest", async () => {
    await shell();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(COMMANDS)) assert.ok(registered.has(command), command);
  });

  it("finds every error of a broken text, each where it is", async () => {
    const document = await open('backnd = "MME"\nbufferSizeSamples = 0\n[input\ndevice = \n[output]\nchannels = "two"\n');
    const list = await diagnostics(document, (found) => found.length >= 5);
    const lines = new Set(list.map((one) => one.range.start.line));
    for (const line of [0, 1, 2, 3, 5]) assert.ok(lines.has(line), `line ${line}`);
    for (const one of list) assert.ok(codeOf(one).length > 3 && one.message.length > 10);
  });

  it("takes a fixed error away at once and shows a new one after a rest", async () => {
    const virtual = 'backend = "Virtual"\n';
    const document = await open(`${virtual}bufferSizeSamples = 0\n`);
    await diagnostics(document, (found) => found.length === 1);
    await replaceAll(document, `${virtual}bufferSizeSamples = 480\n`);
    await diagnostics(document, (found) => found.length === 0);
    await replaceAll(document, `${virtual}bufferSizeSamples = 480\nbufferSizeSamples = 480\n`);
    await diagnostics(document, (found) => found.length === 1);
  });

  it("keeps up with typing in five thousand lines that have six hundred problems", async function () {
    this.timeout(60_000);
    const document = await open(configText(5000));
    const all = await diagnostics(document, (found) => found.length >= 600);
    const linesOf = (found: readonly vscode.Diagnostic[]): readonly number[] => found.map(({ range }) => range.start.line).sort((a, b) => a - b);
    await vscode.commands.executeCommand("cursorBottom");
    const typed = "# typed into a long file";
    for (const text of typed) await vscode.commands.executeCommand("type", { text });
    assert.equal(document.lineAt(document.lineCount - 1).text, typed);
    // One more problem, typed in the middle of all others, letter by letter: it alone is new, and no other has moved.
    const end = Array.from({ length: document.lineCount }, (_, at) => at).find((at) => document.lineAt(at).text === "# preset 300 ends");
    assert.ok(end !== undefined);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(end - 1, 0, end - 1, 0);
    for (const text of "channels") await vscode.commands.executeCommand("type", { text });
    const more = await diagnostics(document, (found) => found.length > all.length && found.some((one) => codeOf(one) === "missing-equals"));
    assert.deepEqual(linesOf(more), [...linesOf(all), end - 1].sort((a, b) => a - b));
    // A whole block goes away: what stood below moves up, and nothing stale is left.
    const [first, lines] = [end - 7, 8];
    assert.equal(document.lineAt(first).text, "[preset-300]");
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(first, 0, first + lines, 0));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const left = await diagnostics(document, (found) => found.length < all.length);
    assert.deepEqual(linesOf(left), linesOf(all).flatMap((at) => (at === first ? [] : [at < first ? at : at - lines])));
  });

  it("shows only the findings of the chosen drivers", async () => {
    const document = await open('backend = "Virtual"\n[input]\nsuggestedLatencySeconds = 0\n');
    // The workspace is a copy of the examples, whose settings choose our own driver.
    await diagnostics(document, (found) => found.every((one) => one.severity !== vscode.DiagnosticSeverity.Error));
    const settings = vscode.workspace.getConfiguration();
    const before = settings.inspect<string[]>(SETTINGS.drivers)?.workspaceValue;
    try {
      await settings.update(SETTINGS.drivers, ["flexasio", "flexlab"], vscode.ConfigurationTarget.Workspace);
      await diagnostics(document, (found) => found.filter((one) => one.severity === vscode.DiagnosticSeverity.Error).length === 2);
    } finally {
      await settings.update(SETTINGS.drivers, before, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("offers the fix of a finding, and it does what it says", async () => {
    const document = await open('bufferSizeSample = 480\n');
    const [finding] = await diagnostics(document, (found) => found.length === 1);
    assert.ok(finding);
    const fix = (await codeActions(document, finding.range)).find((one) => one.kind?.value === "quickfix" && one.edit !== undefined);
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), "bufferSizeSamples = 480\n");
    await diagnostics(document, (found) => found.length === 0);
  });

  it("offers every lens as a code action too", async () => {
    const document = await open('backend = "Virtual"\n[input]\nchannels = 2\n[output]\n');
    const titles = async (line: number): Promise<readonly string[]> =>
      (await codeActions(document, new vscode.Range(line, 0, line, 0))).map((one) => one.title);
    assert.ok((await titles(0)).includes("Pick backend…"));
    for (const title of ["Pick input device…", "Test Backend"]) assert.ok((await titles(2)).includes(title), title);
    assert.ok((await titles(3)).includes("Pick output device…"));
  });

  it("shows lenses on the tables, and none when they are turned off", async () => {
    const document = await open('backend = "Virtual"\n\n[input]\n[output]\ndevice = ""\n');
    const shown = await lenses(document);
    const at = (line: number): readonly string[] =>
      shown.filter((lens) => lens.range.start.line === line).map((lens) => lens.command?.title ?? "");
    assert.deepEqual(at(0).slice(-1), ["Pick backend…"]);
    assert.deepEqual(at(2).slice(1), ["Pick device…", "Test Backend"]);
    assert.deepEqual(at(3), ["Off", "Pick device…", "Test Backend"]);
    const settings = vscode.workspace.getConfiguration();
    await settings.update(SETTINGS.codeLens, false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await lenses(document), []);
    } finally {
      await settings.update(SETTINGS.codeLens, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("shows the lenses that are wanted, and keeps all of them as code actions", async () => {
    const document = await open('backend = "Virtual"\n[input]\n');
    const settings = vscode.workspace.getConfiguration();
    await settings.update(SETTINGS.codeLensActions, ["test"], vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual((await lenses(document)).map((lens) => lens.command?.title), ["Test Backend"]);
      const titles = (await codeActions(document, new vscode.Range(1, 0, 1, 0))).map((one) => one.title);
      for (const title of ["Pick input device…", "Test Backend"]) assert.ok(titles.includes(title), title);
    } finally {
      await settings.update(SETTINGS.codeLensActions, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("shows frames in milliseconds and seconds in frames", async () => {
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 480\n[input]\nsuggestedLatencySeconds = 0.01\n');
    const labels = (await hints(document)).map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
    for (const label of ["≙ 10.0 ms @ 48 kHz", "≙ 480 frames @ 48 kHz"]) assert.ok(labels.includes(label), labels.join(", "));
  });

  it("works when the user keeps the file as plain toml", async () => {
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 0\n[input]\n');
    // Without another extension for TOML VS Code knows no such language; plain text stands for it.
    const languages = await vscode.languages.getLanguages();
    const plain = await vscode.languages.setTextDocumentLanguage(document, languages.includes("toml") ? "toml" : "plaintext");
    assert.notEqual(plain.languageId, "flexasio-toml");
    await diagnostics(plain, (found) => found.length === 1);
    assert.ok((await lenses(plain)).some((lens) => lens.command?.command === COMMANDS.testBackend));
    assert.ok((await codeActions(plain, new vscode.Range(2, 0, 2, 0))).some((one) => one.title === "Test Backend"));
  });

  it("shows its status item for the file in front only", async () => {
    const { statusBar } = await shell();
    await open('backend = "Virtual"\n');
    assert.equal(statusBar.text, "$(pulse) FlexLab");
    await open("nothing", "notes.txt");
    assert.equal(statusBar.text, null);
  });
});
