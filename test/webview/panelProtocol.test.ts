import assert from "node:assert/strict";

import { contentSecurityPolicy, panelPage } from "../../extension/editor/panelPage.ts";
import { PANEL_PROTOCOL_VERSION, parseFromPanel, parseSavedPanel } from "../../extension/editor/panelProtocol.ts";
import { state } from "./samples.ts";

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0]);

describe("messages of the page", () => {
  it("pass when they are of the protocol", () => {
    const messages = [
      { type: "ready", version: 1 },
      { type: "test" },
      { type: "start", signal: "sine", levelDb: -20, channels: null },
      { type: "adjust", signal: "pink", levelDb: 0, channels: null },
      { type: "start", signal: "silence", levelDb: -20, channels: null },
      { type: "stop" },
      { type: "fullTest" },
      { type: "pick", setting: "output" },
      { type: "pick", setting: "sampleType" },
      { type: "reveal", table: "output", key: "device" },
      { type: "reveal", table: "top", key: null },
      { type: "openConfig" },
      { type: "manageTrust" },
      { type: "copyReport" },
      { type: "saveReport" },
      { type: "restartAudio" },
      { type: "run", run: "compare" },
      { type: "run", run: "tune", proofMinutes: 2 },
      { type: "run", run: "dryRun", all: true },
      { type: "run", run: "selfTest" },
      { type: "use", run: "compare", row: 3 },
      { type: "use", run: "dryRun", row: 0 },
      { type: "use", run: "tune" },
      { type: "watch", drivers: true },
      { type: "savePlot", plot: "timing", png },
      { type: "compareRuns", before: "2026-11-20T14:00:00.000Z", after: "2026-11-20T14:01:00.000Z" },
      { type: "clearHistory" },
      { type: "choose", section: "path" },
      { type: "pin", pinned: true },
    ];
    for (const message of messages) assert.deepEqual(parseFromPanel(message), message);
  });

  it("carry nothing but what the protocol says", () => {
    assert.deepEqual(parseFromPanel({ type: "test", command: "rm" }), { type: "test" });
  });

  it("are refused when they are anything else", () => {
    const others: unknown[] = [
      null,
      undefined,
      "test",
      [],
      {},
      { type: "ready" },
      { type: "start" },
      { type: "start", signal: "noise" },
      { type: "start", signal: "sine" },
      { type: "start", signal: "sine", levelDb: 1, channels: null },
      { type: "adjust", signal: "sine", levelDb: Number.NaN },
      { type: "pick", setting: "both" },
      { type: "pick" },
      { type: "reveal", table: "__proto__", key: null },
      { type: "reveal", table: "top", key: 3 },
      { type: "choose", section: "attic" },
      { type: "pin" },
      { type: "watch" },
      { type: "savePlot", plot: "../x", png },
      { type: "savePlot", plot: "timing" },
      { type: "savePlot", plot: "timing", png: new Uint8Array([60, 115, 118, 103, 62]) },
      { type: "savePlot", plot: "timing", png: new Uint8Array([...png, ...new Uint8Array(4_000_000)]) },
      { type: "compareRuns", before: 1, after: 2 },
      { type: "watch", drivers: "all" },
      { type: "run" },
      { type: "run", run: "everything" },
      { type: "run", run: "tune" },
      { type: "run", run: "tune", proofMinutes: 1e9 },
      { type: "run", run: "dryRun" },
      { type: "use", run: "compare" },
      { type: "use", run: "compare", row: -1 },
      { type: "use", run: "dryRun", row: 0.5 },
      { type: "use", run: "selfTest", row: 0 },
      { type: "toString" },
    ];
    for (const other of others) assert.equal(parseFromPanel(other), null, JSON.stringify(other));
  });
});

describe("a saved panel", () => {
  it("comes back when it is of this version", () => {
    const saved = JSON.parse(JSON.stringify({ version: PANEL_PROTOCOL_VERSION, state })) as unknown;
    assert.deepEqual(parseSavedPanel(saved)?.state.report?.latency.measuredRoundTripFrames, 1234);
  });

  it("is dropped when it is not", () => {
    const others: unknown[] = [
      null,
      {},
      { version: 0, state },
      { version: PANEL_PROTOCOL_VERSION },
      { version: PANEL_PROTOCOL_VERSION, state: { ...state, report: { schema: "flexlab-report/9" } } },
    ];
    for (const other of others) assert.equal(parseSavedPanel(other), null);
  });
});

describe("the frame of the page", () => {
  it("allows our script and styles by nonce and nothing else", () => {
    const policy = contentSecurityPolicy("abc");
    assert.ok(policy.startsWith("default-src 'none'; "));
    assert.ok(!policy.includes("unsafe"));
    assert.ok(!policy.includes("*"));
    assert.ok(!policy.includes("http"));
    const page = panelPage({ scriptUri: "s.js", styleUri: "s.css", nonce: "abc", language: "en", translation: null, state });
    for (const tag of page.match(/<(script|style)[^>]*>/g) ?? []) assert.ok(tag.includes('nonce="abc"'), tag);
    assert.doesNotMatch(page, /<link|\sstyle="|\son\w+="/);
  });
});
