import assert from "node:assert/strict";
import { readLiveFrame } from "../../extension/audio/liveFrame.ts";
import * as vscode from "vscode";

import { COMMANDS, SETTINGS } from "../../extension/editor/ids.ts";
import type { TestEnd } from "../../extension/editor/testBackend.ts";
import type { Report } from "../../extension/lab/report.ts";
import { closeAll, diagnostics, endRun, followingPanel, hints, lenses, open, replaceAll, setting, shell, until } from "./support.ts";

const FILE = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\n[output]\n';

/** A device of software, as fast as the machine allows. `more` goes into its table. */
function scenario(more = ""): string {
  return `clock = "fast"\n[[device]]\nname = "Cable"\ninputs = 2\noutputs = 2\ndelayFrames = 1234\nisDefault = true\n${more}`;
}

async function useScenario(text: string | null): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const name = "host-test-scenario.toml";
  if (text !== null) {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, name), new TextEncoder().encode(text));
  }
  const value = text === null ? undefined : name;
  await vscode.workspace.getConfiguration().update(SETTINGS.scenario, value, vscode.ConfigurationTarget.Workspace);
  // The same path with another text: what was listed before does not count.
  (await shell()).devices.forget();
}

function reportOf(end: TestEnd): Report {
  assert.equal(end.kind, "tested");
  return end.report;
}

async function labels(document: vscode.TextDocument): Promise<readonly string[]> {
  return (await hints(document)).map(({ label }) => (typeof label === "string" ? label : label.map((part) => part.value).join("")));
}

describe("testing in the real extension host", () => {
  before(async () => {
    await setting(SETTINGS.testOpenPanel, false);
    await setting(SETTINGS.testSeconds, 0.5);
  });
  afterEach(async () => {
    await endRun();
    await useScenario(null);
  });
  after(async () => {
    await setting(SETTINGS.testOpenPanel, undefined);
    await setting(SETTINGS.testSeconds, undefined);
  });

  it("writes a picked device as one small edit that undo takes back", async () => {
    await useScenario(scenario());
    const { picker, devices } = await shell();
    const text = '# mine\nbackend = "Virtual"   # keep\n\n[output]\ndevice = "Old"   # why\n';
    const document = await open(text);
    await devices.list();
    assert.ok(await picker.applyDevice(document, "output", { kind: "device", backend: "Virtual", name: "Cable" }));
    assert.equal(document.getText(), text.replace("Old", "Cable"));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("shows the device in effect in a lens, and the rate of the device in hints", async () => {
    await useScenario(scenario('rates = [96000]\ndefaultRate = 96000\n'));
    const { devices } = await shell();
    const document = await open(FILE);
    await devices.list();
    const titles = (await lenses(document)).map((lens) => lens.command?.title);
    assert.ok(titles.includes("Cable (default)"), titles.join(", "));
    assert.ok((await labels(document)).includes("≙ 5.0 ms @ 96 kHz"));
  });

  it("measures the true round trip of the text as it stands, and says it beside the line", async () => {
    await useScenario(scenario());
    const { statusBar } = await shell();
    const panelStore = await followingPanel();
    const document = await open("");
    await replaceAll(document, FILE);
    assert.ok(document.isDirty);
    const report = reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
    assert.equal(report.error, null);
    assert.equal(report.latency.measuredRoundTripFrames, 1234);
    assert.ok(document.isDirty, "testing must not save");
    assert.match((await labels(document)).join("\n"), /measured 25\.7/);
    assert.match(statusBar.text ?? "", /25\.7 ms/);
    assert.equal(panelStore.state.report, report);
    assert.equal(panelStore.state.reportIsStale, false);
  });

  it("drops the measured hint when the deciding text changes, and only then", async () => {
    await useScenario(scenario());
    const panelStore = await followingPanel();
    const document = await open(FILE);
    reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
    await replaceAll(document, `# only a comment\n${FILE}`);
    assert.match((await labels(document)).join("\n"), /measured/);
    await replaceAll(document, FILE.replace("480", "256"));
    const after = await labels(document);
    assert.ok(after.includes("≙ 5.3 ms @ 48 kHz"));
    assert.doesNotMatch(after.join("\n"), /measured/);
    assert.equal(panelStore.state.reportIsStale, true);
  });

  it("does not test a file with errors, and shows where they are", async () => {
    await useScenario(scenario());
    const document = await open('backend = "Virtual"\n\n\nbufferSizeSamples = 0\n');
    const end = await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend);
    assert.deepEqual(end, { kind: "notTested", why: "errors" });
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.equal(vscode.window.activeTextEditor.selection.start.line, 3);
  });

  it("calls a backend that is not here no error, and tests with another without touching the file", async () => {
    await useScenario(scenario());
    const { devices } = await shell();
    const text = 'backend = "Windows WASAPI"\nbufferSizeSamples = 480\n[input]\ndevice = "Microphone"\n[output]\n';
    const document = await open(text);
    await devices.list();
    const titles = (await lenses(document)).filter((lens) => lens.range.start.line === 0).map((lens) => lens.command?.title ?? "");
    assert.ok(titles.includes("Not on this machine"), titles.join(", "));
    await diagnostics(document, (found) => found.every((one) => one.severity !== vscode.DiagnosticSeverity.Error));
    const end = await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend);
    assert.deepEqual(end, { kind: "notTested", why: "backendNotHere" });
    const other = await vscode.commands.executeCommand<TestEnd>(COMMANDS.testWithBackend, document.uri, "Virtual");
    const report = reportOf(other);
    assert.equal(report.backend, "Virtual");
    assert.equal(report.error, null);
    assert.equal(document.getText(), text);
    assert.match((await labels(document)).join("\n"), /measured 25\.7/);
  });

  it("underlines the option that made the driver fail", async () => {
    await useScenario(scenario());
    const document = await open('backend = "Virtual"\n[input]\ndevice = "Gone"\n[output]\n');
    const report = reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
    assert.deepEqual(report.error?.where, { table: "input", key: "device" });
    const list = await diagnostics(document, (found) => found.some((one) => one.source === "FlexLab test"));
    assert.ok(list.some((one) => one.source === "FlexLab test" && one.range.start.line === 2));
    await replaceAll(document, 'backend = "Virtual"\n[input]\n[output]\n');
    await diagnostics(document, (found) => found.every((one) => one.source !== "FlexLab test"));
  });

  it("survives a driver that crashes: an error, and the next test works", async () => {
    await useScenario(scenario("[device.open]\ncrash = true\n"));
    const { statusBar } = await shell();
    await open(FILE);
    const crashed = reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
    assert.match(crashed.error?.code ?? "", /^audio-process-/);
    assert.match(statusBar.text ?? "", /Failed/);
    await useScenario(scenario());
    const next = reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
    assert.equal(next.error, null);
    assert.equal(next.latency.measuredRoundTripFrames, 1234);
  });

  it("can be cancelled while it runs", async () => {
    await useScenario(scenario().replace("fast", "real"));
    await setting(SETTINGS.testSeconds, 600);
    try {
      const { store } = await shell();
      await open(FILE);
      const running = vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend);
      await until("the stream runs", [store.live], () => store.activity.kind === "testing" && store.activity.fraction !== null);
      store.stop();
      const report = reportOf(await running);
      assert.equal(report.error?.code, "cancelled");
      assert.equal(store.activity.kind, "idle");
    } finally {
      await setting(SETTINGS.testSeconds, 0.5);
    }
  });

  it("plays a test stream with moving meters until it is stopped, at the level it says", async () => {
    await useScenario(scenario().replace("fast", "real"));
    const { store } = await shell();
    const panelStore = await followingPanel();
    await open(FILE);
    let peak = 0;
    const watching = panelStore.onLive((frame) => {
      for (const level of readLiveFrame(frame).levels) peak = Math.max(peak, 10 ** (level / 2000));
    });
    watching.look({ direction: "input", channel: 0 });
    panelStore.handle({ type: "start", signal: "sine", levelDb: -20, channels: null });
    await until("a meter moves", [store.live], () => peak > 0.05);
    assert.deepEqual(panelStore.state.activity, { kind: "streaming", signal: "sine", levelDb: -20, channels: null });
    panelStore.handle({ type: "stop" });
    await store.whenIdle();
    watching.dispose();
    assert.ok(peak <= 0.1001, `-20 dBFS, not ${peak}`);
    assert.equal(panelStore.state.error, null);
  });

  it("stops the stream when the panel is closed or the file is", async () => {
    await useScenario(scenario().replace("fast", "real"));
    const { store } = await shell();
    const panelStore = await followingPanel();
    await open(FILE);
    const watching = panelStore.onLive(() => undefined);
    panelStore.handle({ type: "start", signal: "silence", levelDb: -20, channels: null });
    await until("it plays", [store.live, store.changed], () => store.activity.kind === "streaming");
    watching.dispose();
    await store.whenIdle();
    panelStore.handle({ type: "start", signal: "silence", levelDb: -20, channels: null });
    await until("it plays again", [store.live, store.changed], () => store.activity.kind === "streaming");
    await closeAll();
    await store.whenIdle();
  });

  it("opens the panel with a test, and it shows the state", async () => {
    await useScenario(scenario());
    await setting(SETTINGS.testOpenPanel, true);
    try {
      await open(FILE);
      reportOf(await vscode.commands.executeCommand<TestEnd>(COMMANDS.testBackend));
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const panel = tabs.find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes("flexlab.panel"));
      assert.ok(panel, tabs.map((tab) => tab.label).join(", "));
    } finally {
      await setting(SETTINGS.testOpenPanel, false);
    }
  });
});
