import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readPortableExecutable } from "./portableExecutable.ts";
import { built } from "./wineLab.ts";

const SYSTEM = ["advapi32.dll", "avrt.dll", "dsound.dll", "kernel32.dll", "msvcrt.dll", "ole32.dll", "setupapi.dll", "shell32.dll", "user32.dll", "winmm.dll"];

describe("the lab's addon for Windows", () => {
  const addon = readPortableExecutable(readFileSync(built("x86_64", "flexlab.node")));

  it("is made for x86_64", () => assert.equal(addon.machine, "x86_64"));

  it("needs nothing but Windows when it is loaded, not even a program that is called node.exe", () => {
    assert.deepEqual(addon.imports.filter((name) => !SYSTEM.includes(name)), []);
  });

  it("exports what Node.js looks for, and nothing else", () => {
    assert.deepEqual([...addon.exports].sort(), ["napi_register_module_v1", "node_api_module_get_api_version_v1"]);
  });
});
