import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { ConfigDocument } from "../../../extension/config/configDocument.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import type { Statement } from "../../../extension/config/statement.ts";
import type { Span } from "../../../extension/config/text.ts";
import type { TomlKey, TomlValue } from "../../../extension/config/tomlValue.ts";
import { oracleReads, weRead } from "../../conformance/oracle.ts";
import { refusals } from "../../conformance/refusals.ts";
import { CASES, runs, text } from "./texts.ts";

describe("reading any text", function () {
  this.timeout(20_000 + CASES * 20);

  it("never throws, and everything it tells of stands in the text and in its own statement", () => {
    fc.assert(
      fc.property(text, (any) => {
        const document = parseConfig(any);
        effectiveConfig(document);
        const findings = checkConfig(document);
        for (const finding of findings) {
          const { start, end } = finding.range;
          assert.deepEqual(document.positionAt(document.offsetAt(start)), start, "a range in the text");
          assert.ok(document.offsetAt(start) <= document.offsetAt(end));
        }
        assert.ok(document.statements.every((statement) => isInside(statement)), "every piece in its statement");
        assert.ok(isWhole(document), "statements and line ends make up the text");
      }),
      runs(),
    );
  });

  it("accepts, refuses and understands what another reader of whole documents does, with the same ranges", () => {
    let compared = 0;
    fc.assert(
      fc.property(text, (any) => {
        // What they see differently, and why, is in differences.json.
        fc.pre(!/\r(?!\n)|\uFEFF|(?:[0-9]_?){19}|0[xob][0-9A-Fa-f_]{16}/.test(any));
        const theirs = oracleReads(any);
        const reasons = refusals(any);
        assert.equal(reasons.length === 0, theirs !== null, reasons.join());
        if (theirs !== null) {
          compared++;
          assert.deepEqual(weRead(parseConfig(any)), theirs);
        }
      }),
      runs(),
    );
    assert.ok(compared > CASES / 10, `only ${String(compared)} valid texts`);
  });

  it("sees the lines around a broken one as if it were not there", () => {
    const broken = fc.constantFrom(
      "devi", "device =", "[outp", "a = = 2", 'a = "open', "a = 'open", 'a = """open', "a = [1,", "a = {b = 1", "???", "a = True", 'a = "\\q"', "a = {b = 1,}", "a b = 1", "= 1", "a = [1 2]",
    );
    fc.assert(
      fc.property(broken, fc.constantFrom("\n", "\r\n"), (line, end) => {
        const around = (middle: string): string => ['# top', "x = 1", "[input]", "channels = 2", middle, "", "# note", "[output]", 'device = "y"', ""].join(end);
        const kinds = (one: string): string[] =>
          parseConfig(one).statements.map((statement) => `${statement.kind} ${one.slice(statement.span.start, statement.span.end)}`);
        assert.deepEqual(kinds(around(line)).filter((kind) => !kind.startsWith("error")), kinds(around("z = 1")).filter((kind) => kind !== "keyValue z = 1"));
      }),
    );
  });
});

/** Statements follow each other in the order of the text, with nothing but one line end between them. */
function isWhole({ text: all, lines, statements }: ConfigDocument): boolean {
  let at = lines.bom ? 1 : 0;
  for (const { span } of statements) {
    if (!/^(\r\n|\r|\n)?$/.test(all.slice(at, span.start)) || span.end < span.start) {
      return false;
    }
    at = span.end;
  }
  return /^(\r\n|\r|\n)?$/.test(all.slice(at));
}

function isInside(statement: Statement): boolean {
  return spansOf(statement).every((one) => one.start >= statement.span.start && one.end <= statement.span.end && one.start <= one.end);
}

function spansOf(statement: Statement): Span[] {
  switch (statement.kind) {
    case "blank":
      return [];
    case "comment":
      return [statement.comment];
    case "header":
      return [statement.brackets, ...spansOfKey(statement.key), ...spansOfComment(statement.comment)];
    case "keyValue":
      return [...spansOfKey(statement.key), ...spansOfValue(statement.value), ...spansOfComment(statement.comment)];
    case "error":
      return [statement.errorSpan, ...(statement.key === null ? [] : spansOfKey(statement.key)), ...spansOfComment(statement.valueSpan)];
  }
}

function spansOfComment(span: Span | null): Span[] {
  return span === null ? [] : [span];
}

function spansOfKey(key: TomlKey): Span[] {
  return [key.span, ...key.parts.map((part) => part.span)];
}

function spansOfValue(value: TomlValue): Span[] {
  switch (value.type) {
    case "array":
      return [value.span, ...value.items.flatMap(spansOfValue)];
    case "table":
      return [value.span, ...value.pairs.flatMap((pair) => [...spansOfKey(pair.key), ...spansOfValue(pair.value)])];
    default:
      return [value.span];
  }
}
