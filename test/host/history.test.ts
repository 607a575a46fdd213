import assert from "node:assert/strict";
import type * as vscode from "vscode";

import { RunHistory } from "../../extension/editor/runHistory.ts";
import { LabStore } from "../../extension/editor/labStore.ts";
import { SETTINGS } from "../../extension/editor/ids.ts";
import { failedReport, report } from "../webview/samples.ts";
import { endRun, followingPanel, open, replaceAll, setting, shell, until } from "./support.ts";

describe("the history of a file in the real extension host", () => {
  before(async () => {
    await setting(SETTINGS.testOpenPanel, false);
    await setting(SETTINGS.testSeconds, 0.5);
  });
  afterEach(endRun);
  after(async () => {
    await setting(SETTINGS.testOpenPanel, undefined);
    await setting(SETTINGS.testSeconds, undefined);
  });

  it("holds each test with what it measured, and two of them beside each other", async () => {
    const { test, history } = await shell();
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 480\n[input]\n[output]\n');
    const bridge = await followingPanel();
    assert.equal(bridge.state.history.runs.length, 0);
    assert.equal((await test.run(document, null)).kind, "tested");
    await replaceAll(document, document.getText().replace("480", "256"));
    assert.equal((await test.run(document, null)).kind, "tested");
    const { runs, pair, diff } = bridge.state.history;
    assert.deepEqual(runs.map(({ bufferFrames }) => bufferFrames), [256, 480]);
    assert.deepEqual(pair, { before: runs[1]?.startedAt, after: runs[0]?.startedAt });
    assert.ok(diff !== null);
    assert.ok(diff.circumstances.some(({ what, before, after }) => what === "buffer" && before === "480" && after === "256"));
    assert.ok(diff.figures.some(({ figure, judged }) => figure === "round trip" && judged === "same"), "the Virtual cable takes its time whatever the buffer");
    const turned = { before: runs[0]?.startedAt ?? "", after: runs[1]?.startedAt ?? "" };
    bridge.handle({ type: "compareRuns", ...turned });
    assert.deepEqual(bridge.state.history.pair, turned);
    history.forget(document.uri.toString());
    assert.equal(bridge.state.history.runs.length, 0);
    assert.equal((await test.run(document, null)).kind, "tested");
    assert.equal(bridge.state.history.runs.length, 1);
  });

  it("and the panel show what a full test measures, asked for by the panel", async () => {
    const { store } = await shell();
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 480\n[input]\n[output]\n');
    const bridge = await followingPanel();
    bridge.handle({ type: "fullTest" });
    await until("the full test", [store.changed], () => store.activity.kind === "idle" && store.outcome(document.uri.toString()).kind === "tested", 60_000);
    const { report: measured, plots, history } = bridge.state;
    assert.ok(measured?.quality != null);
    assert.deepEqual(measured.quality.problems, []);
    assert.match(plots.response, /^<svg/);
    assert.equal(history.runs.length, 1);
  }).timeout(90_000);

  it("lasts beyond the window, one for each file, without what was cancelled", async () => {
    const kept = new Map<string, unknown>();
    const memento: vscode.Memento = {
      keys: () => [...kept.keys()],
      get: <T>(key: string, otherwise?: T) => (kept.has(key) ? kept.get(key) : otherwise) as T,
      update: (key, value) => {
        // As the editor's storage does it.
        kept.set(key, JSON.parse(JSON.stringify(value)));
        return Promise.resolve();
      },
    };
    const store = new LabStore();
    const first = new RunHistory(store, memento);
    const tested = (file: string, run: typeof report): void => {
      store.begin({ kind: "testing", file, step: "", fraction: null });
      store.end({ file, outcome: { kind: "tested", measurement: { report: run, decidedBy: "", insteadBackend: null } } });
    };
    tested("file:///a.toml", report);
    tested("file:///b.toml", failedReport);
    tested("file:///b.toml", { ...failedReport, error: { code: "cancelled", message: "Cancelled.", hint: "", where: null } });
    first.dispose();
    const second = new RunHistory(new LabStore(), memento);
    assert.deepEqual(["file:///a.toml", "file:///b.toml", "file:///c.toml"].map((file) => second.of(file).length), [1, 1, 0]);
    const heard = until("the change", [second.changed], () => second.of("file:///a.toml").length === 0);
    second.forget("file:///a.toml");
    await heard;
    second.dispose();
    const third = new RunHistory(new LabStore(), memento);
    assert.deepEqual(third.of("file:///a.toml"), []);
    assert.equal(third.of("file:///b.toml")[0]?.error?.code, failedReport.error?.code);
    third.dispose();
  });
});
