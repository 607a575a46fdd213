import assert from "node:assert/strict";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { fixAllSafe } from "../../../extension/config/fixAll.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { findingSummary, findingText, fixOffer } from "../../../extension/cli/findingText.ts";
import type { Finding } from "../../../extension/config/finding.ts";

describe("findings in the terminal", () => {
  const plain = { color: false, width: 100 };

  function finding(line: number, from: number, to: number, more: Partial<Finding> = {}): Finding {
    return {
      code: "unknown-key",
      severity: "warning",
      layer: "schema",
      message: "No such thing.",
      hint: "Do it so.",
      range: { start: { line, character: from }, end: { line, character: to } },
      drivers: ["flexasio", "flexlab"],
      fixes: [],
      ...more,
    };
  }

  it("tells place, severity, code and message, shows the line with a mark, then the way out", () => {
    assert.equal(
      findingText("a.toml", ["x = 1", "dvice = 2"], finding(1, 0, 5), plain),
      "a.toml:2:1: warning unknown-key No such thing.\n  2 | dvice = 2\n    | ^^^^^\n  help: Do it so.\n",
    );
  });

  it("names the driver when only one is meant, and leaves out a hint that is not there", () => {
    assert.equal(
      findingText("a.toml", ["x"], finding(0, 0, 1, { drivers: ["flexasio"], hint: "" }), plain),
      "a.toml:1:1: warning unknown-key No such thing. (flexasio only)\n  1 | x\n    | ^\n",
    );
  });

  for (const [what, line, from, to, shown] of [
    ["behind wide characters", 'd = "日本" 9', 9, 10, '  1 | d = "日本" 9\n    |            ^\n'],
    ["behind a tab", "\tx", 1, 2, "  1 |   x\n    |   ^\n"],
    ["behind an emoji, which is two UTF-16 units", "# \u{1f600} x", 5, 6, "  1 | # \u{1f600} x\n    |      ^\n"],
    ["on nothing", "x =", 3, 3, "  1 | x =\n    |    ^\n"],
  ] as const) {
    it(`puts the mark in its place ${what}`, () => {
      const text = findingText("f", [line], finding(0, from, to, { hint: "" }), plain);
      assert.equal(text.slice(text.indexOf("\n") + 1), shown);
    });
  }

  it("cuts long lines around the place, and lets no control character through", () => {
    const line = `${"a".repeat(5000)}\u001b[31mX${"b".repeat(5000)}`;
    const text = findingText("f", [line], finding(0, 5005, 5006), plain);
    assert.ok(text.length < 600);
    assert.ok(!text.includes("\u001b"));
    const [, shown = "", mark = ""] = text.split("\n");
    assert.equal(shown[mark.indexOf("^")], "X");
  });

  it("marks only the first line of what goes over several", () => {
    const over = finding(0, 4, 0, { range: { start: { line: 0, character: 4 }, end: { line: 2, character: 3 } }, hint: "" });
    assert.match(findingText("f", ['x = """', "y", '"""'], over, plain), / {4}\| {5}\^\^\^\n$/);
  });

  it("colours only where it may", () => {
    assert.ok(findingText("f", ["x"], finding(0, 0, 1), { color: true, width: 100 }).includes("\u001b[1;33mwarning"));
  });

  it("sums up, and says which driver starts when they differ", () => {
    const error = finding(0, 0, 1, { severity: "error" });
    assert.equal(findingSummary("f", []), "f: nothing to say against it.");
    assert.equal(findingSummary("f", [error, error, finding(0, 0, 1)]), "2 errors, 1 warning in f.");
    assert.equal(
      findingSummary("f", [{ ...error, drivers: ["flexasio"] }]),
      "1 error in f. FlexLab's driver starts with it; stock FlexASIO does not.",
    );
  });
});

describe("the offer to fix", () => {
  it("counts what --fix does, and calls no fix safe that it leaves", () => {
    // Either direction can be turned off, but not both.
    const text = '[input]\ndevice = "(None)"\n[output]\ndevice = "(None)"\n';
    const fixable = fixAllSafe(text);
    assert.equal(fixOffer(fixable), "1 can be fixed safely: add --fix.\n");
    const look = { color: false, width: 100 };
    const told = checkConfig(parseConfig(text)).map((finding) => findingText("a", [], finding, look, fixable)).join("");
    assert.equal(told.split("(safe)").length - 1, 1);
  });
});
