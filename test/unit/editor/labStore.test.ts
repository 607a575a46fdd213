import assert from "node:assert/strict";
import { LabStore } from "../../../extension/editor/labStore.ts";
import { measurementOf } from "./fixtures.ts";

const FILE = "file:///FlexASIO.toml";

describe("the lab's store", () => {
  it("does one thing at a time", () => {
    const store = new LabStore();
    assert.ok(store.begin({ kind: "testing", file: FILE, step: "", fraction: null }) !== null);
    assert.equal(store.begin({ kind: "streaming", file: FILE, signal: "sine", levelDb: -20, channels: null }), null);
    store.end(null);
    assert.ok(store.begin({ kind: "streaming", file: FILE, signal: "sine", levelDb: -20, channels: null }) !== null);
  });

  it("stops by signal and waits for the end", async () => {
    const store = new LabStore();
    const signal = store.begin({ kind: "streaming", file: FILE, signal: "sine", levelDb: -20, channels: null });
    store.stop();
    assert.equal(signal?.aborted, true);
    assert.equal(store.activity.kind, "stopping");
    store.progress("late news", 0.5);
    assert.equal(store.activity.kind, "stopping");
    const idle = store.whenIdle();
    store.end(null);
    await idle;
    assert.equal(store.activity.kind, "idle");
  });

  it("tells each change, and keeps results by file until the file is closed", () => {
    const store = new LabStore();
    let changes = 0;
    const subscription = store.changed.listen(() => {
      changes += 1;
    });
    store.begin({ kind: "testing", file: FILE, step: "", fraction: null });
    store.progress("Playing", 0.5);
    const measurement = measurementOf("");
    store.end({ file: FILE, outcome: { kind: "tested", measurement } });
    assert.equal(changes, 3);
    assert.equal(store.measurement(FILE), measurement);
    assert.equal(store.measurement("file:///other"), null);
    subscription.dispose();
    store.forget(FILE);
    assert.equal(changes, 3);
    assert.equal(store.measurement(FILE), null);
  });

  it("keeps the last measurement when a stream fails after it", () => {
    const store = new LabStore();
    const measurement = measurementOf("");
    store.begin({ kind: "testing", file: FILE, step: "", fraction: null });
    store.end({ file: FILE, outcome: { kind: "tested", measurement } });
    store.begin({ kind: "streaming", file: FILE, signal: "sine", levelDb: -20, channels: null });
    const error = { code: "x", message: "", hint: "", where: null, host: null };
    store.end({ file: FILE, outcome: { kind: "failed", error, measurement } });
    assert.equal(store.outcome(FILE).kind, "failed");
    assert.equal(store.measurement(FILE), measurement);
  });
});
