import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { collectKeys, keysOfSource, placeholders } from "../../../scripts/lib/l10nKeys.mjs";
import { inRoot } from "../../../scripts/lib/paths.mjs";

type Texts = Readonly<Record<string, string>>;

const read = (file: string): unknown => JSON.parse(readFileSync(inRoot(file), "utf8"));
const hint = "node scripts/l10n.mjs lists them, with --write it adds what is missing";

/** What the manifest may say to a user without a translation: names. */
const NAMES = new Set(["FlexLab", "FlexASIO TOML"]);
/** Members of the manifest whose text VS Code shows. */
const SHOWN = new Set(["title", "category", "description", "markdownDescription", "displayName", "enumDescriptions", "markdownEnumDescriptions", "deprecationMessage", "markdownDeprecationMessage", "shortTitle", "label", "placeholder", "patternErrorMessage", "errorMessage", "contents", "altText", "viewsWelcome", "aliases"]);

/** Every text of the manifest that a user sees. */
function shownTexts(value: unknown, isShown: boolean): readonly string[] {
  if (typeof value === "string") return isShown ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => shownTexts(one, isShown));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => shownTexts(one, SHOWN.has(name)));
}

/** A sentence that is the same in both languages was most likely forgotten; a name or a unit need not differ. */
function looksForgotten(english: string, translated: string): boolean {
  return english === translated && (english.match(/\p{L}{2,}/gu) ?? []).length >= 4;
}

function assertTranslated(english: Texts, translated: Texts): void {
  const keys = Object.keys(english);
  assert.deepEqual(keys.filter((key) => !(key in translated)), [], `without a translation; ${hint}`);
  assert.deepEqual(Object.keys(translated).filter((key) => !(key in english)), [], `translated, but said nowhere; ${hint}`);
  assert.deepEqual(
    keys.filter((key) => placeholders(english[key] ?? "").join() !== placeholders(translated[key] ?? "").join()),
    [],
    "with other placeholders",
  );
  assert.deepEqual(keys.filter((key) => looksForgotten(english[key] ?? "", translated[key] ?? "")), [], "still in English");
}

describe("the texts", () => {
  const { uses, problems } = collectKeys();

  it("are literals that can be collected, and are translated at use", () => {
    assert.deepEqual(problems, []);
    assert.ok(uses.length > 500, `only ${uses.length} were found`);
  });

  it("number their placeholders from 0 without a gap", () => {
    const wrong = uses.filter(({ key }) => placeholders(key).some((one, index) => one !== `{${index}}`));
    assert.deepEqual(wrong, []);
  });

  it("are all in the German bundle, and nothing else is", () => {
    const english = Object.fromEntries(uses.map(({ key }) => [key, key]));
    assertTranslated(english, read("l10n/bundle.l10n.de.json") as Texts);
  });

  it("of the manifest are all in package.nls.json, and in German", () => {
    const { displayName, description, capabilities, contributes } = read("package.json") as Readonly<Record<string, unknown>>;
    const shown = shownTexts({ displayName, description, capabilities, contributes }, false).filter((text) => !NAMES.has(text));
    const english = read("package.nls.json") as Texts;
    const keys = new Set(shown.map((text) => /^%([\w.]+)%$/.exec(text)?.[1] ?? `not a key: ${text}`));
    assert.deepEqual([...keys].sort(), Object.keys(english).sort());
    assertTranslated(english, read("package.nls.de.json") as Texts);
  });
});

describe("the collector of texts", () => {
  const keys = (text: string): readonly string[] => keysOfSource("a.ts", text).uses.map(({ key }) => key);

  it("finds every form of the call, and no other function called t", () => {
    const imported = 'import { t } from "@vscode/l10n"; import * as vscode from "vscode";\n';
    assert.deepEqual(keys(`${imported} const f = () => t("a {0}", 1) + vscode.l10n.t("b") + vscode.l10n.t(\`c\`);`), ["a {0}", "b", "c"]);
    assert.deepEqual(keys('import { t as say } from "@vscode/l10n"; function f() { return say("a"); }'), ["a"]);
    assert.deepEqual(keys('function t(x: string) { return x; } function f() { return t("a"); }'), []);
  });

  it("complains of a sentence that is put together, and of one that is translated too early", () => {
    const start = 'import { t } from "@vscode/l10n";\n';
    const problems = (text: string): readonly string[] => keysOfSource("a.ts", start + text).problems;
    assert.match(problems("const f = (x: string) => t(x);").join(), /^a\.ts:2: .*no literal/);
    assert.match(problems("const f = (x: string) => t(`a ${x}`);").join(), /no literal/);
    assert.match(problems('const a = t("b");').join(), /while the module loads/);
    assert.match(problems('class A { static readonly b = t("c"); }').join(), /while the module loads/);
    assert.deepEqual(problems('class A { readonly b = t("c"); d() { return t("e"); } }'), []);
  });
});
