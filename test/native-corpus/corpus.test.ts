import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { checkConfig } from "../../extension/config/checkConfig.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { fileText, isWellFormed } from "../unit/config/generators.ts";

/**
 * Our driver's own reader, run over the same files as the checker of the editor. The layer that builds the native side
 * runs this, and names the program in FLEXLAB_CONFIG_VERDICT.
 */
const program = process.env["FLEXLAB_CONFIG_VERDICT"];

interface NativeVerdict {
  readonly code: string;
  readonly table: string;
  readonly key: string;
  readonly message: string;
}

const folder = fileURLToPath(new URL("../corpus/config/", import.meta.url));

function nativeVerdicts(paths: readonly string[]): Map<string, NativeVerdict> {
  assert.ok(program !== undefined && program !== "", "FLEXLAB_CONFIG_VERDICT must name the program flexlab_config_verdict");
  const output = execFileSync(program, { input: paths.map((path) => `${path}\n`).join(""), maxBuffer: 1 << 28, encoding: "utf8" });
  const verdicts = new Map<string, NativeVerdict>();
  for (const line of output.split("\n")) {
    const [path = "", code = "", table = "", key = "", message = ""] = line.split("\t");
    if (path !== "") {
      verdicts.set(path, { code, table, key, message });
    }
  }
  assert.equal(verdicts.size, paths.length, "one line for each file");
  return verdicts;
}

function stopsFlexlab(text: string): boolean {
  return checkConfig(parseConfig(text)).some(
    (finding) => finding.severity === "error" && finding.drivers.includes("flexlab"),
  );
}

describe("our driver's reader and the checker of the editor", () => {
  it("say the same of every file of the corpus", () => {
    const cases = JSON.parse(readFileSync(join(folder, "corpus.json"), "utf8")) as readonly {
      readonly file: string;
      readonly flexlab: "ok" | "error";
    }[];
    const verdicts = nativeVerdicts(cases.map((one) => join(folder, one.file)));
    const differences = cases.flatMap((one) => {
      const verdict = verdicts.get(join(folder, one.file));
      const said = verdict?.code === "ok" ? "ok" : "error";
      return said === one.flexlab ? [] : [`${one.file}: ${said} (${verdict?.message ?? ""}), expected ${one.flexlab}`];
    });
    assert.deepEqual(differences, []);
  });

  it("point at the same option where a value is wrong", () => {
    const where: Readonly<Record<string, string>> = {
      "buffer-zero.toml": "top bufferSizeSamples",
      "channels-zero.toml": "output channels",
      "backend-case.toml": "top backend",
      "sample-type-unknown.toml": "output sampleType",
      "device-and-regex.toml": "input deviceRegex",
      "invalid-regex.toml": "input deviceRegex",
      "boolean-text.toml": "output wasapiExclusiveMode",
    };
    const verdicts = nativeVerdicts(Object.keys(where).map((file) => join(folder, file)));
    for (const [file, place] of Object.entries(where)) {
      const verdict = verdicts.get(join(folder, file));
      assert.equal(`${verdict?.table ?? ""} ${verdict?.key ?? ""}`, place, file);
    }
  });

  it("say the same of the files that stock FlexASIO was asked about, and of random ones", () => {
    const texts = readFileSync(join(folder, "stock-verdicts.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { readonly text: string }).text);
    texts.push(...fc.sample(fileText.filter(isWellFormed), 500));
    const scratch = mkdtempSync(join(tmpdir(), "flexlab-corpus-"));
    try {
      const paths = texts.map((text, index) => {
        const path = join(scratch, `${String(index)}.toml`);
        writeFileSync(path, text);
        return path;
      });
      const verdicts = nativeVerdicts(paths);
      texts.forEach((text, index) => {
        const verdict = verdicts.get(paths[index] ?? "");
        assert.equal(stopsFlexlab(text), verdict?.code !== "ok", `${JSON.stringify(text)}: ${verdict?.message ?? ""}`);
      });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
