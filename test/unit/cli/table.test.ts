import assert from "node:assert/strict";
import { columnsOf, printable } from "../../../extension/cli/style.ts";
import { tableLines } from "../../../extension/cli/table.ts";

describe("tables in the terminal", () => {
  it("aligns columns by what the terminal shows", () => {
    const lines = tableLines(
      [{ title: "name", align: "left" }, { title: "n", align: "right" }, { title: "", align: "left" }],
      [["é日", "10", ""], ["plain name", "2", "x"]],
    );
    assert.deepEqual(lines, ["name         n", "é日         10", "plain name   2  x"]);
  });

  it("counts columns of wide, combining and ordinary characters", () => {
    assert.deepEqual(["abc", "日本", "e\u0301", "\u{1f3a7}", ""].map(columnsOf), [3, 4, 1, 2, 0]);
  });

  it("shows control characters instead of sending them", () => {
    assert.equal(printable("a\u001b[2J\nb"), "a\\u001b[2J\\u000ab");
  });
});
