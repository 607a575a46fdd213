import assert from "node:assert/strict";
import type { Finding } from "../../../extension/config/finding.ts";
import { blockingErrors, forDrivers, gravestFirst, lookAlike, stillShown } from "../../../extension/editor/findingsDiff.ts";

function finding(message: string, line: number, more: Partial<Finding> = {}): Finding {
  return {
    code: "unknown-key",
    severity: "error",
    layer: "schema",
    message,
    hint: "",
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
    drivers: ["flexasio", "flexlab"],
    fixes: [],
    ...more,
  };
}

describe("findings while somebody types", () => {
  it("vanish at once when fixed, and new ones wait", () => {
    const shown = [finding("a", 1), finding("b", 2)];
    const now = [finding("b", 2), finding("c", 3)];
    assert.deepEqual(stillShown(shown, now), [finding("b", 2)]);
  });

  it("move with their line", () => {
    assert.deepEqual(stillShown([finding("a", 1)], [finding("a", 5)]), [finding("a", 5)]);
  });

  it("of equal ones as many stay as were shown", () => {
    assert.equal(stillShown([finding("a", 1)], [finding("a", 1), finding("a", 2)]).length, 1);
  });

  it("need not be shown again when nothing of them has changed that a user sees", () => {
    const related = (line: number): Partial<Finding> => ({ related: [{ message: "there", range: finding("", line).range }] });
    const list = [finding("a", 1), finding("b", 2, related(1))];
    assert.equal(lookAlike(list, [finding("a", 1, { fixes: [{ title: "Mend", edits: [], preferred: true }] }), finding("b", 2, related(1))]), true);
    assert.equal(lookAlike([], []), true);
    for (const other of [
      [finding("a", 1)],
      [...list, finding("c", 3)],
      [list[1], list[0]],
      [list[0], finding("b", 3, related(1))],
      [list[0], finding("b", 2, related(0))],
      [list[0], finding("b", 2)],
      [list[0], finding("b", 2, { ...related(1), severity: "warning" })],
      [list[0], finding("b", 2, { ...related(1), code: "unknown-table" })],
      [list[0], finding("b", 2, { ...related(1), hint: "Do it." })],
    ]) {
      const now = other.filter((one) => one !== undefined);
      assert.equal(lookAlike(list, now), false, JSON.stringify(now));
      assert.equal(lookAlike(now, list), false, JSON.stringify(now));
    }
  });

  it("are those of the chosen drivers", () => {
    const mine = finding("a", 1, { drivers: ["flexasio"] });
    assert.deepEqual(forDrivers([mine], new Set(["flexlab"])), []);
    assert.deepEqual(forDrivers([mine], new Set(["flexlab", "flexasio"])), [mine]);
  });

  it("come with the gravest first, so that errors are underlined in a file with hundreds of findings", () => {
    const list = [finding("hint", 1, { severity: "hint" }), finding("first", 2, { severity: "warning" }), finding("second", 3, { severity: "warning" }), finding("error", 4)];
    assert.deepEqual(gravestFirst(list).map((one) => one.message), ["error", "first", "second", "hint"]);
  });

  it("stop a test only when they are errors of our driver, the first in the text first", () => {
    const list = [
      finding("late", 9),
      finding("stock only", 1, { drivers: ["flexasio"] }),
      finding("warning", 2, { severity: "warning" }),
      finding("early", 3),
    ];
    assert.deepEqual(blockingErrors(list).map((one) => one.message), ["early", "late"]);
  });
});
