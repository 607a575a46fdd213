import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { fixAll } from "../../../extension/config/fixAll.ts";
import type { FixAllOptions } from "../../../extension/config/fixAll.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { withSeverities } from "../../../extension/config/severities.ts";
import { applyEdits } from "../../../extension/config/text.ts";
import { fileText } from "./generators.ts";

const corpus = new URL("../../corpus/config/", import.meta.url);
const corpusTexts = readdirSync(corpus)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => readFileSync(new URL(name, corpus), "utf8"));

function mend(text: string, options: FixAllOptions = {}): string {
  return applyEdits(text, fixAll(text, options));
}

const messy = [
  "# mine\r",
  "\r",
  "[input]\r",
  'backend = "wasapi" # fast\r',
  "\tsuggestedLatencySeconds = 0\r",
  "Channels = 2\r",
  "[outp",
].join("\n");

describe("fixAll", () => {
  it("mends all that is surely meant at once, and touches nothing else", () => {
    assert.equal(
      mend(messy),
      '# mine\r\nbackend = "Windows WASAPI"\r\n\r\n[input]\r\n\tsuggestedLatencySeconds = 0.0\r\nchannels = 2\r\n[outp',
    );
  });

  it("mends one kind only, where asked", () => {
    assert.equal(mend(messy, { code: "integer-for-float" }), messy.replace("= 0\r", "= 0.0\r"));
  });

  it("leaves alone what is turned off, and what holds for no driver that counts", () => {
    assert.equal(mend(messy, { code: "integer-for-float", severities: { "integer-for-float": "off" } }), messy);
    assert.equal(mend(messy, { code: "integer-for-float", drivers: ["flexlab"] }), messy);
    assert.notEqual(mend(messy, { code: "integer-for-float", drivers: ["flexasio"] }), messy);
  });

  it("mends what a mended table brings to light, though another fix does harm and is left", () => {
    assert.equal(
      mend('[Input]\nsuggestedLatencySeconds = 0\n[output]\nsampletype = "Float"\n'),
      '[input]\nsuggestedLatencySeconds = 0.0\n[output]\nsampletype = "Float"\n',
    );
  });

  it("does not choose between two ways", () => {
    for (const text of ['[input]\ndevice = "a"\ndeviceRegex = "b"\n', 'input = { device = "" }\noutput = { device = "" }\n']) {
      assert.deepEqual(fixAll(text), []);
    }
  });

  it("keeps line ends whole: no edit begins or ends between CR and LF", () => {
    const text = '[output]\r\n\r\n[input]\r\ndevice = ""\rbackend = "MME"\r\n';
    assert.equal(applyEdits(text, fixAll(text)), 'backend = "MME"\r\n\r\n[output]\r\n\r\n[input]\r\ndevice = ""\r\n');
  });

  it("does not write an option twice", () => {
    const text = "[input]\nChannels = 1\nCHANNELS = 2\n";
    assert.equal(mend(text), "[input]\nchannels = 1\nCHANNELS = 2\n");
  });

  it("leaves nothing to mend behind, brings no error, and says what it did in the fewest edits", () => {
    fc.assert(
      fc.property(fc.oneof(fileText, fc.constantFrom(...corpusTexts)), (text) => {
        const edits = fixAll(text);
        const after = applyEdits(text, edits);
        const errors = (one: string): number => checkConfig(parseConfig(one)).filter(({ severity }) => severity === "error").length;
        assert.ok(errors(after) <= errors(text), `${JSON.stringify(text)} → ${JSON.stringify(after)}`);
        assert.equal(mend(after), after);
        for (const { range, newText } of edits) {
          const { lines } = parseConfig(text);
          const old = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
          assert.ok(old !== newText, "an edit that changes nothing");
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("withSeverities", () => {
  const findings = checkConfig(parseConfig(messy));

  it("turns codes off and changes how grave others are", () => {
    const seen = withSeverities(findings, { "unknown-key": "off", "misplaced-key": "error" });
    assert.ok(!seen.some(({ code }) => code === "unknown-key"));
    assert.equal(seen.find(({ code }) => code === "misplaced-key")?.severity, "error");
    assert.equal(seen.length, findings.filter(({ code }) => code !== "unknown-key").length);
  });

  it("leaves everything as it is without a wish, and minds no strange names", () => {
    assert.equal(withSeverities(findings, {}), findings);
    assert.deepEqual(withSeverities(findings, { nonsense: "error" }), findings);
  });
});
