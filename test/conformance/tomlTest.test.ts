import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { oracleReads, weRead } from "./oracle.ts";
import { refusals } from "./refusals.ts";
import { dateText, floatText, taggedDocument } from "./taggedValue.ts";
import type { Tag } from "./taggedValue.ts";

/** The files of toml-test, as Debian has them in golang-github-burntsushi-toml-dev. `npm test` installs that package. */
const folder = process.env["FLEXLAB_TOML_TEST"] ?? "/usr/share/gocode/src/github.com/BurntSushi/toml/internal/toml-test/tests";

/** Where our reader or the oracle says something else than the file's folder, and why: name of the file to reason. */
const differences = JSON.parse(readFileSync(new URL("differences.json", import.meta.url), "utf8")) as {
  readonly ours: Readonly<Record<string, string>>;
  readonly oracle: Readonly<Record<string, string>>;
};

interface Case {
  readonly name: string;
  readonly text: string;
  readonly valid: boolean;
  /** What it means: toml-test's tagged JSON. */
  readonly meant: unknown;
}

function cases(): Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return files.flatMap((name): Case[] => {
    if (!name.endsWith(".toml")) {
      return [];
    }
    const valid = name.startsWith("valid");
    const meant: unknown = valid ? JSON.parse(read(name.replace(/toml$/, "json"))) : null;
    return [{ name, text: read(name), valid, meant }];
  });
}

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** toml-test's JSON and ours, with one way to write floats and dates. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(normal);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isTag(value)) {
    const text = value.type === "float" ? floatText(floatOf(value.value)) : /^(date|time)/.test(value.type) ? dateText(value.value) : value.value;
    return { type: value.type, value: text };
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one)]));
}

function isTag(value: object): value is Tag {
  return Object.keys(value).sort().join() === "type,value" && "type" in value && typeof value.type === "string" && "value" in value && typeof value.value === "string";
}

function floatOf(text: string): number {
  return Number(text.replace(/inf$/, "Infinity"));
}

describe("the files of toml-test", () => {
  const all = cases();

  it("are there", () => {
    assert.ok(all.filter((one) => one.valid).length >= 100, "valid ones");
    assert.ok(all.filter((one) => !one.valid).length >= 234, "invalid ones");
  });

  it("are accepted and refused as they should be, but for the differences that are listed", () => {
    const wrong = all.filter((one) => (refusals(one.text).length === 0) !== one.valid).map((one) => one.name);
    assert.deepEqual(wrong.sort(), Object.keys(differences.ours).sort());
  });

  it("are judged better than by the oracle where the two differ", () => {
    const wrong = all.filter((one) => (oracleReads(one.text) !== null) !== one.valid).map((one) => one.name);
    assert.deepEqual(wrong.sort(), Object.keys(differences.oracle).sort());
  });

  for (const one of all.filter((each) => each.valid && !(each.name in differences.ours))) {
    it(`reads ${one.name} piece by piece like the oracle`, () => {
      assert.deepEqual(weRead(parseConfig(one.text)), oracleReads(one.text));
    });

    it(`reads from ${one.name} what is meant`, () => {
      assert.deepEqual(normal(JSON.parse(JSON.stringify(taggedDocument(parseConfig(one.text))))), normal(one.meant));
    });
  }
});
