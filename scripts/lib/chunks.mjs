import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { transform } from "esbuild";
import { inRoot } from "./paths.mjs";

/**
 * Lets a CommonJS bundle load parts of itself on demand: what the source asks for with `await import("./part.ts")`
 * becomes a file of its own in `chunks/` beside the bundle, and so does what several parts share. esbuild splits ES
 * modules only, so it writes those in memory, and here each becomes CommonJS. A module exists once, however many parts
 * use it.
 * @param {{minify: boolean, sourcemap: boolean}} options
 * @returns {import("esbuild").Plugin}
 */
export const commonJsChunks = ({ minify, sourcemap }) => ({
  name: "commonjs-chunks",
  setup(build) {
    const { outdir = "dist" } = build.initialOptions;
    Object.assign(build.initialOptions, {
      format: "esm", splitting: true, write: false, chunkNames: "chunks/[name]-[hash]", outExtension: { ".js": ".cjs" },
      sourcemap: sourcemap ? "inline" : false,
    });
    build.onEnd(async ({ errors, outputFiles = [] }) => {
      if (errors.length > 0) return;
      // Their names hold a hash of their content: what was built before would stay for ever.
      rmSync(inRoot(outdir, "chunks"), { recursive: true, force: true });
      for (const { path, text } of outputFiles) {
        const { code } = await transform(text, {
          format: "cjs", platform: "node", target: "node20", minify, legalComments: "none",
          sourcemap: sourcemap ? "inline" : false,
          // `import()` of a CommonJS file would go through Node's loader of ES modules, which VS Code does not intercept.
          supported: { "dynamic-import": false },
        });
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, code);
      }
    });
  },
});

/**
 * The files that an entry loads at once, and those that it may load later.
 * @param {import("esbuild").Metafile} metafile
 * @param {string} entry its output's path in the metafile
 */
export function loadedAtOnce(metafile, entry) {
  /** @type {Set<string>} */
  const eager = new Set();
  const visit = (/** @type {string} */ output) => {
    if (eager.has(output)) return;
    eager.add(output);
    for (const { path, kind } of metafile.outputs[output]?.imports ?? []) {
      if (kind === "import-statement" && metafile.outputs[path] !== undefined) visit(path);
    }
  };
  visit(entry);
  return [...eager];
}
