// Lists which sentences have no translation, which translations no sentence, and adds the missing ones in English for
// the translator: node scripts/l10n.mjs [--write] [LANGUAGE]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { collectKeys, placeholders } from "./lib/l10nKeys.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main } from "./lib/steps.mjs";

const options = process.argv.slice(2);
const language = options.find((option) => !option.startsWith("-")) ?? "de";
const write = options.includes("--write");

/** @param {string} file @returns {Record<string, string>} */
const read = (file) => (existsSync(inRoot(file)) ? JSON.parse(readFileSync(inRoot(file), "utf8")) : {});

/**
 * Compares one pair of files; with --write the translation gets the missing keys, and loses what is left over.
 * @param {string} file @param {ReadonlyMap<string, string>} english key → English text, in the order of the file
 * @param {(key: string) => string} where
 */
function compare(file, english, where) {
  const translated = read(file);
  const missing = [...english.keys()].filter((key) => !(key in translated));
  const leftOver = Object.keys(translated).filter((key) => !english.has(key));
  const differing = [...english].filter(([key, text]) => key in translated && placeholders(text).join() !== placeholders(translated[key] ?? "").join());
  const untranslated = [...english].filter(([key, text]) => translated[key] === text);
  console.log(`${file}: ${english.size} sentences, ${missing.length} missing, ${leftOver.length} left over, ${untranslated.length} as in English, ${differing.length} with other placeholders`);
  for (const key of missing) console.log(`  missing   ${JSON.stringify(key)}  ${where(key)}`);
  for (const key of leftOver) console.log(`  left over ${JSON.stringify(key)}`);
  for (const [key] of differing) console.log(`  differs   ${JSON.stringify(key)}`);
  if (write) {
    const entries = [...english].map(([key, text]) => [key, translated[key] ?? text]);
    writeFileSync(inRoot(file), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  }
  return missing.length + leftOver.length + differing.length;
}

await main(() => {
  const { uses, problems } = collectKeys();
  for (const problem of problems) console.log(problem);
  const places = new Map(uses.toReversed().map(({ key, place }) => [key, place]));
  const sentences = [...places.keys()].sort((a, b) => (a < b ? -1 : 1));
  let open = problems.length;
  open += compare(`l10n/bundle.l10n.${language}.json`, new Map(sentences.map((key) => [key, key])), (key) => places.get(key) ?? "");
  open += compare(`package.nls.${language}.json`, new Map(Object.entries(read("package.nls.json"))), () => "package.nls.json");
  return Promise.resolve(open === 0 || write ? 0 : 1);
});
