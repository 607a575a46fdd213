import assert from "node:assert/strict";
import * as vscode from "vscode";

import { SETTINGS } from "../../extension/editor/ids.ts";
import { answering, endRun, followingPanel, KEYS, open, replaceAll, setting, shell, until } from "./support.ts";

const FILE = '# mine\nbackend = "Virtual"   # keep\nbufferSizeSamples = 480\n[input]\n[output]\n';

/** `clock`: "fast", or "real" where a run is to be caught in the act. */
async function useScenario(clock: "fast" | "real"): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const name = "bench-scenario.toml";
  const text = `clock = "${clock}"\n[[device]]\nname = "Cable"\ninputs = 2\noutputs = 2\nrates = [48000]\ndelayFrames = 1234\nisDefault = true\n`;
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, name), new TextEncoder().encode(text));
  await vscode.workspace.getConfiguration().update(SETTINGS.scenario, name, vscode.ConfigurationTarget.Workspace);
  (await shell()).devices.forget();
}

type PanelStore = Awaited<ReturnType<typeof followingPanel>>;

/** Resolves when the run that a message starts has ended. */
async function whenDone(panel: PanelStore, message: Parameters<PanelStore["handle"]>[0]): Promise<void> {
  const { store } = await shell();
  panel.handle(message);
  await until("the run to begin", [store.changed], () => store.activity.kind === "running");
  await store.whenIdle();
}

describe("runs that fill tables, in the real extension host", function () {
  this.timeout(120_000);

  before(() => setting(SETTINGS.testSeconds, 0.3));
  afterEach(async () => {
    await endRun();
    await setting(SETTINGS.scenario, undefined);
  });
  after(() => setting(SETTINGS.testSeconds, undefined));

  it("compare every backend of this machine row by row, and the file's own with the true round trip", async () => {
    await useScenario("fast");
    const { store, devices } = await shell();
    const panel = await followingPanel();
    await open(FILE);
    const seen: number[] = [];
    const watching = store.changed.listen(() => seen.push(panel.state.tables.compare?.rows.length ?? -1));
    await whenDone(panel, { type: "run", run: "compare" });
    watching.dispose();
    const { compare } = panel.state.tables;
    assert.ok(compare);
    assert.equal(compare.status, "ended");
    assert.deepEqual(new Set(compare.rows.map(({ backend }) => backend)), new Set((await devices.known()).map(({ backend }) => backend)));
    const own = compare.rows.find(({ configured }) => configured);
    assert.equal(own?.roundTripFrames, 1234);
    for (let rows = 0; rows <= compare.rows.length; rows++) assert.ok(seen.includes(rows), `never ${rows} rows: ${seen.join()}`);
    assert.deepEqual(panel.state.outdated, []);
  });

  it("tune, and put what holds into the file as one step of undo after a preview", async () => {
    await useScenario("fast");
    const panel = await followingPanel();
    const document = await open(FILE);
    await whenDone(panel, { type: "run", run: "tune", proofMinutes: 0.5 });
    const { tune } = panel.state.tables;
    assert.ok(tune?.result, JSON.stringify(tune));
    const { bufferFrames } = tune.result;
    assert.ok(bufferFrames < 480);
    assert.ok(tune.trials.some(({ step, held }) => step === "proof" && held));
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument(({ document: other, contentChanges }) => {
        if (other !== document || contentChanges.length === 0) return;
        listening.dispose();
        resolve();
      });
    });
    panel.handle({ type: "use", run: "tune" });
    await answering(changed, KEYS.enter);
    assert.match(document.getText(), new RegExp(`^# mine\\nbackend = "Virtual" {3}# keep\\nbufferSizeSamples = ${bufferFrames}\\n`));
    assert.ok(document.isDirty, "using must not save");
    assert.deepEqual(panel.state.outdated, ["tune"]);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), FILE);
    assert.deepEqual(panel.state.outdated, []);
  });

  it("try what opens, with the reason of what does not", async () => {
    await useScenario("fast");
    const panel = await followingPanel();
    // The driver would convert every rate that the device does not run at.
    await open(`${FILE}[flexlab]\nrateConversion = false\n`);
    await whenDone(panel, { type: "run", run: "dryRun", all: false });
    const { dryRun } = panel.state.tables;
    assert.ok(dryRun);
    assert.deepEqual(new Set(dryRun.cells.map(({ backend }) => backend)), new Set(["Virtual"]));
    assert.deepEqual(new Set(dryRun.cells.filter(({ opens }) => opens).map(({ sampleRate }) => sampleRate)), new Set([48_000]));
    assert.ok(dryRun.cells.every(({ opens, error, sampleRate }) => opens || error !== null || sampleRate !== 48_000));
  });

  it("prove the detector whatever the file says", async () => {
    const panel = await followingPanel();
    await open("bufferSizeSamples = 0\n");
    await whenDone(panel, { type: "run", run: "selfTest" });
    const { selfTest } = panel.state.tables;
    assert.equal(selfTest?.proved, true);
    assert.equal(selfTest.rounds.length, 3);
    assert.ok(selfTest.rounds.every(({ missing, unexpected }) => missing.length + unexpected.length === 0));
  });

  it("keep what is there when they are cancelled, and free the lab", async () => {
    await useScenario("real");
    const { store } = await shell();
    const panel = await followingPanel();
    await open(FILE);
    panel.handle({ type: "run", run: "tune", proofMinutes: 10 });
    await until("the first trial", [store.changed], () => (panel.state.tables.tune?.trials.length ?? 0) > 0);
    panel.handle({ type: "stop" });
    await store.whenIdle();
    const { tune } = panel.state.tables;
    assert.equal(tune?.status, "cancelled");
    assert.ok(tune.trials.length > 0);
    assert.equal(tune.result, null);
    assert.deepEqual(panel.state.activity, { kind: "idle" });
  });

  it("do not begin where the file has errors, and show where they are", async () => {
    await useScenario("fast");
    const { store } = await shell();
    const panel = await followingPanel();
    const document = await open('backend = "Virtual"\n\n\nbufferSizeSamples = 0\n');
    const shown = until("the error", [vscode.window.onDidChangeTextEditorSelection as vscode.Event<never>], () => vscode.window.activeTextEditor?.selection.start.line === 3);
    panel.handle({ type: "run", run: "compare" });
    await shown;
    assert.equal(store.activity.kind, "idle");
    assert.equal(panel.state.tables.compare, null);
    await replaceAll(document, FILE);
  });
});
