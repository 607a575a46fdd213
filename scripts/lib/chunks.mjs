import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build as esbuild, transform } from "esbuild";
import { inRoot } from "./paths.mjs";

/** How the bundles call what loads a part; no such name can come from the source. */
const LOAD = "__flexlabLoad";
/** And VS Code's interface: once for a whole bundle, where esbuild would copy all of it for every importing file. */
const VSCODE = "__flexlabVscode";
const takeVscode = `const ${VSCODE}=require("vscode");`;

/**
 * Lets a CommonJS bundle load parts of itself on demand: what the source asks for with `await import("./part.ts")`
 * becomes a file of its own in `chunks/` beside the bundle, and so does what several such parts share; all that is
 * loaded at once is one file. A module exists once, whoever uses it. esbuild splits ES modules only, so it does that in
 * memory first; here the pieces become CommonJS.
 *
 * `"web"`: for an extension host that has no `require` for files. Parts are then read through VS Code and evaluated as
 * VS Code itself does with the bundle.
 * @param {{minify: boolean, sourcemap: boolean, host: "node" | "web"}} options
 * @returns {import("esbuild").Plugin}
 */
export const commonJsChunks = ({ minify, sourcemap, host }) => ({
  name: "commonjs-chunks",
  setup(build) {
    const { outdir = "dist" } = build.initialOptions;
    const maps = sourcemap ? /** @type {const} */ ("inline") : false;
    Object.assign(build.initialOptions, {
      format: "esm", splitting: true, write: false, chunkNames: "chunks/[name]-[hash]", outExtension: { ".js": ".cjs" }, sourcemap: maps,
    });
    const common = /** @type {const} */ ({ format: "cjs", platform: host === "node" ? "node" : "browser", target: host === "node" ? "node20" : "es2022", minify, legalComments: "none", sourcemap: maps });
    build.onEnd(async ({ errors, outputFiles = [], metafile }) => {
      const entry = Object.entries(metafile?.outputs ?? {}).find(([, { entryPoint }]) => entryPoint === Object.values(build.initialOptions.entryPoints ?? {})[0])?.[0];
      if (errors.length > 0 || metafile === undefined || entry === undefined) return;
      /** @param {string} text */
      const withLoads = (text) =>
        text
          .replaceAll(/\bimport\("\.\/(?:chunks\/)?([\w-]+\.cjs)"\)/g, `${LOAD}("$1")`)
          .replaceAll(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode";/g, `var $1=${VSCODE};`);
      const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), withLoads(text)]));
      const eager = new Set(loadedAtOnce(metafile, entry).map((path) => basename(path)));
      const lazy = [...texts.keys()].filter((name) => !eager.has(name));
      const needs = Object.fromEntries(lazy.map((name) => [name, staticImports(metafile, `${outdir}/chunks/${name}`)]));
      const shared = [...new Set(Object.values(needs).flat())].filter((name) => eager.has(name));

      // Their names hold a hash of their content: what was built before would stay for ever.
      const folder = inRoot(outdir, "chunks");
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const name of lazy) {
        const { code } = await transform(texts.get(name) ?? "", { ...common, banner: takeVscode + (host === "node" ? loadInNode("./") : "") });
        writeFileSync(join(folder, name), code);
      }
      const result = await esbuild({
        ...common, bundle: true, write: false, logLevel: "silent", external: ["vscode"],
        banner: { js: takeVscode + (host === "node" ? loadInNode("./chunks/") : loadInWeb(needs)) },
        stdin: {
          contents: [
            `export * from "./${basename(entry)}";`,
            ...shared.map((name, index) => `import * as shared${index} from "./${name}";`),
            // For the parts alone.
            `export const shared = { ${shared.map((name, index) => `"${name}": shared${index}`).join(", ")} };`,
          ].join("\n"),
          resolveDir: inRoot(outdir),
        },
        plugins: [{
          name: "pieces",
          setup: (pieces) => {
            pieces.onResolve({ filter: /\.cjs$/ }, ({ path }) => ({ path: basename(path), namespace: "pieces" }));
            pieces.onLoad({ filter: /.*/, namespace: "pieces" }, ({ path }) => ({ contents: texts.get(path) ?? "", loader: "js" }));
          },
        }],
      });
      const out = inRoot(host === "node" ? entry : entry.replace(/\.cjs$/, ".js"));
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, result.outputFiles[0]?.text ?? "");
      if (host === "web") return;
      for (const name of shared) writeFileSync(join(folder, name), `module.exports=require("../${basename(out)}").shared["${name}"];\n`);
    });
  },
});

/** Beside VS Code's own `require` nothing is needed. @param {string} folder as the file sees it */
const loadInNode = (folder) => `const ${LOAD}=(name)=>Promise.resolve().then(()=>require("${folder}"+name));`;

/** @param {Readonly<Record<string, readonly string[]>>} needs of each part: what it imports */
const loadInWeb = (needs) => `const ${LOAD}=(()=>{
const needs=${JSON.stringify(needs)},loaded={},vscode=${VSCODE};
const get=async(name)=>{
const {extensionUri}=vscode.extensions.getExtension("flexlab.flexlab");
const others={vscode};
for(const need of needs[name])others["./"+need]=module.exports.shared[need]??await load(need);
const code=await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri,"dist","web","chunks",name));
const part={exports:{}};
new Function("require","module","exports","${LOAD}",new TextDecoder().decode(code))((id)=>others[id],part,part.exports,load);
return part.exports;
};
const load=(name)=>loaded[name]??=get(name).catch((error)=>{delete loaded[name];throw error;});
return load;
})();`;

/** The other outputs that one imports statically, by their names. @param {import("esbuild").Metafile} metafile @param {string} output */
const staticImports = (metafile, output) =>
  (metafile.outputs[output]?.imports ?? [])
    .filter(({ path, kind }) => kind === "import-statement" && metafile.outputs[path] !== undefined)
    .map(({ path }) => basename(path));

/**
 * The pieces that an entry loads at once.
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
