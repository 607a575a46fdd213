// Packs dist/, the addon and what the manifest names into dist/flexlab.vsix, and checks what came out.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { addonFile, artifacts, inRoot, target, vsixFile } from "./lib/paths.mjs";
import { VSIX_LIMIT } from "./lib/budgets.mjs";
import { nativeTarget } from "./lib/nativeFile.mjs";
import { Failure, mustRun } from "./lib/run.mjs";
import { main } from "./lib/steps.mjs";
import { readZip } from "./lib/zip.mjs";

/** Everything that may be in the package; anything else is a leak. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^extension\/package\.nls(\.[a-z-]+)?\.json$/,
  /^extension\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/docs\/[\w-]+\.md$/,
  /^extension\/dist\/(extension|audioProcess|cli)\.cjs$/,
  /^extension\/dist\/(web\/)?chunks\/[\w-]+\.cjs$/,
  /^extension\/dist\/web\/extension\.js$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css)$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/native\/prebuilds\/[\w-]+\/flexlab\.node$/,
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
  `extension/native/prebuilds/${target}/flexlab.node`,
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

/** Where the package is put together: in the repository itself vsce would look at every file of the workbench too. */
const stage = join(artifacts, "package");

/** Copies what may be packed; the manifest's `files` then say what is. */
function fillStage() {
  rmSync(stage, { recursive: true, force: true });
  const parts = ["package.json", "package.nls.json", "package.nls.de.json", "l10n", "docs", "dist", join("native", "prebuilds", target), "extension/config/flexasio.schema.json", "extension/editor/language", "media", "README.md", "CHANGELOG.md", "LICENSE"];
  for (const part of parts) {
    if (!existsSync(inRoot(part))) throw new Failure(`${part} does not exist.`);
    mkdirSync(dirname(join(stage, part)), { recursive: true });
    cpSync(inRoot(part), join(stage, part), { recursive: true, filter: (source) => !/\.(map|vsix)$/.test(source) });
  }
  // Here everything is CommonJS; the source's "module" would keep an extension host in a browser from loading it.
  const { type: _type, ...manifest } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @param {Buffer} archive */
function check(archive) {
  const entries = readZip(archive);
  const problems = [];
  for (const name of entries.keys()) {
    if (!allowed.some((pattern) => pattern.test(name))) problems.push(`It holds ${name}, which no one needs.`);
  }
  const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const named = pathsIn({ main: manifest.main, browser: manifest.browser, contributes: manifest.contributes }).map((path) => `extension/${path}`);
  for (const name of new Set([...required, ...named])) {
    if (!entries.has(name)) problems.push(`It lacks ${name}.`);
  }
  for (const [name, content] of entries) {
    const folder = /native\/prebuilds\/([\w-]+)\//.exec(name)?.[1];
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
  const megabytes = archive.length / 1e6;
  if (archive.length > VSIX_LIMIT) problems.push(`It is ${megabytes.toFixed(2)} MB; ${VSIX_LIMIT / 1e6} MB is the limit.`);
  return { problems, files: entries.size, megabytes };
}

await main(async () => {
  if (!existsSync(addonFile)) {
    throw new Failure("The audio addon is not built yet.", { hint: "Run npm start or npm test once: they build it." });
  }
  fillStage();
  await mustRun(process.execPath, [
    inRoot("node_modules", "@vscode", "vsce", "vsce"), "package", "--no-dependencies", "--target", target,
    "--allow-missing-repository", "--no-rewrite-relative-links", "-o", vsixFile,
  ], { cwd: stage, what: "vsce could not pack the extension." });
  const { problems, files, megabytes } = check(readFileSync(vsixFile));
  if (problems.length > 0) throw new Failure(`The packed extension is not what it should be:\n  ${problems.join("\n  ")}`);
  console.log(`dist/flexlab.vsix: ${files} files, ${megabytes.toFixed(2)} MB, for ${target}`);
  return 0;
});
