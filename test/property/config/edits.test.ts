import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { ConfigDocument, TableName } from "../../../extension/config/configDocument.ts";
import type { Finding, Fix } from "../../../extension/config/finding.ts";
import { fixAll } from "../../../extension/config/fixAll.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { optionsOf, topOptions } from "../../../extension/config/schema.ts";
import { planRemoveOption, planSetOption } from "../../../extension/config/setOption.ts";
import type { OptionValue } from "../../../extension/config/setOption.ts";
import { readAsStock } from "../../../extension/config/stockReader.ts";
import type { StockTable } from "../../../extension/config/stockValue.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import type { Span, TextEdit } from "../../../extension/config/text.ts";
import { isWellFormed } from "../../unit/config/generators.ts";
import { CASES, runs, text } from "./texts.ts";

interface Wish {
  readonly table: TableName;
  readonly key: string;
  readonly value: OptionValue;
}

const options: readonly (readonly [TableName, string])[] = [
  ...[...topOptions.keys()].map((key) => ["top", key] as const),
  ...(["input", "output"] as const).flatMap((table) => [...optionsOf(table).keys()].map((key) => [table, key] as const)),
];
const anyName = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.array(fc.constantFrom('"', "'", "\\", "\n", "\r", "\t", "\u0001", "🎧", "#", "=", " ", "a", "]"), { maxLength: 8 }).map((parts) => parts.join("")),
);
const wish: fc.Arbitrary<Wish> = fc.constantFrom(...options).chain(([table, key]) => {
  const type = (table === "top" ? topOptions : optionsOf(table)).get(key)?.type;
  const value: fc.Arbitrary<OptionValue> =
    type === "integer"
      ? fc.integer({ min: 1, max: 1_000_000 })
      : type === "number"
        ? fc.double({ min: 0, max: 3600, noNaN: true })
        : type === "boolean"
          ? fc.boolean()
          // A stock driver leaves out the character 0; no device is called so.
          : anyName.filter((name) => isWellFormed(name) && !name.includes("\u0000"));
  return value.map((one) => ({ table, key, value: one }));
});

/** What the edits take away, and where. */
function taken(document: ConfigDocument, edits: readonly TextEdit[]): Span[] {
  return edits.map(({ range }) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) }));
}

/** The text outside of these spans, piece by piece. */
function outside(all: string, spans: readonly Span[]): string[] {
  const bounds = [...spans].sort((a, b) => a.start - b.start);
  return [...bounds, { start: all.length, end: all.length }].map((span, index) => all.slice(bounds[index - 1]?.end ?? 0, span.start));
}

/** Every piece is there still, in its order, byte for byte; what lies between them is what the edits put in. */
function assertKept(document: ConfigDocument, edits: readonly TextEdit[], after: string): void {
  const order = [...edits].sort((a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start));
  const pieces = outside(document.text, taken(document, edits));
  const want = pieces.map((piece, index) => piece + (order[index]?.newText ?? "")).join("");
  assert.deepEqual(Buffer.from(after), Buffer.from(want));
  assert.ok(after.startsWith("\uFEFF") || !document.text.startsWith("\uFEFF"), "the byte order mark");
}

function stockValue(root: StockTable, { table, key }: Wish): unknown {
  const above = table === "top" ? root : root.get(table);
  const value = above instanceof Map ? above.get(key) : above?.type === "table" ? above.table.get(key) : undefined;
  return value === undefined || !("value" in value) ? undefined : typeof value.value === "bigint" ? Number(value.value) : value.value;
}

describe("editing any text", function () {
  this.timeout(20_000 + CASES * 30);

  it("sets an option by changing its value alone, or adds one; both readers then read it", () => {
    let stock = 0;
    fc.assert(
      fc.property(text, wish, (any, one) => {
        const before = parseConfig(any);
        const plan = planSetOption(before, one.table, one.key, one.value);
        if (plan.kind !== "edit") {
          return;
        }
        const after = applyEdits(any, plan.edits);
        assertKept(before, plan.edits, after);
        const entry = before.find(one.table, one.key) ?? before.findAll(one.table, one.key)[0];
        const [span, ...more] = taken(before, plan.edits);
        assert.ok(span !== undefined && more.length === 0, "one edit");
        if (entry === undefined) {
          // `{}` has no place to write in; it is replaced as a whole.
          assert.match(any.slice(span.start, span.end), /^(\{[ \t]*\})?$/, "nothing is taken away");
        } else {
          const statement = before.statements[entry.statement];
          assert.deepEqual(span, entry.value?.span ?? (statement?.kind === "error" ? statement.valueSpan : null), "the value alone");
        }
        const now = parseConfig(after).find(one.table, one.key)?.value;
        assert.ok(now !== undefined && now !== null && "value" in now);
        assert.ok(Object.is(now.value, one.value) || now.value === one.value);
        const read = readAsStock(any);
        if (read.ok) {
          const again = readAsStock(after);
          assert.ok(again.ok, "FlexASIO could read the file, and no longer can");
          // A list of tables is no table for it; the finding about that says so.
          if (again.root.get(one.table)?.type !== "array") {
            assert.equal(stockValue(again.root, one), one.value);
            stock++;
          }
        }
      }),
      runs(),
    );
    assert.ok(stock > CASES / 20, `only ${String(stock)} were compared with FlexASIO's reader`);
  });

  it("removes an option with its line, and nothing else", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...options), (any, [table, key]) => {
        const before = parseConfig(any);
        const plan = planRemoveOption(before, table, key);
        if (plan.kind !== "edit") {
          return;
        }
        const after = applyEdits(any, plan.edits);
        assertKept(before, plan.edits, after);
        const own = before.findAll(table, key);
        // Behind a list that was never closed, the line may have been all that kept the next one out of the list.
        const isBehindError = own.some((entry) => before.statements[entry.statement - 1]?.kind === "error");
        if (!isBehindError && own.every((entry) => entry.written !== "inline")) {
          const lines = new Set(own.map((entry) => entry.statement));
          const kept = before.statements.filter((_, index) => !lines.has(index)).map((statement) => any.slice(statement.span.start, statement.span.end));
          // A byte order mark from further down is one again when it comes to stand first.
          if (kept[0]?.startsWith("\uFEFF") && !any.startsWith("\uFEFF")) kept[0] = kept[0].slice(1);
          const now = parseConfig(after).statements.map((statement) => after.slice(statement.span.start, statement.span.end));
          // Where the last line goes and an empty one is before it, that one is now the end of the text.
          const isEnd = kept[kept.length - 1] === "" && now.length === kept.length - 1 && !/[\r\n]$/.test(any);
          assert.deepEqual(now, isEnd ? kept.slice(0, -1) : kept);
          assert.equal(/[\r\n]$/.test(after), (isEnd && now.length > 0) || (/[\r\n]$/.test(any) && kept.length > 0), "the last line's end");
        }
        assert.equal(parseConfig(after).findAll(table, key).length, 0);
        const read = readAsStock(any);
        assert.ok(!read.ok || readAsStock(after).ok);
      }),
      runs(),
    );
  });

  it("mends a finding without touching what it does not speak of, and then it is gone", () => {
    let fixes = 0;
    fc.assert(
      fc.property(text, (any) => {
        const document = parseConfig(any);
        const findings = checkConfig(document);
        for (const finding of findings) {
          for (const fix of finding.fixes) {
            fixes++;
            mend(document, findings, finding, fix);
          }
        }
      }),
      runs(0.5),
    );
    assert.ok(fixes > CASES / 4, `only ${String(fixes)} fixes`);
  });

  it("mends all that is safe at once, after which there is nothing more to mend", () => {
    fc.assert(
      fc.property(text, (any) => {
        const document = parseConfig(any);
        const edits = fixAll(any);
        const after = applyEdits(any, edits);
        assertKept(document, edits, after);
        const errors = (one: string): number => checkConfig(parseConfig(one)).filter((finding) => finding.severity === "error").length;
        assert.ok(edits.length === 0 || errors(after) <= errors(any));
        assert.deepEqual(fixAll(after), [], after);
      }),
      runs(0.25),
    );
  });
});

function mend(document: ConfigDocument, findings: readonly Finding[], finding: Finding, fix: Fix): void {
  const tell = `${finding.code}, "${fix.title}": ${JSON.stringify(document.text)}`;
  const after = applyEdits(document.text, fix.edits);
  assertKept(document, fix.edits, after);
  for (const { newText } of fix.edits) {
    assert.ok(!/\r\n|\n|\r/.test(newText.replaceAll(document.lineEnding, "")), `line ends of the file: ${tell}`);
  }
  // Of several alike only one may be told of: then the next takes its turn, but elsewhere.
  const left = checkConfig(parseConfig(after)).filter(({ code, message }) => code === finding.code && message === finding.message);
  const before = findings.filter(({ code, message }) => code === finding.code && message === finding.message);
  const here = placeAfter(document, fix.edits, document.offsetAt(finding.range.start));
  const there = parseConfig(after);
  assert.ok(
    left.length < before.length || left.every(({ range }) => there.offsetAt(range.start) !== here),
    `still there after ${tell} → ${JSON.stringify(after)}`,
  );
}

/** Where a place of the text is after the edits; null when they replaced it. */
function placeAfter(document: ConfigDocument, edits: readonly TextEdit[], place: number): number | null {
  let moved = place;
  for (const { range, newText } of edits) {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    if (end <= place) {
      moved += newText.length - (end - start);
    } else if (start < place) {
      return null;
    }
  }
  return moved;
}
