import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readPortableExecutable } from "./portableExecutable.ts";
import { built } from "./wineLab.ts";

/** What every Windows has: anything else would have to be installed, or found by luck. */
const SYSTEM = ["advapi32.dll", "avrt.dll", "dsound.dll", "kernel32.dll", "msvcrt.dll", "ole32.dll", "setupapi.dll", "shell32.dll", "user32.dll", "winmm.dll"];

describe("the driver's DLL", () => {
  for (const machine of ["x86_64", "i686"] as const) {
    describe(`for ${machine}`, () => {
      const dll = readPortableExecutable(readFileSync(built(machine, "FlexLab.dll")));

      it("is made for that processor", () => assert.equal(dll.machine, machine));

      it("needs nothing but Windows", () => {
        assert.deepEqual(dll.imports.filter((name) => !SYSTEM.includes(name)), []);
      });

      it("exports what COM and regsvr32 call, under plain names, and nothing else", () => {
        assert.deepEqual([...dll.exports].sort(), ["DllCanUnloadNow", "DllGetClassObject", "DllInstall", "DllRegisterServer", "DllUnregisterServer"]);
      });
    });
  }
});
