import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { findingCodes } from "../../../extension/config/findingCodes.ts";
import type { FindingCode } from "../../../extension/config/findingCodes.ts";
import { findingTitles } from "../../../extension/config/findingTitles.ts";
import { fixAll } from "../../../extension/config/fixAll.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";

const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");

/** One heading of the page: its code, its text, and its examples: how it comes about, and how it is better. */
const sections = [...page.matchAll(/^## (\S+)\n(.*?)(?=^#{1,2} |$(?![\s\S]))/gms)].map(([, code = "", body = ""]) => ({
  code,
  body,
  examples: [...body.matchAll(/```toml\n(.*?)```/gs)].map(([, text = ""]) => text),
}));

describe("the page of findings", () => {
  it("has one heading for each code, and for nothing else", () => {
    assert.deepEqual(sections.map(({ code }) => code).sort(), Object.keys(findingCodes).sort());
  });

  it("says what it is and how grave, as the checker does", () => {
    for (const { code, body } of sections) {
      const kind = findingCodes[code as FindingCode];
      assert.ok(body.includes(`**${findingTitles()[code as FindingCode]}** · ${kind.severity}`), code);
      assert.ok(body.replace(/```.*?```/gs, "").trim().split("\n").length >= 3, `${code} has no explanation`);
    }
  });

  const told = sections.flatMap(({ code, examples: [before, after] }) => (before === undefined ? [] : [{ code, before, after }]));

  it("has examples of nearly everything that the text alone tells", () => {
    assert.ok(told.length >= 70, String(told.length));
  });

  for (const { code, before, after } of told) {
    it(`shows ${code} as it is`, () => {
      const codes = (text: string): string[] => checkConfig(parseConfig(text)).map((finding) => finding.code);
      assert.ok(codes(before).includes(code), `${before}\n${codes(before).join()}`);
      if (after !== undefined) {
        assert.ok(!codes(after).includes(code), after);
        const fixed = applyEdits(before, fixAll(before, { code: code as FindingCode }));
        // Where the fix is a safe one, the page shows what it makes.
        if (fixed !== before && !after.startsWith("# left out")) assert.equal(fixed.trim(), after.trim());
      }
    });
  }
});
