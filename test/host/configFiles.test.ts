import assert from "node:assert/strict";
import * as vscode from "vscode";

import { COMMANDS, SETTINGS } from "../../extension/editor/ids.ts";
import type { TestEnd } from "../../extension/editor/testBackend.ts";
import { answering, closeAll, codeActions, codeOf, diagnostics, KEYS, open, replaceAll, setting, shell, until, windowIsReady } from "./support.ts";

const BROKEN = 'bufferSizeSample = 480\nbackend = "Virtual"\n[Input]\n[output]\nsugestedLatencySeconds = 0.1\n';
const FIXED = 'bufferSizeSamples = 480\nbackend = "Virtual"\n[input]\n[output]\nsuggestedLatencySeconds = 0.1\n';

const onChange = vscode.workspace.onDidChangeTextDocument as vscode.Event<never>;
const onTabs = vscode.window.tabGroups.onDidChangeTabs as vscode.Event<never>;

async function undo(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("undo");
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function beside(document: vscode.TextDocument, ...path: readonly string[]): vscode.Uri {
  return vscode.Uri.joinPath(document.uri, "..", ...path);
}

function argumentsOf(action: vscode.CodeAction): readonly unknown[] {
  return action.command?.arguments ?? [];
}

function diffTab(): vscode.TabInputTextDiff | null {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.map(({ input }) => input).find((input) => input instanceof vscode.TabInputTextDiff) ?? null;
}

describe("fixing in bulk", () => {
  afterEach(closeAll);

  it("fixes all safe problems as one step of undo", async () => {
    const document = await open(BROKEN);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.fixAll), true);
    assert.equal(document.getText(), FIXED);
    await undo(document);
    assert.equal(document.getText(), BROKEN);
  });

  it("fixes all problems of one kind and no other", async () => {
    const document = await open(BROKEN);
    const [first] = await diagnostics(document, (list) => list.filter((one) => codeOf(one) === "unknown-key").length === 2);
    assert.ok(first);
    const actions = await codeActions(document, first.range, vscode.CodeActionKind.QuickFix.value);
    const bulk = actions.find((one) => one.title === "Fix all 'unknown-key' problems");
    assert.equal(bulk?.command?.command, COMMANDS.fixAllOfKind);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.fixAllOfKind, ...argumentsOf(bulk)), true);
    assert.equal(document.getText(), FIXED.replace("[input]", "[Input]"));
    assert.ok(actions.some((one) => one.title === "Fix all safe problems" && one.command?.command === COMMANDS.fixAll));
    for (const title of ["Explain 'unknown-key'", "Turn off 'unknown-key'"]) assert.ok(actions.some((one) => one.title === title), title);
  });

  it("mends on save when the user wants it, and does not by itself", async () => {
    const document = await open(BROKEN);
    await replaceAll(document, `${BROKEN}# more\n`);
    assert.ok(await document.save());
    assert.equal(document.getText(), `${BROKEN}# more\n`);
    await setting("editor.codeActionsOnSave", { "source.fixAll.flexlab": "explicit" });
    try {
      await replaceAll(document, `${BROKEN}# less\n`);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.save");
      assert.equal(document.getText(), `${FIXED}# less\n`);
      assert.equal(document.isDirty, false);
    } finally {
      await setting("editor.codeActionsOnSave", undefined);
    }
  });

  it("turns a kind of problem off and makes another one milder", async () => {
    const document = await open(BROKEN);
    await diagnostics(document, (list) => list.some((one) => codeOf(one) === "unknown-key"));
    await setting(SETTINGS.findings, { "unknown-table": "hint" });
    try {
      assert.equal(await vscode.commands.executeCommand(COMMANDS.turnOffFinding, document.uri, "unknown-key"), true);
      const rest = await diagnostics(document, (list) => list.every((one) => codeOf(one) !== "unknown-key"));
      assert.ok(rest.every((one) => codeOf(one) !== "unknown-table" || one.severity === vscode.DiagnosticSeverity.Hint));
      assert.deepEqual(vscode.workspace.getConfiguration().get(SETTINGS.findings), { "unknown-table": "hint", "unknown-key": "off" });
      assert.equal(await vscode.commands.executeCommand(COMMANDS.fixAllOfKind, document.uri, "unknown-key"), false);
      assert.equal(document.getText(), BROKEN);
    } finally {
      await setting(SETTINGS.findings, undefined);
      await vscode.commands.executeCommand("notifications.clearAll");
    }
  });

  it("links every problem to its place on the page, and opens that page", async () => {
    const document = await open(BROKEN);
    const [one] = await diagnostics(document, (list) => list.length > 0 && list.every(({ code }) => typeof code === "object" && code.target.fragment.startsWith("L")));
    assert.ok(one !== undefined && typeof one.code === "object");
    const page = (await read(one.code.target.with({ fragment: "" }))).split("\n");
    assert.match(page[Number(one.code.target.fragment.slice(1)) - 1] ?? "", new RegExp(`^## .*${codeOf(one)}`));
    await vscode.commands.executeCommand(COMMANDS.explainFinding, document.uri, "unknown-key");
    await until("the page", [onTabs], () =>
      vscode.window.tabGroups.all.some((group) => group.tabs.some(({ label }) => label.includes("findings.md"))),
    );
  });

  it("fades what no driver looks at", async () => {
    const document = await open('[output]\nbackend = "Virtual"\n');
    const list = await diagnostics(document, (found) => found.some((one) => codeOf(one) === "misplaced-key"));
    assert.deepEqual(list.find((one) => codeOf(one) === "misplaced-key")?.tags, [vscode.DiagnosticTag.Unnecessary]);
  });
});

describe("the file around the text", () => {
  afterEach(closeAll);

  it("is created where the driver reads it, once", async () => {
    const { place } = await shell();
    assert.ok(place.uri?.path.endsWith("/driver/FlexASIO.toml") === true);
    const created = await vscode.commands.executeCommand<vscode.TextDocument | null>(COMMANDS.createConfig, "comments");
    assert.equal(created?.uri.toString(), place.uri.toString());
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), place.uri.toString());
    const own = '# mine\nbackend = "Virtual"\n';
    await vscode.workspace.fs.writeFile(place.uri, new TextEncoder().encode(own));
    await vscode.commands.executeCommand(COMMANDS.createConfig, "comments");
    assert.equal(await read(place.uri), own, "nothing is overwritten");
  });

  it("is brought to where the driver reads it, after a look at what changes there", async () => {
    const { place } = await shell();
    assert.ok(place.uri);
    const before = '# the driver has this\n';
    await vscode.workspace.fs.writeFile(place.uri, new TextEncoder().encode(before));
    const text = 'backend = "Virtual"\n';
    const document = await open(text);
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.moveToDriver, document.uri);
    await until("the comparison", [onTabs], () => diffTab() !== null);
    assert.equal(await answering(done, KEYS.enter), true);
    const driver = await vscode.workspace.openTextDocument(place.uri);
    assert.equal(driver.getText(), text);
    assert.equal(await read(place.uri), before, "nothing is saved behind the user's back");
    assert.equal(await read(document.uri), text);
  });

  it("is told when it is misnamed, and renamed by its fix", async () => {
    const document = await open('backend = "Virtual"\n', "FlexASIO.toml.txt");
    assert.equal(document.languageId, "flexasio-toml");
    const list = await diagnostics(document, (found) => found.some((one) => codeOf(one) === "file-name"));
    const finding = list.find((one) => codeOf(one) === "file-name");
    assert.ok(finding);
    const fix = (await codeActions(document, finding.range, "quickfix")).find((one) => one.title === "Rename to FlexASIO.toml");
    assert.equal(fix?.command?.command, COMMANDS.renameFile);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.renameFile, ...argumentsOf(fix)), true);
    assert.equal(await read(beside(document, "FlexASIO.toml")), 'backend = "Virtual"\n');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), beside(document, "FlexASIO.toml").toString());
  });

  it("gets its lost letters back and is saved as UTF-8", async () => {
    const document = await open("");
    const latin = Uint8Array.from('[output]\ndevice = "Gerät"\n', (letter) => letter.codePointAt(0) ?? 0);
    await vscode.workspace.fs.writeFile(document.uri, latin);
    await until("the text as VS Code reads it", [onChange], () => document.getText().includes("\uFFFD"));
    await diagnostics(document, (found) => found.some((one) => codeOf(one) === "not-utf8" || codeOf(one) === "file-encoding"));
    await windowIsReady();
    assert.equal(await vscode.commands.executeCommand(COMMANDS.saveAsUtf8, document.uri), true);
    assert.equal(document.getText(), '[output]\ndevice = "Gerät"\n');
    assert.equal(await read(document.uri), '[output]\ndevice = "Gerät"\n');
    assert.equal(document.isDirty, false);
  });

  it("is explained beside it, and the explanation follows the typing", async () => {
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 480\n');
    const explanation = await vscode.commands.executeCommand<vscode.TextDocument>(COMMANDS.explain, document.uri);
    assert.match(explanation.getText(), /\* bufferSizeSamples = 480 /);
    assert.match(explanation.getText(), /On this machine/);
    const shown = vscode.workspace.getConfiguration("editor", explanation);
    assert.equal(shown.get("guides.indentation"), false, "no guides between its columns");
    await replaceAll(document, 'backend = "Virtual"\nbufferSizeSamples = 256\n');
    await until("the new explanation", [onChange], () => explanation.getText().includes("* bufferSizeSamples = 256 "));
  });
});

describe("what worked", () => {
  const WORKING = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\n[output]\n';
  before(() => setting(SETTINGS.testOpenPanel, false).then(() => setting(SETTINGS.testSeconds, 0.5)));
  after(() => setting(SETTINGS.testOpenPanel, undefined).then(() => setting(SETTINGS.testSeconds, undefined)));
  afterEach(closeAll);

  it("is remembered by a good test, compared, and brought back as one step of undo", async () => {
    const { lastWorking } = await shell();
    const document = await open(WORKING);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.compareWithWorking, document.uri), false);
    const end = await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend, document.uri);
    assert.equal(end.kind, "tested");
    assert.notEqual(end.report.verdict.level, "fail");
    await until("the text is remembered", [lastWorking.changed], () => lastWorking.of(document.uri)?.text === WORKING);
    const changed = WORKING.replace("480", "64").replace("[input]", "# mine\n[input]");
    await replaceAll(document, changed);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.compareWithWorking, document.uri), true);
    assert.equal(diffTab()?.modified.toString(), document.uri.toString());
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.window.showTextDocument(document);

    const kept = vscode.commands.executeCommand<boolean>(COMMANDS.revertToWorking, document.uri);
    await until("the comparison", [onTabs], () => diffTab() !== null);
    assert.equal(await answering(kept, KEYS.escape), false);
    assert.equal(document.getText(), changed);

    const reverted = vscode.commands.executeCommand<boolean>(COMMANDS.revertToWorking, document.uri);
    await until("the comparison", [onTabs], () => diffTab() !== null);
    assert.equal(await answering(reverted, KEYS.enter), true);
    assert.equal(document.getText(), WORKING);
    assert.equal(diffTab(), null, "the preview is gone");
    await undo(document);
    assert.equal(document.getText(), changed);
  });
});

describe("profiles", () => {
  afterEach(closeAll);

  it("are saved beside the file, switched as one step of undo, and lose nothing", async () => {
    const first = 'backend = "Virtual"\nbufferSizeSamples = 480\n';
    const document = await open(first);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.saveProfile, document.uri, "Live set"), "Live set");
    assert.equal(await read(beside(document, "FlexASIO.profiles", "Live set.toml")), first);
    const second = 'backend = "Virtual"\nbufferSizeSamples = 64\n';
    await replaceAll(document, second);
    // The present text is in no profile: Esc keeps it.
    const left = vscode.commands.executeCommand<boolean>(COMMANDS.switchProfile, document.uri, "Live set");
    assert.equal(await answering(left, KEYS.escape), false);
    assert.equal(document.getText(), second);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.saveProfile, document.uri, "Small"), "Small");
    assert.equal(await vscode.commands.executeCommand(COMMANDS.switchProfile, document.uri, "Live set"), true);
    assert.equal(document.getText(), first);
    await undo(document);
    assert.equal(document.getText(), second);
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  it("are compared with the file, and checked like it", async () => {
    const document = await open('backend = "Virtual"\n');
    await vscode.commands.executeCommand(COMMANDS.saveProfile, document.uri, "A");
    await replaceAll(document, "# other\n");
    assert.equal(await vscode.commands.executeCommand(COMMANDS.compareProfile, document.uri, "A"), true);
    assert.ok(diffTab()?.original.path.endsWith("/FlexASIO.profiles/A.toml"));
    const profile = await vscode.workspace.openTextDocument(beside(document, "FlexASIO.profiles", "A.toml"));
    assert.equal(profile.languageId, "flexasio-toml");
  });

  it("have names that every system takes, and are only deleted after a question", async () => {
    const document = await open("");
    assert.equal(await vscode.commands.executeCommand(COMMANDS.saveProfile, document.uri, "../evil"), null);
    await vscode.commands.executeCommand(COMMANDS.saveProfile, document.uri, "A");
    // VS Code shows no modal question in a test, so nobody says yes.
    assert.notEqual(await vscode.commands.executeCommand(COMMANDS.deleteProfile, document.uri, "A"), true);
    assert.equal(await read(beside(document, "FlexASIO.profiles", "A.toml")), "");
    await vscode.commands.executeCommand("notifications.clearAll");
  });
});

describe("the diagnostics report", () => {
  afterEach(closeAll);

  it("goes to the clipboard, with names or without", async () => {
    const text = 'backend = "Virtual" # for Zoë\n[output]\ndevice = "Secret Speakers"\n';
    const document = await open(text);
    const all = await vscode.commands.executeCommand<string>(COMMANDS.copyReport, document.uri, "names");
    assert.ok(all.includes("Secret Speakers") && all.includes("for Zoë") && all.includes("### Findings"));
    const redacted = await vscode.commands.executeCommand<string>(COMMANDS.copyReport, document.uri, "redacted");
    assert.equal(await vscode.env.clipboard.readText(), redacted);
    for (const secret of ["Secret Speakers", "Zoë"]) assert.ok(!redacted.includes(secret), secret);
    assert.match(redacted, /device = "Device \d+"/);
    await vscode.commands.executeCommand("notifications.clearAll");
  });
});
