import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { formatDocument, sameContent } from "../../../extension/language/formatting.ts";
import { anyText, fileText } from "../config/generators.ts";

function formatted(text: string): string {
  const result = formatDocument(parseConfig(text));
  assert.notEqual(result.kind, "refused", text);
  return result.kind === "edit" ? applyEdits(text, result.edits) : text;
}

describe("formatting", () => {
  it("tidies blanks around keys, values, headers and comments", () => {
    assert.equal(formatted('  backend="MME"\t#why\n[ input ]#rec\nchannels  =   2   \n'), 'backend = "MME" #why\n\n[input] #rec\nchannels = 2\n');
    assert.equal(formatted("input . device = ''\n"), "input.device = ''\n");
    assert.equal(formatted("input={device='a  b',channels=2}\n"), "input = { device = 'a  b', channels = 2 }\n");
    assert.equal(formatted("input = {   }\n"), "input = {}\n");
    assert.equal(formatted("   # note  \n"), "# note\n");
  });

  it("keeps columns where the writer made some", () => {
    assert.equal(formatted("[input]\ndevice     = ''     # off\nchannels   = 2      # two\n"), "[input]\ndevice   = '' # off\nchannels = 2  # two\n");
    assert.equal(formatted("[input]\ndevice = ''\nchannels =  2\n"), "[input]\ndevice = ''\nchannels = 2\n");
  });

  it("leaves one empty line where there are several, one above a header, none at both ends", () => {
    assert.equal(formatted('\n\nbackend = "MME"\n\n\n\n[input]\n\n\nchannels = 2\n[output]\n\n\n'), 'backend = "MME"\n\n[input]\n\nchannels = 2\n\n[output]\n');
    assert.equal(formatted("# about input\n[input]\n"), "# about input\n[input]\n");
  });

  it("keeps line ends, a byte order mark, and lines of long values", () => {
    assert.equal(formatted("\uFEFFchannels=2\r\n\r\n\r\nx=1"), "\uFEFFchannels = 2\r\n\r\nx = 1\r\n");
    assert.equal(formatted('a = [\n    1,   2, # two\n  3 ]\nb="""\n  x  \n"""\n'), 'a = [\n    1,   2, # two\n  3 ]\nb = """\n  x  \n"""\n');
    assert.equal(formatted(""), "");
    assert.equal(formatted("x = 1"), "x = 1\n");
  });

  it("formats only the lines of a range", () => {
    const text = "a=1\nb=2\nc=3\n";
    const result = formatDocument(parseConfig(text), { start: 4, end: 6 });
    assert.ok(result.kind === "edit");
    assert.equal(applyEdits(text, result.edits), "a=1\nb = 2\nc=3\n");
  });

  it("refuses a text with syntax errors, and says where", () => {
    const result = formatDocument(parseConfig("a = 1\nb = \n"));
    assert.deepEqual(result, { kind: "refused", reason: "Not formatted: line 2 has an error. Correct it first." });
  });

  it("changes no value and no comment and does nothing the second time, on the corpus and on any text", function () {
    this.timeout(60_000);
    const folder = new URL("../../corpus/config/", import.meta.url);
    let count = 0;
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".toml"))) count += proves(readFileSync(new URL(name, folder), "utf8"));
    assert.ok(count > 60, `${count} files were formatted`);
    fc.assert(fc.property(fileText, (text) => void proves(text)), { numRuns: 1000 });
    fc.assert(fc.property(anyText, (text) => void proves(text)), { numRuns: 3000 });
  });
});

/** 1 when it could be formatted or needs nothing, 0 when it is refused for its errors. */
function proves(text: string): number {
  const document = parseConfig(text);
  const result = formatDocument(document);
  if (document.statements.some(({ kind }) => kind === "error")) {
    assert.equal(result.kind, "refused");
    return 0;
  }
  assert.notEqual(result.kind, "refused", `refused without an error: ${JSON.stringify(text)}`);
  const once = result.kind === "edit" ? applyEdits(text, result.edits) : text;
  const again = parseConfig(once);
  assert.ok(sameContent(document, again));
  // Nothing but blanks and line ends came or went.
  assert.equal(once.replace(/[ \t\r\n]/g, ""), text.replace(/[ \t\r\n]/g, ""));
  assert.deepEqual(formatDocument(again), { kind: "unchanged" }, JSON.stringify([text, once]));
  return 1;
}
