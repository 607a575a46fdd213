import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { DRIVER_VSIX_LIMIT, VSIX_LIMIT } from "./budgets.mjs";
import { nativeTarget } from "./nativeFile.mjs";
import { inRoot } from "./paths.mjs";

/** Native code by the target of the package, below native/prebuilds/; what is not named here is for any machine.
 * @type {Record<string, readonly string[]>} */
const nativeFiles = {
  // VS Code has no 32-bit Windows, but there are music programs that have.
  "win32-x64": ["win32-x64/flexlab.node", "win32-x64/FlexLab.dll", "win32-ia32/FlexLab.dll"],
};

/**
 * The native files that a package holds, below the repository.
 * @param {string | null} target null: for all machines that have no package of their own, without sound
 */
export const nativeFilesOf = (target) =>
  target === null ? [] : (nativeFiles[target] ?? [`${target}/flexlab.node`]).map((file) => `native/prebuilds/${file}`);

/** Everything that may be in the package; anything else is a leak. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^extension\/package\.nls(\.[a-z-]+)?\.json$/,
  /^extension\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/docs\/[\w-]+\.md$/,
  /^extension\/docs\/json\/[\w-]+\.schema\.json$/,
  /^extension\/dist\/(extension|audioProcess|cli)\.cjs$/,
  /^extension\/dist\/(web\/)?chunks\/[\w-]+\.cjs$/,
  /^extension\/dist\/web\/extension\.js$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css)$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/native\/prebuilds\/[\w-]+\/(flexlab\.node|FlexLab\.dll)$/,
  /^extension\/extension\/config\/flexasio\.schema\.json$/,
  /^extension\/extension\/editor\/language\/[\w.-]+\.json$/,
  /^extension\/media\/[\w./-]+\.(png|svg|md)$/,
];

const required = [
  "extension/package.json",
  "extension/package.nls.json",
  "extension/package.nls.de.json",
  "extension/l10n/bundle.l10n.de.json",
  "extension/dist/extension.cjs",
  "extension/dist/web/extension.js",
  "extension/docs/findings.md",
  "extension/docs/schema.md",
  "extension/dist/audioProcess.cjs",
  "extension/dist/cli.cjs",
  "extension/dist/webview/panel.js",
  "extension/dist/webview/panel.css",
  "extension/dist/THIRD-PARTY-NOTICES.txt",
];

/**
 * Every file that the manifest names by a path.
 * @param {unknown} value
 * @returns {string[]}
 */
function pathsIn(value) {
  if (typeof value === "string") return value.startsWith("./") ? [value.slice(2)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(pathsIn);
}

/**
 * What is wrong with a package.
 * @param {ReadonlyMap<string, Buffer>} entries by their names
 * @param {string | null} target
 * @param {number} bytes that it weighs as a whole
 * @returns {string[]}
 */
export function problemsOf(entries, target, bytes) {
  const problems = [];
  const native = nativeFilesOf(target).map((file) => `extension/${file}`);
  for (const name of entries.keys()) {
    if (!allowed.some((pattern) => pattern.test(name))) problems.push(`It holds ${name}, which no one needs.`);
  }
  const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const named = pathsIn({ main: manifest.main, browser: manifest.browser, contributes: manifest.contributes }).map((path) => `extension/${path}`);
  for (const name of new Set([...required, ...native, ...named])) {
    if (!entries.has(name)) problems.push(`It lacks ${name}.`);
  }
  for (const [name, content] of entries) {
    const folder = /native\/prebuilds\/([\w-]+)\//.exec(name)?.[1];
    if (folder !== undefined && !native.includes(name)) problems.push(`${name} is not for ${target ?? "all machines"}.`);
    if (folder !== undefined && nativeTarget(content) !== folder) {
      problems.push(`${name} is made for ${nativeTarget(content) ?? "no known machine"}.`);
    }
  }
  // Every part that a bundle loads on demand, and every file that a part asks for.
  for (const [name, content] of entries) {
    const bundle = /^extension\/dist\/(web\/)?(chunks\/)?[\w-]+\.c?js$/.exec(name);
    if (bundle === null) continue;
    const folder = `extension/dist/${bundle[1] ?? ""}chunks`;
    const text = content.toString("utf8");
    const wanted = [
      ...[...text.matchAll(/__flexlabLoad\("([\w-]+\.cjs)"\)/g)].map(([, part = ""]) => `${folder}/${part}`),
      ...(bundle[1] === undefined ? [...text.matchAll(/require\("(\.[^"]+\.cjs)"\)/g)].map(([, path = ""]) => posix.join(posix.dirname(name), path)) : []),
    ];
    for (const one of wanted) if (!entries.has(one)) problems.push(`${name} loads ${one}, which it lacks.`);
  }
  const limit = native.some((name) => name.endsWith(".dll")) ? DRIVER_VSIX_LIMIT : VSIX_LIMIT;
  if (bytes > limit) problems.push(`It is ${(bytes / 1e6).toFixed(2)} MB; ${limit / 1e6} MB is the limit.`);
  return problems;
}
