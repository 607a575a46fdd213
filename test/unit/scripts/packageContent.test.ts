import assert from "node:assert/strict";
import { nativeFilesOf, problemsOf } from "../../../scripts/lib/packageContent.mjs";

/** The headers of a Windows program for a machine, and of a Linux library. */
const windows = (machine: number): Buffer => {
  const bytes = Buffer.alloc(256);
  bytes.write("MZ");
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.writeUInt16LE(machine, 0x84);
  return bytes;
};
const linux = (): Buffer => {
  const bytes = Buffer.alloc(256);
  bytes.writeUInt32BE(0x7f454c46, 0);
  bytes.writeUInt16LE(0x3e, 18);
  return bytes;
};
const [X64, IA32] = [0x8664, 0x14c];
const whole = { "win32-x64/flexlab.node": windows(X64), "win32-x64/FlexLab.dll": windows(X64), "win32-ia32/FlexLab.dll": windows(IA32) };

/** What is said of the native code of a package. */
const about = (target: string | null, files: Readonly<Record<string, Buffer>>): readonly string[] => {
  const entries = new Map(Object.entries(files).map(([name, bytes]) => [`extension/native/prebuilds/${name}`, bytes]));
  return problemsOf(entries, target, 1000).filter((problem) => problem.includes("prebuilds"));
};

describe("the content of a package", () => {
  it("for Windows is the addon and a driver for either kind of host", () => assert.deepEqual(about("win32-x64", whole), []));

  it("for Windows lacks nothing", () => {
    const { "win32-ia32/FlexLab.dll": _left, ...rest } = whole;
    assert.deepEqual(about("win32-x64", rest), ["It lacks extension/native/prebuilds/win32-ia32/FlexLab.dll."]);
  });

  it("is made for the machine it says", () => {
    assert.deepEqual(about("win32-x64", { ...whole, "win32-ia32/FlexLab.dll": windows(X64) }), ["extension/native/prebuilds/win32-ia32/FlexLab.dll is made for win32-x64."]);
    assert.deepEqual(about("linux-x64", { "linux-x64/flexlab.node": windows(X64) }), ["extension/native/prebuilds/linux-x64/flexlab.node is made for win32-x64."]);
  });

  it("for Linux holds nothing for Windows", () => {
    assert.deepEqual(about("linux-x64", { "linux-x64/flexlab.node": linux() }), []);
    assert.match(about("linux-x64", { "linux-x64/flexlab.node": linux(), ...whole })[0] ?? "", /not for linux-x64/);
  });

  it("for all other machines holds no native code", () => {
    assert.deepEqual(nativeFilesOf(null), []);
    assert.deepEqual(about(null, { "linux-x64/flexlab.node": linux() }), ["extension/native/prebuilds/linux-x64/flexlab.node is not for all machines."]);
  });

  it("is what is needed, and not too heavy", () => {
    const leak = problemsOf(new Map([["extension/secret.txt", Buffer.alloc(0)]]), null, 3e6);
    assert.ok(leak.includes("It holds extension/secret.txt, which no one needs.") && leak.includes("It is 3.00 MB; 2 MB is the limit."));
    assert.ok(!problemsOf(new Map(), "win32-x64", 3e6).some((problem) => problem.includes("the limit")));
  });
});
