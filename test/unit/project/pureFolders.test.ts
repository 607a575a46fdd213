import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Bundles a folder for no platform at all and evaluates it where there is JavaScript and nothing else. */
async function loadBare(folder: string): Promise<string[]> {
  const files = readdirSync(`${root}extension/${folder}`).filter((name) => name.endsWith(".ts"));
  assert.ok(files.length > 0, `extension/${folder} holds no file`);
  const imports = files.map((name, index) => `import * as m${index} from "./${name}"; loaded.push(...Object.keys(m${index}));`);
  const { outputFiles } = await build({
    stdin: { contents: imports.join("\n"), resolveDir: `${root}extension/${folder}`, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    // Of `@vscode/l10n`, which turns sentences into the user's language, this takes the half without files.
    platform: "browser",
    logLevel: "silent",
  });
  const loaded: string[] = [];
  for (const { text } of outputFiles) runInNewContext(text, { loaded });
  return loaded;
}

describe("the pure folders", () => {
  for (const folder of ["config", "backends", "language", "analysis"]) {
    it(`${folder} loads and runs without Node.js, VS Code or a browser`, async () => {
      assert.ok((await loadBare(folder)).length > 0);
    });
  }
});
