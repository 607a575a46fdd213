import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { checkFile } from "../../../extension/config/checkFile.ts";
import { encodingOf } from "../../../extension/config/encoding.ts";
import type { DriverName, Finding } from "../../../extension/config/finding.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { stockVerdict } from "../../../extension/config/stockVerdict.ts";

interface Case {
  readonly file: string;
  readonly flexasio: "ok" | "error";
  readonly flexlab: "ok" | "error";
  /** `code:line`, in the order of the text. */
  readonly findings: readonly string[];
  /** Why the verdict for FlexASIO is what it is: what was measured, or which part of it decides. Never a guess. */
  readonly source: string;
}

/** What is known of FlexASIO's configuration, a statement each, with the cases that show it. */
interface Statement {
  readonly says: string;
  readonly cases: readonly string[];
  /** Why no file shows it, or not all of it, and what does. */
  readonly elsewhere?: string;
}

const folder = new URL("../../corpus/config/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("corpus.json", folder), "utf8")) as readonly Case[];

describe("the corpus of configurations", () => {
  it("tells of every file, and has every file it tells of", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".toml"));
    assert.deepEqual(files.sort(), cases.map((one) => one.file).sort());
    assert.ok(files.length >= 200);
  });

  it("names a source for every verdict; where that is a file that FlexASIO was run on, there is one", () => {
    const measured = readFileSync(new URL("stock-verdicts.jsonl", folder), "utf8");
    for (const { file, source, flexasio } of cases) {
      assert.match(source, /^[^:]+: ./, file);
      const [, message] = /^stock-verdicts\.jsonl: (.*)$/.exec(source) ?? [];
      if (message !== undefined) {
        assert.ok(measured.includes(message) && flexasio === "error", file);
      }
    }
  });

  it("shows every statement about FlexASIO's configuration, or says what shows it", () => {
    const statements = JSON.parse(readFileSync(new URL("statements.json", folder), "utf8")) as readonly Statement[];
    const known = new Set(cases.map(({ file }) => file));
    assert.equal(new Set(statements.map(({ says }) => says)).size, statements.length);
    for (const { says, cases: shownBy, elsewhere } of statements) {
      assert.ok(shownBy.length > 0 || elsewhere !== undefined, says);
      for (const file of shownBy) assert.ok(known.has(file), `${says}: ${file}`);
      for (const [path] of (elsewhere ?? "").matchAll(/test\/[\w./]+/g)) {
        assert.ok(existsSync(new URL(`../../../${path}`, import.meta.url)), `${says}: ${path}`);
      }
    }
  });

  for (const one of cases) {
    it(one.file, () => {
      const bytes = readFileSync(new URL(one.file, folder));
      const encoding = encodingOf(bytes);
      const text = new TextDecoder(encoding === "utf-16" ? "utf-16le" : "utf-8", { ignoreBOM: true }).decode(bytes);
      const file = checkFile({ name: null, folderIsWhereTheDriverReads: null, encoding, neighbours: null }, text);
      const findings = [...checkConfig(parseConfig(text)), ...file.map(({ finding }) => finding)];
      assert.deepEqual(
        findings.map((finding) => `${finding.code}:${String(finding.range.start.line)}`).sort(),
        [...one.findings].sort(),
      );
      assert.equal(verdict(findings, "flexasio"), one.flexasio, "verdict for FlexASIO");
      assert.equal(verdict(findings, "flexlab"), one.flexlab, "verdict for FlexLab");
      if (encoding === "utf-8") {
        assert.equal(stockVerdict(text).verdict === "ok" ? "ok" : "error", one.flexasio, "FlexASIO's own reader");
      }
    });
  }
});

function verdict(findings: readonly Finding[], driver: DriverName): "ok" | "error" {
  return findings.some((finding) => finding.severity === "error" && finding.drivers.includes(driver)) ? "error" : "ok";
}
