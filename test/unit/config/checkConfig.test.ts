import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { Finding } from "../../../extension/config/finding.ts";
import { findingCodes } from "../../../extension/config/findingCodes.ts";
import type { FindingCode } from "../../../extension/config/findingCodes.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { stockVerdict } from "../../../extension/config/stockVerdict.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { anyText, fileText } from "./generators.ts";

const corpus = new URL("../../corpus/config/", import.meta.url);
const stockRows = readFileSync(new URL("stock-verdicts.jsonl", corpus), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { text: string; verdict: "ok" | "parse" | "config"; message: string });
const corpusTexts = readdirSync(corpus)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => readFileSync(new URL(name, corpus), "utf8"));

function stops(findings: readonly Finding[], driver: "flexasio" | "flexlab"): boolean {
  return findings.some((finding) => finding.severity === "error" && finding.drivers.includes(driver));
}

function only(text: string, code: FindingCode): Finding {
  const findings = checkConfig(parseConfig(text)).filter((finding) => finding.code === code);
  assert.equal(findings.length, 1, `one ${code} in ${JSON.stringify(text)}`);
  const [finding] = findings;
  assert.ok(finding);
  return finding;
}

describe("the verdict for stock FlexASIO", () => {
  it("is what its own reader and checks said of 400 files", () => {
    assert.equal(stockRows.length, 400);
    for (const row of stockRows) {
      assert.equal(stockVerdict(row.text).verdict, row.verdict, JSON.stringify(row));
      assert.equal(stops(checkConfig(parseConfig(row.text)), "flexasio"), row.verdict !== "ok", JSON.stringify(row));
    }
  });

  it("agrees with the findings on any text", () => {
    fc.assert(
      fc.property(fc.oneof(fileText, anyText), (text) => {
        assert.equal(stops(checkConfig(parseConfig(text)), "flexasio"), stockVerdict(text).verdict !== "ok");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("findings", () => {
  it("are well formed: sentences, places inside the text, drivers, known codes", () => {
    fc.assert(
      fc.property(fc.oneof(fileText, fc.constantFrom(...corpusTexts)), (text) => {
        const document = parseConfig(text);
        let last = -1;
        for (const finding of checkConfig(document)) {
          assert.ok(findingCodes[finding.code]);
          assert.match(finding.message, /[.?!]$/);
          assert.match(finding.hint, /\S/);
          assert.ok(finding.message.length <= 160, finding.message);
          assert.ok(finding.drivers.length > 0);
          const start = document.offsetAt(finding.range.start);
          assert.ok(start >= last);
          last = start;
          assert.deepEqual(document.positionAt(start), finding.range.start);
          assert.deepEqual(document.positionAt(document.offsetAt(finding.range.end)), finding.range.end);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("have at most one syntax error of a statement", () => {
    fc.assert(
      fc.property(fileText, (text) => {
        const document = parseConfig(text);
        const lines = new Map<number, number>();
        for (const finding of checkConfig(document)) {
          if (finding.layer === "syntax" && finding.code !== "lone-carriage-return") {
            const statement = document.statements.findIndex((one) => one.span.end >= document.offsetAt(finding.range.start));
            lines.set(statement, (lines.get(statement) ?? 0) + 1);
          }
        }
        assert.ok([...lines.values()].every((count) => count === 1));
      }),
      { numRuns: 400 },
    );
  });

  it("have fixes that take the finding away and bring no new syntax error", () => {
    let tried = 0;
    for (const text of [...corpusTexts, ...stockRows.map((row) => row.text)]) {
      const before = checkConfig(parseConfig(text));
      const count = (findings: readonly Finding[], test: (finding: Finding) => boolean): number => findings.filter(test).length;
      for (const finding of before) {
        for (const fix of finding.fixes) {
          tried++;
          const result = applyEdits(text, fix.edits);
          const after = checkConfig(parseConfig(result));
          const same = (other: Finding): boolean => other.code === finding.code && other.message === finding.message;
          assert.ok(count(after, same) < count(before, same), `${fix.title}: ${JSON.stringify(text)} → ${JSON.stringify(result)}`);
          // Two statements that become one name is what a fix may not do; a second finding of another layer may show up.
          const broken = (other: Finding): boolean => other.layer === "syntax" && other.code !== "duplicate-key";
          assert.ok(count(after, broken) <= count(before, broken), `${fix.title}: ${JSON.stringify(text)} → ${JSON.stringify(result)}`);
        }
      }
    }
    assert.ok(tried > 300);
  });

  it("know every code, and every code is found in some file", () => {
    const extra = [
      "a = \"\u0001\"", `a = ${"[".repeat(300)}`, "a = 2026-13-45", "input = { a = 1, a = 2 }",
      // Read by both, but not to the same value: the line end stays in the text for the older reader.
      'backend = """\r\nMME"""\r\n', "[input]\ndevice = \"\uFFFD\"\n", "input = { \"a b\" = 1 }\n",
    ];
    const found = new Set(
      [...corpusTexts, ...stockRows.map((row) => row.text), ...extra].flatMap((text) =>
        checkConfig(parseConfig(text)).map((finding) => finding.code),
      ),
    );
    // Those of devices and of the file itself come from elsewhere.
    const ours: readonly string[] = ["syntax", "dialect", "schema", "rules", "backend"];
    const missing = (Object.keys(findingCodes) as FindingCode[]).filter(
      (code) => ours.includes(findingCodes[code].layer) && !found.has(code) && !/^(file|log)-/.test(code),
    );
    assert.deepEqual(missing, []);
  });

  it("stay within their layer, and are milder than usual only where no driver looks", () => {
    for (const text of corpusTexts) {
      for (const finding of checkConfig(parseConfig(text))) {
        const kind = findingCodes[finding.code];
        assert.equal(finding.layer, kind.layer, finding.code);
        if (finding.severity !== kind.severity) {
          // An ignored option that says what happens anyway, a value where no driver looks, a buffer that may just do, a
          // device that only one driver looks at before it opens it.
          assert.ok(
            ["unknown-value warning", "wasapi-only hint", "auto-convert-exclusive hint", "explicit-format-shared hint", "small-buffer information", "zero-latency information", "exclusive-latency hint", "loopback-exclusive warning"].includes(
              `${finding.code} ${finding.severity}`,
            ),
            `${finding.code} ${finding.severity}`,
          );
        }
      }
    }
  });

  it("guess what was meant, letters before slips", () => {
    assert.match(only('Backend = "MME"', "unknown-key").hint, /backend/);
    assert.match(only("[input]\nchanels = 2", "unknown-key").hint, /channels/);
    assert.match(only("[imput]", "unknown-table").hint, /\[input\]/);
    assert.match(only('backend = "wasapi"', "unknown-backend").hint, /Windows WASAPI/);
    assert.match(only('[input]\nsampleType = "Int64"', "unknown-value").hint, /Int/);
  });

  it("move an option to where it belongs", () => {
    const top = only('[input]\nbackend = "MME" # fast\nchannels = 2\n', "misplaced-key").fixes[0];
    assert.equal(applyEdits('[input]\nbackend = "MME" # fast\nchannels = 2\n', top?.edits ?? []), 'backend = "MME"\n\n[input]\nchannels = 2\n');
    const into = only("wasapiExclusiveMode = true\n[output]\n", "misplaced-key").fixes;
    assert.deepEqual(into.map((fix) => fix.title), ["Move wasapiExclusiveMode to [input]", "Move wasapiExclusiveMode to [output]"]);
    assert.equal(applyEdits("wasapiExclusiveMode = true\n[output]\n", into[1]?.edits ?? []), "[output]\nwasapiExclusiveMode = true\n");
  });

  it("put a table in braces on one line where that is all that is wrong", () => {
    const lines = "input = {\n  channels = 2,\n  device = 'x'\n}\n";
    assert.equal(applyEdits(lines, only(lines, "inline-table-newline").fixes[0]?.edits ?? []), "input = { channels = 2, device = 'x' }\n");
    assert.deepEqual(only('input = {a = { device = "" }\n device = "" }\n', "inline-table-newline").fixes, []);
  });

  it("point from the second of two to the first", () => {
    const twice = only('backend = "MME"\nbackend = "MME"\n', "duplicate-key");
    assert.equal(twice.range.start.line, 1);
    assert.equal(twice.related?.[0]?.range.start.line, 0);
    assert.equal(only("[input]\n[input]\n", "duplicate-table").related?.[0]?.range.start.line, 0);
  });

  it("do not hide each other behind a broken line", () => {
    const codes = checkConfig(parseConfig('devi\nbufferSizeSamples = 0\n[outp\n[input]\nDevice = "x"\n')).map((finding) => finding.code);
    assert.deepEqual(codes, ["missing-equals", "out-of-range", "unclosed-header", "unknown-key"]);
  });

  it("say nothing about options below half a header", () => {
    const codes = checkConfig(parseConfig("[outp\nchannels = 2\nbackend = 3\n")).map((finding) => finding.code);
    assert.deepEqual(codes, ["unclosed-header"]);
  });

  it("tell different sample types, the default counted", () => {
    assert.match(only('[output]\nsampleType = "Int16"', "unequal-sample-types").message, /Float32.*Int16/);
    const none = checkConfig(parseConfig('[input]\ndevice = ""\n[output]\nsampleType = "Int16"'));
    assert.deepEqual(none, []);
  });

  it("knows names that were garbled, and takes no other for one", () => {
    const told = (name: string): readonly string[] =>
      checkConfig(parseConfig(`[output]\ndevice = "${name}"\n`)).flatMap(({ code, fixes }) => (code === "device-garbled" ? fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText)) : []));
    assert.deepEqual(told("Lautsprecher (grÃ¼n)"), ['"Lautsprecher (grün)"']);
    assert.deepEqual(told("HÃ¶rer fÃ¼r GrÃ¶ÃŸe"), ['"Hörer für Größe"']);
    assert.deepEqual(told("ã‚¹ãƒ”ãƒ¼ã‚«ãƒ¼"), ['"スピーカー"']);
    for (const name of ["Speakers", "Hörer", "Größe", "スピーカー", "Café ™", "Ãrt", "naïve Ü–Ö"]) assert.deepEqual(told(name), [], name);
  });
});
