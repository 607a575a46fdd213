import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "../../../extension/editor/labFiles.ts";

describe("files of this machine", () => {
  let folder = "";
  const path = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flexlab files é-"));
    mkdirSync(path("real"));
    writeFileSync(path("real/FlexASIO.toml"), "old");
    symlinkSync(path("real/FlexASIO.toml"), path("link.toml"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("knows a file by any path that leads to it", async () => {
    assert.equal(await nodeFiles.isSame(path("link.toml"), path("real/../real/FlexASIO.toml")), true);
    writeFileSync(path("copy.toml"), "old");
    assert.equal(await nodeFiles.isSame(path("link.toml"), path("copy.toml")), false);
    assert.equal(await nodeFiles.isSame(path("gone.toml"), path("gone.toml")), false);
  });

  it("replaces the file behind a link in one step, with its rights, and leaves nothing beside it", async () => {
    chmodSync(path("real/FlexASIO.toml"), 0o640);
    const before = statSync(path("real/FlexASIO.toml")).ino;
    await nodeFiles.replace(path("link.toml"), new TextEncoder().encode("new"));
    assert.equal(readFileSync(path("real/FlexASIO.toml"), "utf8"), "new");
    assert.equal(realpathSync(path("link.toml")), realpathSync(path("real/FlexASIO.toml")));
    assert.equal(statSync(path("real/FlexASIO.toml")).mode & 0o777, 0o640);
    // Another file took the name: at no moment was there half of a text under it.
    assert.notEqual(statSync(path("real/FlexASIO.toml")).ino, before);
    assert.deepEqual(readdirSync(path("real")), ["FlexASIO.toml"]);
  });

  it("fails without a trace where there is no file to replace", async () => {
    await assert.rejects(nodeFiles.replace(path("real/gone.toml"), new Uint8Array()));
    assert.deepEqual(readdirSync(path("real")), ["FlexASIO.toml"]);
  });

  it("reads a file's SHA-256", async () => {
    assert.equal(await nodeFiles.sha256(path("link.toml")), createHash("sha256").update("old").digest("hex"));
    assert.equal(await nodeFiles.sha256(path("gone.toml")), null);
  });
});
