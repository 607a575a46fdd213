import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { TableName } from "../../../extension/config/configDocument.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { optionSchema } from "../../../extension/config/schema.ts";
import { planRemoveOption, planSetOption, removeOption, setOption } from "../../../extension/config/setOption.ts";
import type { OptionValue } from "../../../extension/config/setOption.ts";
import { readAsStock } from "../../../extension/config/stockReader.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { plainValue } from "../../../extension/config/tomlValue.ts";
import { anyText, fileText, isWellFormed } from "./generators.ts";

function after(text: string, table: TableName, key: string, value: OptionValue): string {
  return applyEdits(text, setOption(parseConfig(text), table, key, value));
}

function without(text: string, table: TableName, key: string): string {
  return applyEdits(text, removeOption(parseConfig(text), table, key));
}

describe("setOption", () => {
  it("changes the value and nothing else", () => {
    assert.equal(
      after('# mine\r\n[output]\r\n\tdevice =   "a"   # keep me\r\nchannels=2', "output", "device", "b"),
      '# mine\r\n[output]\r\n\tdevice =   "b"   # keep me\r\nchannels=2',
    );
    assert.equal(after("input = { channels = 2 } # x", "input", "channels", 4), "input = { channels = 4 } # x");
    assert.equal(after("input.channels = 2", "input", "channels", 4), "input.channels = 4");
  });

  it("keeps the kind of quotes", () => {
    assert.equal(after("[input]\ndevice = 'a'", "input", "device", "b"), "[input]\ndevice = 'b'");
    assert.equal(after("[input]\ndevice = 'a'", "input", "device", "it's"), '[input]\ndevice = "it\'s"');
  });

  it("writes floats with a point, as stock FlexASIO wants them", () => {
    assert.equal(after("[input]\n", "input", "suggestedLatencySeconds", 0), "[input]\nsuggestedLatencySeconds = 0.0\n");
    assert.equal(after("", "input", "suggestedLatencySeconds", 1e-7), "[input]\nsuggestedLatencySeconds = 1e-7\n");
  });

  it("puts a new option behind the others of its table, indented like them", () => {
    assert.equal(
      after("[input]\n  channels = 2 # two\n\n# about the output\n[output]\n", "input", "device", "x"),
      '[input]\n  channels = 2 # two\n  device = "x"\n\n# about the output\n[output]\n',
    );
    assert.equal(after("[input]\n\n[output]", "input", "device", "x"), '[input]\ndevice = "x"\n\n[output]');
    assert.equal(after("[output]\n", "output", "channels", 1), "[output]\nchannels = 1\n");
  });

  it("puts options of the top above the first table", () => {
    assert.equal(after("[input]\nchannels = 2\n", "top", "backend", "MME"), 'backend = "MME"\n\n[input]\nchannels = 2\n');
    assert.equal(after('backend = "MME"\n[input]\n', "top", "bufferSizeSamples", 480), 'backend = "MME"\nbufferSizeSamples = 480\n[input]\n');
    assert.equal(after("# my file\n\n[input]\n", "top", "backend", "MME"), '# my file\nbackend = "MME"\n\n[input]\n');
    assert.equal(after("# the input\n[input]\n", "top", "backend", "MME"), 'backend = "MME"\n\n# the input\n[input]\n');
    assert.equal(after("", "top", "backend", "MME"), 'backend = "MME"\n');
  });

  it("makes the table where there is none, in the file's own line ends", () => {
    assert.equal(after('backend = "MME"\r\n', "output", "device", ""), 'backend = "MME"\r\n\r\n[output]\r\ndevice = ""\r\n');
    assert.equal(after('backend = "MME"', "output", "device", ""), 'backend = "MME"\n\n[output]\ndevice = ""');
    assert.equal(after('backend = "MME"\n\n', "output", "device", ""), 'backend = "MME"\n\n[output]\ndevice = ""\n');
    assert.equal(after("\uFEFF", "input", "device", ""), '\uFEFF[input]\ndevice = ""\n');
  });

  it("goes on in the style of the file: inline tables and dotted keys", () => {
    assert.equal(after("input = { channels = 2 }\n", "input", "device", "x"), 'input = { channels = 2, device = "x" }\n');
    assert.equal(after("input = {}\n", "input", "device", "x"), 'input = { device = "x" }\n');
    assert.equal(after("input.channels = 2\n[output]\n", "input", "device", "x"), 'input.channels = 2\ninput.device = "x"\n[output]\n');
  });

  it("completes a line that is half typed", () => {
    assert.equal(after("[input]\ndevice = # which?\n", "input", "device", "x"), '[input]\ndevice = "x"# which?\n'.replace('"#', '" #'));
    assert.equal(after("[input]\ndevice =\n", "input", "device", "x"), '[input]\ndevice = "x"\n');
    assert.equal(after('[input]\ndevice = "x\n', "input", "device", "y"), '[input]\ndevice = "y"\n');
  });

  it("works beside errors elsewhere", () => {
    assert.equal(after("devi\n[input\n[output]\nchannels = \n", "output", "device", "x"), 'devi\n[input\n[output]\nchannels = \ndevice = "x"\n');
  });

  it("makes no edit when the text says so already", () => {
    assert.deepEqual(planSetOption(parseConfig("bufferSizeSamples = 1_024"), "top", "bufferSizeSamples", 1024), { kind: "unchanged" });
    assert.deepEqual(setOption(parseConfig('backend = "MME"'), "top", "backend", "MME"), []);
  });

  it("refuses what cannot be done, and says why", () => {
    const refused = (text: string, table: TableName, key: string, value: OptionValue): boolean =>
      planSetOption(parseConfig(text), table, key, value).kind === "refused";
    assert.ok(refused("[[input]]\n", "input", "device", "x"));
    assert.ok(refused("input = 3\n", "input", "device", "x"));
    assert.ok(refused("", "top", "backend", 3));
    assert.ok(refused("", "top", "bufferSizeSamples", 1.5));
    assert.ok(refused("", "input", "suggestedLatencySeconds", Number.NaN));
    assert.ok(refused("", "input", "wasapiExclusiveMode", "true"));
    assert.ok(refused("", "input", "device", "half a pair \uD800"));
    // For stock FlexASIO the first string goes on to the last quote, and the table is a part of it.
    assert.ok(refused('backend = "Windows\n[input]\ndevice = ["\n', "input", "suggestedLatencySeconds", 0));
  });

  it("takes every device name there can be, for both readers", () => {
    const odd = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.array(fc.constantFrom('"', "'", "\\", "\n", "\r", "\t", "\b", "\u0001", "\u007f", "🎧", "é", "#", "=", " ", "a", "]"), { maxLength: 12 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(odd, fc.constantFrom("", "[output]\ndevice = 'x' # c\n", 'output = { device = "x" }\r\n'), (name, text) => {
        fc.pre(isWellFormed(name));
        const result = after(text, "output", "device", name);
        assert.equal(parseConfig(result).find("output", "device")?.value?.type, "string");
        const value = parseConfig(result).find("output", "device")?.value;
        assert.equal(value?.type === "string" ? value.value : null, name);
        const stock = readAsStock(result);
        assert.ok(stock.ok);
        const table = stock.root.get("output");
        const device = table?.type === "table" ? table.table.get("device") : undefined;
        assert.equal(device?.type === "string" ? device.value : null, name.replaceAll("\u0000", ""));
      }),
      { numRuns: 500 },
    );
  });

  const target = fc.constantFrom<[TableName, string]>(
    ["top", "backend"], ["top", "bufferSizeSamples"], ["input", "device"], ["output", "device"], ["input", "channels"],
    ["output", "sampleType"], ["input", "suggestedLatencySeconds"], ["output", "wasapiExclusiveMode"], ["output", "deviceRegex"],
  );
  const valueFor = (table: TableName, key: string): fc.Arbitrary<OptionValue> => {
    switch (optionSchema(table, key)?.type) {
      case "integer":
        return fc.integer({ min: 1, max: 100000 });
      case "number":
        return fc.double({ min: 0, max: 3600, noNaN: true });
      case "boolean":
        return fc.boolean();
      default:
        return fc.string({ unit: "grapheme", maxLength: 20 }).filter(isWellFormed);
    }
  };
  const wish = target.chain(([table, key]) => valueFor(table, key).map((value) => ({ table, key, value })));

  it("writes what was meant, changes no other byte, and adds no error", () => {
    fc.assert(
      fc.property(fc.oneof(fileText, anyText), wish, (text, { table, key, value }) => {
        const before = parseConfig(text);
        const plan = planSetOption(before, table, key, value);
        if (plan.kind !== "edit") {
          return;
        }
        assert.equal(plan.edits.length, 1);
        const edit = plan.edits[0];
        assert.ok(edit);
        const start = before.offsetAt(edit.range.start);
        const end = before.offsetAt(edit.range.end);
        const result = applyEdits(text, plan.edits);
        assert.equal(result, text.slice(0, start) + edit.newText + text.slice(end));
        const document = parseConfig(result);
        const now = document.find(table, key)?.value;
        assert.ok(now);
        assert.deepEqual(plainValue(now), Object.is(value, -0) ? -0 : value);
        // Comments stay, and so do all other options as they were written.
        const comments = (one: typeof before): string[] =>
          one.statements.flatMap((statement) =>
            "comment" in statement && statement.comment !== null ? [one.text.slice(statement.comment.start, statement.comment.end)] : [],
          );
        assert.deepEqual(comments(document).sort(), comments(before).sort());
        const errors = (one: typeof before): number =>
          checkConfig(one).filter((finding) => finding.layer === "syntax").length;
        assert.ok(errors(document) <= errors(before), `${JSON.stringify(text)} → ${JSON.stringify(result)}`);
        assert.deepEqual(planSetOption(document, table, key, value), { kind: "unchanged" });
      }),
      { numRuns: 800 },
    );
  });

  it("takes away what it added", () => {
    fc.assert(
      fc.property(fileText, wish, (text, { table, key, value }) => {
        const before = parseConfig(text);
        fc.pre(before.findAll(table, key).length === 0 && before.header(table === "top" ? "input" : table) !== null);
        const plan = planSetOption(before, table, key, value);
        fc.pre(plan.kind === "edit");
        const added = applyEdits(text, plan.edits);
        const back = planRemoveOption(parseConfig(added), table, key);
        assert.ok(back.kind === "edit");
        const removed = applyEdits(added, back.edits);
        assert.equal(removed.replace(/^(\uFEFF?)(\r\n|\n)/, "$1"), text.replace(/^(\uFEFF?)(\r\n|\n)/, "$1"));
      }),
      { numRuns: 500 },
    );
  });
});

describe("removeOption", () => {
  it("removes the line with its comment, and keeps the rest", () => {
    assert.equal(without('[input]\r\ndevice = "x" # which\r\nchannels = 2\r\n', "input", "device"), "[input]\r\nchannels = 2\r\n");
    assert.equal(without('[input]\ndevice = "x"', "input", "device"), "[input]");
    assert.equal(without('backend = "MME"', "top", "backend"), "");
  });

  it("removes it from inline tables", () => {
    assert.equal(without("input = { a = 1, device = 2, b = 3 }", "input", "device"), "input = { a = 1, b = 3 }");
    assert.equal(without("input = { device = 2, b = 3 }", "input", "device"), "input = { b = 3 }");
    assert.equal(without("input = { device = 2 }", "input", "device"), "input = { }");
  });

  it("removes every copy of it", () => {
    assert.equal(without("[input]\nchannels = 1\nx = 1\nchannels = 2\n", "input", "channels"), "[input]\nx = 1\n");
    assert.equal(without("[input]\nchannels = 1\nchannels = 2", "input", "channels"), "[input]");
  });

  it("does nothing where there is nothing", () => {
    assert.deepEqual(planRemoveOption(parseConfig("[input]"), "input", "device"), { kind: "unchanged" });
  });
});
