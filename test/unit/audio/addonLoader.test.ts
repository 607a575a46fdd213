import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { addonPath, loadAddon } from "../../../extension/audio/addonLoader.ts";

describe("addonLoader", () => {
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "flexlab-addon-"));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function codeOf(name: string, content: string | Uint8Array | null): string {
    const path = join(folder, name);
    if (content !== null) writeFileSync(path, content);
    const loaded = loadAddon(path);
    if (loaded.ok) return "ok";
    assert.notEqual(loaded.error.hint, "");
    return loaded.error.code;
  }

  it("looks in the folder of this platform, beside the bundles", () => {
    const path = addonPath(join("somewhere", "dist"), {});
    assert.equal(path, ["somewhere", "native", "prebuilds", `${process.platform}-${process.arch}`, "flexlab.node"].join(sep));
    assert.equal(addonPath("dist", { FLEXLAB_ADDON: "other.node" }), "other.node");
  });

  it("tells a missing file", () => {
    assert.equal(codeOf("missing.node", null), "audio-addon-missing");
  });

  it("tells a binary of another platform", () => {
    const windowsProgram = new Uint8Array(4096);
    windowsProgram.set([0x4d, 0x5a]);
    assert.equal(codeOf("other.node", windowsProgram), "audio-addon-wrong-platform");
  });

  it("tells a module that is no addon of ours, and one that fails to load", () => {
    assert.equal(codeOf("empty.cjs", "module.exports = { versions() {}, devices() {} };"), "audio-addon-load-failed");
    assert.equal(codeOf("throws.cjs", "throw new Error('no');"), "audio-addon-load-failed");
  });

  it("names the system library that is missing", () => {
    const path = join(folder, "nolibrary.cjs");
    writeFileSync(path, "throw new Error('libasound.so.2: cannot open shared object file: No such file or directory');");
    const loaded = loadAddon(path);
    assert.ok(!loaded.ok);
    assert.match(loaded.error.message, /libasound\.so\.2 is missing/);
    assert.match(loaded.error.hint, /libasound2/);
  });

  it("loads what has the functions of an addon", () => {
    assert.equal(codeOf("good.cjs", "module.exports = { versions() {}, devices() {}, drivers() {}, asioDrivers() {}, probe() {} };"), "ok");
  });
});
