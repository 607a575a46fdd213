import { statSync } from "node:fs";
import { loadedAtOnce } from "./chunks.mjs";
import { inRoot } from "./paths.mjs";

/** What each part may weigh, minified, in bytes: what is loaded at once, without what is loaded on demand. */
const BUDGETS = [
  { part: "the extension at activation", files: ["dist/extension.cjs"], limit: 150_000 },
  { part: "the extension in a browser", files: ["dist/web/extension.js"], limit: 150_000 },
  { part: "the panel's page", files: ["dist/webview/panel.js", "dist/webview/panel.css"], limit: 350_000 },
];

/** What a user downloads, without debug symbols. */
export const VSIX_LIMIT = 2_000_000;
/** The same with a driver for each kind of host on board. */
export const DRIVER_VSIX_LIMIT = 4_000_000;

const HEAVIEST = 12;

/**
 * Compares what was built with the budgets. When one is broken, a table says which, and what weighs most in it.
 * @param {readonly import("esbuild").Metafile[]} metafiles
 * @returns {boolean} whether all hold
 */
export function tellBudgets(metafiles) {
  const rows = BUDGETS.map(({ part, files, limit }) => {
    const outputs = files.flatMap((file) => {
      // The pieces of a bundle that loads some of itself on demand are called otherwise until they are put together.
      const piece = file.replace(/extension\.js$/, "extension.cjs");
      const metafile = metafiles.find(({ outputs }) => outputs[piece] !== undefined);
      return metafile === undefined ? [] : loadedAtOnce(metafile, piece).map((output) => ({ output, metafile }));
    });
    return { part, limit, outputs, bytes: files.reduce((sum, file) => sum + statSync(inRoot(file)).size, 0) };
  });
  const broken = rows.filter(({ bytes, limit, outputs }) => bytes > limit || outputs.length === 0);
  if (broken.length === 0) return true;
  const number = (/** @type {number} */ value) => value.toLocaleString("en").padStart(9);
  console.error("What was built weighs more than it may:\n");
  for (const { part, bytes, limit } of rows) {
    console.error(`  ${bytes > limit ? "✗" : "✓"} ${part.padEnd(28)} ${number(bytes)} of ${number(limit)} bytes`);
  }
  for (const { part, outputs } of broken) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const { output, metafile } of outputs) {
      for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[output]?.inputs ?? {})) {
        const name = /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? input;
        weights.set(name, (weights.get(name) ?? 0) + bytesInOutput);
      }
    }
    console.error(`\n  Heaviest in ${part}:`);
    for (const [name, bytes] of [...weights].sort((a, b) => b[1] - a[1]).slice(0, HEAVIEST)) console.error(`  ${number(bytes)}  ${name}`);
  }
  console.error("\nLoad on demand what is not needed at once (`await import(…)`), or find what grew.");
  return false;
}
