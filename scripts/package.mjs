// Packs dist/, native code and what the manifest names into dist/flexlab.vsix for this machine, and checks what came out.
// With --all: also a package with the driver for Windows, and one without native code for all other machines.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { nativeFilesOf, problemsOf } from "./lib/packageContent.mjs";
import { addonFile, artifacts, inRoot, root, target as here, vsixFile } from "./lib/paths.mjs";
import { Failure, mustRun } from "./lib/run.mjs";
import { main, runSteps } from "./lib/steps.mjs";
import { missingCrossCompilers } from "./lib/system.mjs";
import { buildWindows, windowsMachines } from "./lib/windows.mjs";
import { readZip } from "./lib/zip.mjs";

/** Where the package is put together: in the repository itself vsce would look at every file of the workbench too. */
const stage = join(artifacts, "package");

/**
 * Copies what may be packed; the manifest's `files` then say what is.
 * @param {string | null} target
 */
function fillStage(target) {
  rmSync(stage, { recursive: true, force: true });
  const parts = ["package.json", "package.nls.json", "package.nls.de.json", "l10n", "docs", "dist", ...nativeFilesOf(target), "extension/config/flexasio.schema.json", "extension/editor/language", "media", "README.md", "CHANGELOG.md", "LICENSE"];
  for (const part of parts) {
    if (!existsSync(inRoot(part))) throw new Failure(`${part} does not exist.`);
    mkdirSync(dirname(join(stage, part)), { recursive: true });
    cpSync(inRoot(part), join(stage, part), { recursive: true, filter: (source) => !/\.(map|vsix)$/.test(source) });
  }
  // Here everything is CommonJS; the source's "module" would keep an extension host in a browser from loading it.
  const { type: _type, ...manifest } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {string | null} target null: for all machines that have no package of their own
 * @param {string} file
 */
async function pack(target, file) {
  fillStage(target);
  // Without native code a pattern of the manifest has nothing to match; what has to be there is checked below.
  const variant = target === null ? ["--allow-unused-files-pattern"] : ["--target", target];
  await mustRun(process.execPath, [
    inRoot("node_modules", "@vscode", "vsce", "vsce"), "package", "--no-dependencies", ...variant,
    "--allow-missing-repository", "--no-rewrite-relative-links", "-o", file,
  ], { cwd: stage, what: "vsce could not pack the extension." });
  const archive = readFileSync(file);
  const entries = readZip(archive);
  const problems = problemsOf(entries, target, archive.length);
  const name = relative(root, file);
  if (problems.length > 0) throw new Failure(`${name} is not what it should be:\n  ${problems.join("\n  ")}`);
  console.log(`${name}: ${entries.size} files, ${(archive.length / 1e6).toFixed(2)} MB, for ${target ?? "all other machines, without sound"}`);
  for (const native of nativeFilesOf(target)) console.log(`    ${native}  ${(statSync(inRoot(native)).size / 1e6).toFixed(2)} MB`);
}

await main(async () => {
  const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
  if (!existsSync(addonFile)) {
    throw new Failure("The audio addon is not built yet.", { hint: "Run npm start or npm test once: they build it." });
  }
  await pack(here, vsixFile);
  if (!values.all) return 0;
  copyFileSync(vsixFile, inRoot("dist", `flexlab-${here}.vsix`));
  console.log(`dist/flexlab-${here}.vsix: the same`);
  const missing = missingCrossCompilers();
  if (missing.length === 0) {
    await runSteps(windowsMachines.map(buildWindows));
    await pack("win32-x64", inRoot("dist", "flexlab-win32-x64.vsix"));
  } else {
    console.log(`dist/flexlab-win32-x64.vsix is left out: it needs the cross-compilers ${missing.join(" and ")}.\n    apt-get install -y --no-install-recommends ${missing.join(" ")}`);
  }
  await pack(null, inRoot("dist", "flexlab-any.vsix"));
  return 0;
});
