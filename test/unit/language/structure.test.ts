import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { documentLinks } from "../../../extension/language/documentLinks.ts";
import { foldingRanges } from "../../../extension/language/folding.ts";
import { hoverAt } from "../../../extension/language/hover.ts";
import { ignoredOptions } from "../../../extension/language/ignoredOptions.ts";
import type { OutlineItem } from "../../../extension/language/outline.ts";
import { outline } from "../../../extension/language/outline.ts";
import { selectionSpans } from "../../../extension/language/selectionRanges.ts";
import { anyText, fileText } from "../config/generators.ts";
import { HERE, sceneAt, sceneOf } from "./scene.ts";

const TEXT = `# One
# two
backend = "Windows WASAPI"

[input] # recorded
device = ""
list = [
  1,
  2,
]

# about the output
[output]
channels = 2
`;

function tree(items: readonly OutlineItem[]): readonly unknown[] {
  return items.map(({ name, detail, children }) => (children.length === 0 ? `${name} ${detail}`.trim() : [name, ...tree(children)]));
}

describe("the outline", () => {
  it("of thousands of options names the tables alone, of hundreds all", () => {
    const text = (tables: number): string => Array.from({ length: tables }, (_, index) => `[t${String(index)}]\na = 1\nb = 2\n`).join("");
    const long = outline(parseConfig(text(1001)));
    assert.equal(long.length, 1001);
    assert.ok(long.every(({ kind, children }) => kind === "table" && children.length === 0));
    assert.ok(outline(parseConfig(text(600))).every(({ children }) => children.length === 2));
  });

  it("shows tables with their options and values", () => {
    assert.deepEqual(tree(outline(parseConfig(TEXT))), ['backend "Windows WASAPI"', ["input", 'device ""', "list [ 1, 2, ]"], ["output", "channels 2"]]);
  });

  it("shows what is broken as far as it has a name", () => {
    assert.deepEqual(tree(outline(parseConfig("back =\n[in\nchannels = two words\n= 3\n"))), ["back", ["in", "channels"]]);
  });

  it("shows inline tables and dotted keys", () => {
    assert.deepEqual(tree(outline(parseConfig('input.device = "x"\noutput = { channels = 2, a = { b = 1 } }\n'))), [
      'input.device "x"',
      ["output", "channels 2", ["a", "b 1"]],
    ]);
  });

  it("keeps selections inside spans and names never empty, in any text", () => {
    const check = (items: readonly OutlineItem[]): void => {
      for (const item of items) {
        assert.notEqual(item.name, "");
        assert.ok(item.span.start <= item.selection.start && item.selection.end <= item.span.end, JSON.stringify(item));
        check(item.children);
      }
    };
    fc.assert(fc.property(fc.oneof(anyText, fileText), (text) => {
      check(outline(parseConfig(text)));
    }), { numRuns: 1000 });
  });
});

describe("folding", () => {
  it("folds comments, tables without the comment of the next one, and values of several lines", () => {
    assert.deepEqual(
      foldingRanges(parseConfig(TEXT)).map(({ start, end, kind }) => `${start}-${end} ${kind}`),
      ["0-1 comment", "4-9 table", "6-9 value", "12-13 table"],
    );
  });
});

describe("selection", () => {
  const steps = (marked: string): readonly string[] => {
    const { document, offset } = sceneAt(marked);
    return selectionSpans(document, offset).map(({ start, end }) => document.text.slice(start, end));
  };

  it("grows from the text of a string to the file", () => {
    assert.deepEqual(steps('a = 1\n[input]\n  device = "Mi|c" # in\n\n[output]\n'), [
      "Mic",
      '"Mic"',
      'device = "Mic"',
      'device = "Mic" # in',
      '  device = "Mic" # in',
      '[input]\n  device = "Mic" # in',
      'a = 1\n[input]\n  device = "Mic" # in\n\n[output]\n',
    ]);
  });

  it("goes into inline tables, lists, quoted keys, headers and comments", () => {
    assert.deepEqual(steps("input = { device = 'x|', channels = 2 }").slice(0, 4), ["x", "'x'", "device = 'x'", "device = 'x', channels = 2"]);
    assert.deepEqual(steps("a = [1, [2|2], 3]").slice(0, 3), ["22", "[22]", "1, [22], 3"]);
    assert.deepEqual(steps('"de|v" = 1').slice(0, 3), ["dev", '"dev"', '"dev" = 1']);
    assert.deepEqual(steps("[in|put]\n").slice(0, 2), ["input", "[input]"]);
    assert.deepEqual(steps("a = 1 # no|te\n").slice(0, 2), ["# note", "a = 1 # note"]);
    assert.deepEqual(steps("a = [1, |\n").at(-1), "a = [1, \n");
  });

  it("only ever grows, in any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fileText), fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const spans = selectionSpans(parseConfig(text), offset);
        spans.slice(1).forEach((outer, index) => {
          const inner = spans[index];
          assert.ok(inner !== undefined && outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start);
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("links", () => {
  it("are addresses and names of files in comments, without the sentence around them", () => {
    const document = parseConfig('# See https://example.org/a_(b)?c=1. And (http://x.y/z), FlexASIO.log and work.toml!\na = "https://no.example" # quiet.toml\n# a/b.toml c:\\d.toml\n');
    assert.deepEqual(
      documentLinks(document).map((link) => [link.kind, document.text.slice(link.span.start, link.span.end)]),
      [
        ["url", "https://example.org/a_(b)?c=1"],
        ["url", "http://x.y/z"],
        ["file", "FlexASIO.log"],
        ["file", "work.toml"],
        ["file", "quiet.toml"],
      ],
    );
  });
});

describe("options that nothing looks at", () => {
  it("are those of another backend or mode and of a direction that is off", () => {
    const { document, config } = sceneOf('backend = "MME"\n[input]\nwasapiAutoConvert = true\nchannels = 2\n[output]\ndevice = ""\nchannels = 2\nother = 1\n');
    assert.deepEqual(
      ignoredOptions(document, config, HERE).map(({ start, end }) => document.text.slice(start, end)),
      ["wasapiAutoConvert", "true", "channels", "2"],
    );
  });
});

describe("hover", () => {
  const at = (marked: string): string | null => {
    const { document, config, offset } = sceneAt(marked);
    return hoverAt(document, config, offset, HERE)?.parts.join("\n") ?? null;
  };

  it("says what the default comes to here", () => {
    assert.match(at('backend = "Windows WASAPI"\n[in|put]\n') ?? "", /Line \\\(USB\\\)/);
    assert.match(at('backend = "Windows WASAPI"\n[output]\nchan|nels = 2\n') ?? "", /Without this line:\*\* 8 channels, all of the device/);
  });

  it("speaks of options while they are being typed, and warns of those that nothing looks at", () => {
    assert.match(at("[input]\nchan|nels =\n") ?? "", /How many channels/);
    assert.match(at('backend = "MME"\n[input]\nwasapi|AutoConvert = true\n') ?? "", /Not used here: only Windows WASAPI looks at it/);
  });

  it("knows inline tables and dotted keys", () => {
    assert.match(at("input = { chan|nels = 2 }") ?? "", /^`input.channels`/);
    assert.match(at("in|put = { channels = 2 }") ?? "", /^`\[input\]`/);
    assert.match(at("in|put.channels = 2") ?? "", /^`\[input\]`/);
    assert.match(at("input.chan|nels = 2") ?? "", /^`input.channels`/);
  });

  it("says nothing of comments, foreign tables and unknown options", () => {
    for (const text of ["# back|end", "[lab]\ndev|ice = 1", "tit|le = 1", "[la|b]", "backend = 'MME' # M|ME", "x = { dev|ice = 1 }"]) assert.equal(at(text), null, text);
  });

  it("never throws, and stands where the cursor is, in any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fileText), fc.nat(), (text, offset) => {
        const place = offset % (text.length + 1);
        const { document, config } = sceneOf(text);
        const hover = hoverAt(document, config, place, HERE);
        assert.ok(hover === null || (hover.span.start <= place && place <= hover.span.end));
      }),
      { numRuns: 1000 },
    );
  });
});
