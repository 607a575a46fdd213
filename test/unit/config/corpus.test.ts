import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { DriverName, Finding } from "../../../extension/config/finding.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { stockVerdict } from "../../../extension/config/stockVerdict.ts";

interface Case {
  readonly file: string;
  readonly flexasio: "ok" | "error";
  readonly flexlab: "ok" | "error";
  /** `code:line`, in the order of the text. */
  readonly findings: readonly string[];
}

const folder = new URL("../../corpus/config/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("corpus.json", folder), "utf8")) as readonly Case[];

describe("the corpus of configurations", () => {
  it("tells of every file, and has every file it tells of", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".toml"));
    assert.deepEqual(files.sort(), cases.map((one) => one.file).sort());
    assert.ok(files.length >= 60);
  });

  for (const one of cases) {
    it(one.file, () => {
      const text = readFileSync(new URL(one.file, folder), "utf8");
      const findings = checkConfig(parseConfig(text));
      assert.deepEqual(
        findings.map((finding) => `${finding.code}:${String(finding.range.start.line)}`).sort(),
        [...one.findings].sort(),
      );
      assert.equal(verdict(findings, "flexasio"), one.flexasio, "verdict for FlexASIO");
      assert.equal(verdict(findings, "flexlab"), one.flexlab, "verdict for FlexLab");
      assert.equal(stockVerdict(text).verdict === "ok" ? "ok" : "error", one.flexasio, "FlexASIO's own reader");
    });
  }
});

function verdict(findings: readonly Finding[], driver: DriverName): "ok" | "error" {
  return findings.some((finding) => finding.severity === "error" && finding.drivers.includes(driver)) ? "error" : "ok";
}
