import assert from "node:assert/strict";
import { panelHistory } from "../../../extension/editor/panelHistory.ts";
import { MOST_RUNS, readRunRecords, withoutFile, withRun } from "../../../extension/editor/runRecords.ts";
import type { FileRuns } from "../../../extension/editor/runRecords.ts";
import type { Report } from "../../../extension/lab/report.ts";
import { diffReports } from "../../../extension/lab/diff/diffReports.ts";
import { failedReport, manyGlitches, report } from "../../webview/samples.ts";
import { runsOf } from "../../webview/historySamples.ts";

function at(second: number, run: Report = report): Report {
  return { ...run, startedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString() };
}

describe("the runs that are kept of a file", () => {
  it("are bounded in number, the newest first, each once", () => {
    let known: readonly FileRuns[] = [];
    for (let second = 0; second < MOST_RUNS + 5; second += 1) known = withRun(known, "file:///a.toml", at(second));
    known = withRun(known, "file:///a.toml", at(MOST_RUNS + 4));
    const [{ runs } = { runs: [] }] = known;
    assert.equal(runs.length, MOST_RUNS);
    assert.equal(runs[0]?.startedAt, at(MOST_RUNS + 4).startedAt);
    assert.equal(runs.at(-1)?.startedAt, at(5).startedAt);
  });

  it("weigh little whatever the run found, and compare as the whole reports do", () => {
    const large = { ...manyGlitches(5000), quality: null, integrity: { ...report.integrity, gainDb: Array.from({ length: 256 }, () => 0.5), channelMatrix: Array.from({ length: 256 }, () => Array.from({ length: 256 }, () => 0)) } };
    const [{ runs: [kept] } = { runs: [] }] = withRun([], "file:///a.toml", at(1, large));
    assert.ok(kept !== undefined);
    assert.ok(JSON.stringify(kept).length < 2500, `${JSON.stringify(kept).length} characters`);
    assert.deepEqual(diffReports(kept, report).figures, diffReports(large, report).figures);
    let all: readonly FileRuns[] = [];
    for (let file = 0; file < 40; file += 1) for (let second = 0; second < MOST_RUNS; second += 1) all = withRun(all, `file:///${String(file)}.toml`, at(second, large));
    assert.ok(JSON.stringify(all).length < 700_000, "below what the editor's storage warns of, in a file of names this long");
    assert.equal(all[0]?.file, "file:///39.toml");
  });

  it("come back from storage, and what is not ours there does no harm", () => {
    const known = withRun(withRun([], "file:///a.toml", at(1)), "file:///b.toml", at(2, failedReport));
    assert.deepEqual(readRunRecords(JSON.parse(JSON.stringify(known))), JSON.parse(JSON.stringify(known)));
    const ofDriver = withRun([], "flexlab-driver:/ASIO4ALL", at(1, { ...report, config: null, driver: { name: "ASIO4ALL", clsid: null, dll: null, ownName: null, version: null } }));
    assert.deepEqual(readRunRecords(JSON.parse(JSON.stringify(ofDriver))), JSON.parse(JSON.stringify(ofDriver)));
    const rubbish = [null, 4, { file: "x" }, { file: 3, runs: [] }, { file: "file:///c.toml", runs: [null, { schema: "flexlab-report/1" }, { ...report, timing: null }, report] }];
    assert.deepEqual(readRunRecords(rubbish).map(({ file, runs }) => [file, runs.length]), [["file:///c.toml", 1]]);
    for (const other of [undefined, null, "runs", { runs: [] }]) assert.deepEqual(readRunRecords(other), []);
    assert.deepEqual(withoutFile(known, "file:///b.toml").map(({ file }) => file), ["file:///a.toml"]);
  });
});

describe("the history that the panel shows", () => {
  const runs = runsOf(5);

  it("puts the last run beside the one before, unless two others are chosen", () => {
    const { pair, isChosen, diff } = panelHistory(runs, null);
    assert.deepEqual(pair, { before: runs[1]?.startedAt, after: runs[0]?.startedAt });
    assert.equal(isChosen, false);
    assert.ok(diff !== null);
    const chosen = { before: runs[4]?.startedAt ?? "", after: runs[2]?.startedAt ?? "" };
    assert.deepEqual(panelHistory(runs, chosen).pair, chosen);
    assert.ok(panelHistory(runs, chosen).diff?.figures.some(({ figure, judged }) => figure === "round trip" && judged === "better"));
    assert.deepEqual(panelHistory(runs, { ...chosen, before: "gone" }).pair, pair, "a run that is no longer kept");
  });

  it("has nothing to compare with fewer than two, and milliseconds only of what was measured", () => {
    assert.deepEqual(panelHistory([], null), { runs: [], pair: null, isChosen: false, diff: null });
    const [failed] = panelHistory([at(1, failedReport)], null).runs;
    assert.deepEqual([failed?.roundTripMs, failed?.reportedMs, failed?.glitches, failed?.bufferFrames], [null, null, null, null]);
    assert.equal(failed?.sentence, failedReport.error?.message);
    const [measured] = panelHistory([report], null).runs;
    assert.deepEqual([measured?.roundTripMs?.toFixed(3), measured?.reportedMs], ["25.708", 20]);
  });
});
