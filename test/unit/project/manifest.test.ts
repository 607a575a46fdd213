import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly extensionKind: readonly string[];
  readonly activationEvents?: readonly string[];
  readonly capabilities?: { readonly untrustedWorkspaces?: { readonly supported: unknown } };
  readonly binary: { readonly napi_versions: readonly number[] };
  readonly contributes: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

/** Every file that a part of the manifest names by a relative path. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("./") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(pathsIn);
}

describe("the manifest", () => {
  it("names only files that exist and that the package takes along", () => {
    const paths = pathsIn(manifest.contributes).map((path) => path.slice(2));
    assert.ok(paths.length > 0);
    for (const path of paths) {
      assert.ok(existsSync(join(root, path)), `${path} does not exist`);
      const taken = manifest.files.some((pattern) => pattern === path || (pattern.endsWith("/**") && path.startsWith(pattern.slice(0, -2))));
      assert.ok(taken, `${path} is not packed`);
    }
  });

  it("works in untrusted workspaces, within limits", () => {
    assert.equal(manifest.capabilities?.untrustedWorkspaces?.supported, "limited");
  });

  it("prefers the machine with the sound card, and starts for a file, not at start-up", () => {
    assert.deepEqual(manifest.extensionKind, ["ui", "workspace"]);
    const eager = (manifest.activationEvents ?? []).filter((event) => event === "*" || event === "onStartupFinished");
    assert.deepEqual(eager, []);
  });

  it("ships one bundle each: nothing is installed on the user's machine", () => {
    assert.equal(manifest.main, "./dist/extension.cjs");
    assert.deepEqual(manifest.bin, { flexlab: "dist/cli.cjs" });
    assert.deepEqual(manifest.dependencies ?? {}, {});
  });

  it("pins every tool to one version", () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it("has a script behind each of its commands", () => {
    for (const command of Object.values(manifest.scripts)) {
      for (const [file] of command.matchAll(/[\w/-]+\.mjs/g)) assert.ok(existsSync(join(root, file)), `${file} does not exist`);
    }
  });
});
