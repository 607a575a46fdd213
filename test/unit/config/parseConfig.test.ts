import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTOML } from "toml-eslint-parser";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { explainConfig } from "../../../extension/config/explainConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { renderExplanation } from "../../../extension/config/renderExplanation.ts";
import type { Statement } from "../../../extension/config/statement.ts";
import { plainValue } from "../../../extension/config/tomlValue.ts";
import { anyText, fileText, validLine } from "./generators.ts";

/** Each statement as `kind text`, errors with their code and what they underline. */
function outline(text: string): string[] {
  const document = parseConfig(text);
  const cut = (span: { start: number; end: number }): string => document.text.slice(span.start, span.end);
  return document.statements.map((statement: Statement) =>
    statement.kind === "error"
      ? `error ${statement.code} <${cut(statement.errorSpan)}>`
      : `${statement.kind} ${cut(statement.span)}`,
  );
}

describe("splitting into statements", () => {
  it("takes one line each, with comments and blank lines", () => {
    assert.deepEqual(outline('# top\n\nbackend = "MME" # why\n[input]\n'), [
      "comment # top",
      "blank ",
      'keyValue backend = "MME" # why',
      "header [input]",
    ]);
  });

  it("joins lines inside long strings, lists and braces", () => {
    assert.deepEqual(outline('a = """x\n[input]\n"""\nb = [ # c\n [1],\n [3]\n]\nc = \'\'\'\nd = 1\n\'\'\' # e\n'), [
      'keyValue a = """x\n[input]\n"""',
      "keyValue b = [ # c\n [1],\n [3]\n]",
      "keyValue c = '''\nd = 1\n''' # e",
    ]);
  });

  it("goes on at the next option or table when a bracket is not closed", () => {
    assert.deepEqual(outline("a = [1,\n\n# note\n[input]\nchannels = 2\n"), [
      "error unclosed-bracket <[1,>",
      "blank ",
      "comment # note",
      "header [input]",
      "keyValue channels = 2",
    ]);
    assert.deepEqual(outline("a = [1,\n 2,\nb = 3"), ["error unclosed-bracket <[1,>", "keyValue b = 3"]);
    assert.deepEqual(outline('input = { device = "x",\n[output]\nb = 3'), [
      'error unclosed-bracket <{ device = "x",>',
      "header [output]",
      "keyValue b = 3",
    ]);
  });

  it("blames the line that is left open, not those below it", () => {
    assert.deepEqual(outline("a = { b = [\n1,\n2x }\nc = 1"), ["error unclosed-bracket <{ b = [>", ...outline("1,\n2x }\nc = 1")]);
  });

  it("reads lists inside an inline table over as many lines as they have", () => {
    const text = `a = { b = [\n${"1,\n".repeat(60)}] }`;
    assert.deepEqual(outline(`${text}\nc = 1`), [`keyValue ${text}`, "keyValue c = 1"]);
  });

  it("takes an inline table over several lines as one mistake", () => {
    assert.deepEqual(outline("input = {\n  channels = 2\n}\nb = 1"), ["error inline-table-newline <{>", "keyValue b = 1"]);
  });

  it("loses one line to a string that is not closed", () => {
    assert.deepEqual(outline('a = """x\nb = 1\n[input]'), ['error unterminated-string <"""x>', "keyValue b = 1", "header [input]"]);
    assert.deepEqual(outline('a = "x\nb = 1'), ['error unterminated-string <"x>', "keyValue b = 1"]);
  });

  it("does not take brackets and quotes in comments and strings for structure", () => {
    assert.deepEqual(outline('a = "[" # {\nb = 1 # """\nc = \'{\'\n'), ['keyValue a = "[" # {', 'keyValue b = 1 # """', "keyValue c = '{'"]);
  });
});

describe("one error per statement, at the right place", () => {
  const cases: readonly [string, string, string][] = [
    ["device =", "missing-value", "device ="],
    ["device = # note", "missing-value", "device ="],
    ["devi", "missing-equals", "devi"],
    ["two words", "missing-equals", "two words"],
    ["[outp", "unclosed-header", "[outp"],
    ["[output # note", "unclosed-header", "[output"],
    ["[[input]", "unclosed-header", "[[input]"],
    ["[]", "invalid-key", "[]"],
    ["[input] x", "text-after-header", "x"],
    ['a = "x" y', "text-after-value", "y"],
    ['a = "x', "unterminated-string", '"x'],
    ['a = "C:\\Users"', "invalid-escape", "\\U"],
    ["a = True", "invalid-value", "True"],
    ["a = MME # x", "invalid-value", "MME"],
    ["a = .5", "invalid-number", ".5"],
    ["a = 5.", "invalid-number", "5."],
    ["a = 007", "invalid-number", "007"],
    ["a = 1__0", "invalid-number", "1__0"],
    ["a = 48000Hz", "text-after-value", "Hz"],
    ["a = 2026-13-45", "invalid-date", "2026-13-45"],
    ["a = 0,5", "invalid-number", "0,5"],
    ["a = 10 ms", "text-after-value", "ms"],
    ["a = Focusrite USB # note", "invalid-value", "Focusrite USB"],
    ["a = [1 2]", "syntax-error", "2"],
    ["a = [True, 2]", "invalid-value", "True"],
    ["a = { b = 1, }", "inline-table-comma", "}"],
    ["[[a] ]", "invalid-key", "[[a] ]"],
    ['"open = 1', "unterminated-string", '"open = 1'],
    ["a = [1, 2", "unclosed-bracket", "[1, 2"],
    ["a = { b = 1", "unclosed-bracket", "{ b = 1"],
    ["a = { b = 1, b = 2 }", "inline-table-duplicate", "b"],
    ["= 3", "invalid-key", "="],
    ["größe = 1", "invalid-key", "größe"],
    ["a = 9223372036854775808", "integer-too-large", "9223372036854775808"],
    ["a = [1, -9223372036854775809]", "integer-too-large", "-9223372036854775809"],
    ['a = "\u0001"', "control-character", "\u0001"],
    ["# \u0001", "control-character", "\u0001"],
    [`a = ${"[".repeat(300)}${"]".repeat(300)}`, "nested-too-deep", `${"[".repeat(300)}${"]".repeat(300)}`],
  ];
  for (const [line, code, underlined] of cases) {
    it(`${line.slice(0, 30)} → ${code}`, () => {
      // The lines around it must not matter, and the error must not move onto them.
      for (const end of ["\n", "\r\n"]) {
        const got = outline(`[input]${end}${line}${end}channels = 2`);
        const want = `error ${code} <${underlined}>`;
        assert.deepEqual(got.slice(0, 2), ["header [input]", want]);
        assert.deepEqual(got.slice(-1), ["keyValue channels = 2"]);
        assert.equal(got.length, 3);
      }
    });
  }
});

describe("the document", () => {
  it("finds options however they are written", () => {
    const document = parseConfig('backend = "MME"\ninput.device = "a"\noutput = { channels = 2, "sampleType" = "Int16" }\n');
    assert.equal(document.find("top", "backend")?.written, "line");
    assert.equal(document.find("input", "device")?.written, "dotted");
    assert.equal(document.find("output", "channels")?.written, "inline");
    assert.equal(document.find("output", "sampleType")?.keyPart.quoted, true);
    assert.equal(document.find("output", "device"), null);
  });

  it("has exact ranges of keys and values", () => {
    const document = parseConfig('\uFEFF[output]\r\n\tdevice\t=  "Ü🎧" # c');
    const entry = document.find("output", "device");
    assert.ok(entry?.value);
    assert.deepEqual(document.rangeOf(entry.keyPart.span), { start: { line: 1, character: 1 }, end: { line: 1, character: 7 } });
    assert.deepEqual(document.rangeOf(entry.value.span), { start: { line: 1, character: 11 }, end: { line: 1, character: 16 } });
    assert.deepEqual(document.header("output") && document.rangeOf(document.header("output")?.span ?? { start: 0, end: 0 }), {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 8 },
    });
  });

  it("tells whole numbers from floats, and keeps all 64 bits", () => {
    const document = parseConfig("a = 480\nb = 480.0\nc = 9223372036854775807");
    assert.deepEqual(
      document.entries.map((entry) => entry.value?.type),
      ["integer", "float", "integer"],
    );
    const c = document.find("top", "c")?.value;
    assert.equal(c?.type === "integer" ? c.exact : null, 9223372036854775807n);
  });

  it("knows where an option stands whose value is missing", () => {
    const document = parseConfig("[input]\ndevice =\n");
    assert.equal(document.find("input", "device"), null);
    assert.equal(document.findAll("input", "device").length, 1);
  });

  it("ends a table at half a header", () => {
    assert.equal(parseConfig('[input]\n[outp\ndevice = "x"').find("input", "device"), null);
  });

  it("tells the table that a place belongs to", () => {
    const document = parseConfig("a = 1\n[input]\n\n[output]\n");
    assert.deepEqual(document.tableAt(0), []);
    assert.deepEqual(document.tableAt(14), ["input"]);
    assert.deepEqual(document.tableAt(document.text.length), ["output"]);
  });
});

describe("reading any text", () => {
  it("never throws, and neither does anything built on it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fileText), (text) => {
        const document = parseConfig(text);
        checkConfig(document);
        effectiveConfig(document);
        renderExplanation(explainConfig(document));
      }),
      { numRuns: 500 },
    );
  });

  it("loses nothing: statements and line ends make up the text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fileText), (text) => {
        const { statements, lines } = parseConfig(text);
        let at = lines.bom ? 1 : 0;
        for (const { span } of statements) {
          assert.match(text.slice(at, span.start), /^(\r\n|\r|\n)?$/);
          assert.ok(span.end >= span.start);
          at = span.end;
        }
        assert.match(text.slice(at), /^(\r\n|\r|\n)?$/);
      }),
      { numRuns: 500 },
    );
  });

  it("reads single lines exactly as the parser for whole documents does", () => {
    fc.assert(
      fc.property(validLine, (line) => {
        let tree: ReturnType<typeof parseTOML>;
        try {
          // With a line end: at the end of its text the parser gives a lone "0" no length.
          tree = parseTOML(`${line}\n`, { tomlVersion: "1.0" });
        } catch {
          assert.equal(parseConfig(line).statements[0]?.kind, "error");
          return;
        }
        const node = tree.body[0].body[0];
        const statement = parseConfig(line).statements[0];
        if (node === undefined) {
          assert.ok(statement === undefined || statement.kind === "blank" || statement.kind === "comment");
        } else if (node.type === "TOMLTable") {
          assert.ok(statement?.kind === "header");
          assert.deepEqual(statement.brackets, { start: node.range[0], end: node.range[1] });
          assert.deepEqual(statement.key.span, { start: node.key.range[0], end: node.key.range[1] });
        } else {
          assert.ok(statement?.kind === "keyValue");
          assert.deepEqual(statement.key.span, { start: node.key.range[0], end: node.key.range[1] });
          assert.deepEqual(statement.value.span, { start: node.value.range[0], end: node.value.range[1] });
          if (node.value.type === "TOMLValue" && node.value.kind !== "offset-date-time") {
            const plain = plainValue(statement.value);
            assert.ok(Object.is(plain, node.value.value) || node.value.value instanceof Date);
          }
          const comment = tree.comments[0];
          assert.deepEqual(statement.comment, comment === undefined ? null : { start: comment.range[0], end: comment.range[1] });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("agrees with the parser for whole documents on what is valid", () => {
    fc.assert(
      fc.property(fileText, (text) => {
        let valid = true;
        try {
          parseTOML(text.replace(/^\uFEFF/, ""), { tomlVersion: "1.0" });
        } catch {
          valid = false;
        }
        const syntax = checkConfig(parseConfig(text)).filter(
          (finding) => finding.layer === "syntax" && finding.drivers.includes("flexlab"),
        );
        assert.equal(syntax.length === 0, valid, JSON.stringify(syntax.map((finding) => finding.code)));
      }),
      { numRuns: 500 },
    );
  });

  // How long it takes is measured by the benchmark of the parser; here it must come back at all.
  const nasty: Readonly<Record<string, string>> = {
    quotes: '"'.repeat(100_000),
    "single quotes": "'".repeat(100_000),
    brackets: "[".repeat(100_000),
    "brackets as a value": `a = ${"[".repeat(100_000)}`,
    braces: `a = ${"{".repeat(100_000)}`,
    "unclosed lists": "a = [\n".repeat(3_000),
    "unclosed inline tables": "a = {\n".repeat(3_000),
    "unclosed long strings": 'a = """\\\n'.repeat(3_000),
    "escaped quotes": `a = """${'\\"""'.repeat(25_000)}`,
    backslashes: `a = "${"\\".repeat(100_000)}`,
    "one long key": "x".repeat(100_000),
    "dotted key": `${"a.".repeat(20_000)}b = 1`,
    "dotted header": `[${"a.".repeat(10_000)}b]\n${"c = 1\n".repeat(3_000)}`,
    headers: "[input]\n".repeat(4_000),
    "unknown headers": Array.from({ length: 3_000 }, (_, index) => `[t${String(index)}]\nk = 1`).join("\n"),
    "lists of tables": "[[input]]\n".repeat(3_000),
    "the same key": "channels = 0\n".repeat(3_000),
    "the same key in a table": `[input]\n${"channels = 0\n".repeat(3_000)}`,
    "misplaced keys": `[input]\n${'backend = "MME"\n'.repeat(3_000)}`,
    "unknown keys": Array.from({ length: 3_000 }, (_, index) => `Device${String(index)} = 1`).join("\n"),
    "carriage returns": "\r".repeat(100_000),
    "spaces and equals": `${" ".repeat(50_000)}=${" ".repeat(50_000)}`,
    "a long regular expression": `[input]\ndeviceRegex = '${"(a*)*".repeat(20_000)}'`,
    "nested inline tables": `a = ${"{ a = ".repeat(250)}1${" }".repeat(250)}\n`.repeat(30),
  };
  for (const [name, text] of Object.entries(nasty)) {
    it(`comes back from ${name}`, () => {
      assert.ok(checkConfig(parseConfig(text)).length >= 0);
    });
  }
});
