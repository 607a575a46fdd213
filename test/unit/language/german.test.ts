import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { hintTexts } from "../../../extension/language/hintTexts.ts";
import { frames, milliseconds, sampleRate } from "../../../extension/language/units.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { HERE } from "./scene.ts";

/** A number with a point and a unit behind it: for a German reader that is a large number, or none. */
const POINT_BEFORE_UNIT = /\d\.\d+\s?(ms|s|kHz|dB|Sekunden|Millisekunden)\b/;

describe("numbers in German", () => {
  before(() => {
    l10n.config({ contents: readFileSync(inRoot("l10n", "bundle.l10n.de.json"), "utf8") });
  });
  after(() => {
    l10n.config({ contents: {} });
  });

  it("have a decimal comma in hints, hovers and the picker", () => {
    assert.equal(milliseconds(0.52083), "0,52 ms");
    assert.equal(sampleRate(44_100), "44,1 kHz");
    assert.equal(frames(1234.5), "1\u202f234,5");
    const document = parseConfig("bufferSizeSamples = 480\n[input]\nsuggestedLatencySeconds = 0.1\n");
    const hints = hintTexts({ document, config: effectiveConfig(document), here: HERE, kinds: { units: true, defaults: true, measured: true } });
    const [first] = hints;
    assert.match(first?.parts.map(({ text }) => text).join("") ?? "", /≙ 10,9 ms @ 44,1 kHz/);
    assert.match(hints.map(({ tooltip }) => tooltip).join("\n"), /\*\*0,1 s\*\* × /);
  });

  it("have one in findings, too, while what stands in the file keeps its point", () => {
    const findings = checkConfig(parseConfig('backend = "Windows DirectSound"\nbufferSizeSamples = 1024\n[output]\nsuggestedLatencySeconds = 10.5\n'));
    const messageOf = (code: string): string => findings.find((finding) => finding.code === code)?.message ?? "";
    assert.match(messageOf("capture-grains"), /31,25 ms/);
    assert.equal(messageOf("latency-in-milliseconds"), "10.5 bedeutet 10,5 s.");
  });

  it("have no point before a unit in any finding of the corpus", () => {
    const folder = inRoot("test", "corpus", "config");
    let seen = 0;
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".toml"))) {
      for (const { message, hint } of checkConfig(parseConfig(readFileSync(`${folder}/${name}`, "utf8")))) {
        assert.doesNotMatch(`${message} ${hint}`, POINT_BEFORE_UNIT, name);
        seen++;
      }
    }
    assert.ok(seen > 300);
  });
});
