import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as vscode from "vscode";

import { COMMANDS } from "../../extension/editor/ids.ts";
import type { HeldChanges } from "../../extension/editor/heldChanges.ts";
import { closeAll, diagnostics, open, replaceAll, shell, until } from "./support.ts";

const TEXT = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\n[output]\n';

describe("programs that use the file, in the real extension host", () => {
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) await end(child);
    const { held } = await shell();
    for (const document of vscode.workspace.textDocuments) {
      const left = held.of(document.uri);
      if (left !== null) await held.remove(left);
    }
    await closeAll();
  });

  /** Another program with a driver that reads this file; resolves when it sounds. */
  async function program(file: vscode.Uri): Promise<ChildProcess> {
    const cli = join(process.env["FLEXLAB_ROOT"] ?? "", "dist", "cli.cjs");
    const { FLEXLAB_SCENARIO: _scenario, ...env } = process.env;
    const child = spawn(process.execPath, [cli, "test", file.fsPath, "--seconds", "60"], { env: { ...env, FLEXLAB_VERBOSE: "1" }, stdio: ["ignore", "ignore", "pipe"] });
    children.push(child);
    let said = "";
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("Playing")) resolve();
      });
      child.once("exit", () => { reject(new Error(said)); });
    });
    return child;
  }

  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.removeAllListeners("exit");
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
  }

  /** What the status bar item says, as soon as it is as wanted. */
  async function said(wanted: string | null): Promise<void> {
    const { running } = await shell();
    const view = await until("the code that looks for programs", [running.changed], () => running.view);
    const events = [view.drivers.changed, (await shell()).held.changed, (await shell()).active.changed];
    await until(`"${String(wanted)}" in the status bar`, events, () => view.item.text === wanted);
  }

  async function disk(uri: vscode.Uri): Promise<string> {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8");
  }

  function front(): vscode.TextDocument {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    return document;
  }

  it("are named in the status bar as long as they run", async () => {
    const document = await open(TEXT);
    const child = await program(document.uri);
    await said("FlexLab uses this file");
    const drivers = (await shell()).running.view?.drivers;
    assert.ok(drivers);
    // Each look tells of a program again: its counts have moved on.
    const user = await until("a program that sounds", [drivers.changed], () => drivers.of(document.uri).find(({ driver }) => driver.state === "running"));
    assert.deepEqual([user.driver.bufferFrames, user.driver.own, user.isCurrent], [480, false, true]);
    await end(child);
    await said(null);
  });

  it("have read an earlier state of the file once it is saved and they did not reload it", async () => {
    const document = await open(TEXT);
    await program(document.uri);
    await said("FlexLab uses this file");
    await replaceAll(document, TEXT.replace("480", "512"));
    assert.ok(await document.save());
    const { running } = await shell();
    const drivers = running.view?.drivers;
    assert.ok(drivers);
    await until("the file to be newer", [drivers.changed], () => drivers.of(document.uri)[0]?.isCurrent === false);
  });

  it("are not looked for while no configuration is visible", async () => {
    const document = await open(TEXT);
    await said(null);
    const drivers = (await shell()).running.view?.drivers;
    assert.ok(drivers);
    assert.equal(drivers.isLooking, true);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: "else", language: "plaintext" }));
    await closeTab(document.uri);
    await until("the looking to end", [drivers.stopped], () => !drivers.isLooking);
  });

  it("go on undisturbed while changes are held, with all help for the text, until they are applied in one step", async () => {
    const mark = "\ufeff";
    const text = `${mark}${TEXT.replaceAll("\n", "\r\n")}`;
    const document = await open(text);
    const { uri } = document;
    await program(uri);
    await said("FlexLab uses this file");
    await replaceAll(document, TEXT.replaceAll("\n", "\r\n").replace("480", "256"));
    assert.equal(document.isDirty, true);

    assert.equal(await vscode.commands.executeCommand(COMMANDS.holdChanges), true);
    const held = front();
    assert.notEqual(held.uri.toString(), uri.toString());
    assert.match(held.getText(), /bufferSizeSamples = 256\r\n/);
    assert.equal(held.languageId, document.languageId);
    await said("Changes are held");
    assert.equal(await disk(uri), text);
    assert.ok(!vscode.workspace.textDocuments.some((one) => one.uri.toString() === uri.toString() && one.isDirty));

    await replaceAll(held, "bufferSizeSamples = 0\r\n");
    await diagnostics(held, (list) => list.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    await replaceAll(held, "bufferSizeSamples = 128\r\n");
    assert.ok(await held.save());
    await replaceAll(held, "bufferSizeSamples = 64\r\n");
    assert.equal(await disk(uri), text);

    const kept = (await shell()).held.of(uri);
    assert.ok(kept);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.applyHeld), true);
    assert.equal(await disk(uri), `${mark}bufferSizeSamples = 64\r\n`);
    assert.equal(front().uri.toString(), uri.toString());
    assert.equal((await shell()).held.of(uri), null);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(kept.folder)));
  });

  it("changes that are held are found again by the next window", async () => {
    const document = await open(TEXT);
    await vscode.commands.executeCommand(COMMANDS.holdChanges);
    const { held } = await shell();
    const kept = held.of(document.uri);
    assert.ok(kept);
    const Again = held.constructor as new (storage: vscode.Uri) => HeldChanges;
    const next = new Again(vscode.Uri.joinPath(kept.folder, "..", ".."));
    await next.load();
    assert.equal(next.of(document.uri)?.text.toString(), kept.text.toString());
    assert.equal(next.isText(kept.text), true);
  });

  it("held changes replace a file that has changed meanwhile only when the user wants it", async () => {
    const document = await open(TEXT);
    const { uri } = document;
    await vscode.commands.executeCommand(COMMANDS.holdChanges);
    await replaceAll(front(), "# held\n");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode("# by another program\n"));
    const applying = vscode.commands.executeCommand<boolean>(COMMANDS.applyHeld);
    const answered = answerQuestions(applying);
    assert.equal(await applying, false);
    await answered;
    assert.equal(await disk(uri), "# by another program\n");
    const kept = (await shell()).held.of(uri);
    assert.ok(kept);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.applyHeld, kept.text, "sure"), true);
    assert.equal(await disk(uri), "# held\n");
  });

  it("held changes can be discarded, and the file is as it was", async () => {
    const document = await open(TEXT);
    await replaceAll(document, "# not meant\n");
    await vscode.commands.executeCommand(COMMANDS.holdChanges);
    const kept = (await shell()).held.of(document.uri);
    assert.ok(kept);
    assert.equal(await vscode.commands.executeCommand(COMMANDS.discardHeld, kept.text, "sure"), true);
    assert.equal(await disk(document.uri), TEXT);
    assert.equal(front().uri.toString(), document.uri.toString());
    assert.equal(front().getText(), TEXT);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(kept.folder)));
  });
});

async function closeTab(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  await vscode.window.tabGroups.close(tabs);
}

/** Takes the first answer of every question until the work is done: nothing tells a test that a question is shown. */
async function answerQuestions(work: Thenable<unknown>): Promise<void> {
  const over = Promise.resolve(work).then(() => true);
  const later = (): Promise<boolean> => new Promise((resolve) => { setTimeout(() => { resolve(false); }, 100); });
  while (!(await Promise.race([over, later()]))) await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}
