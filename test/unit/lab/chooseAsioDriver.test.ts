import assert from "node:assert/strict";
import type { AsioDriver, Bits } from "../../../extension/audio/contract.ts";
import { chooseAsioDriver } from "../../../extension/lab/chooseAsioDriver.ts";

const driver = (name: string, bits: Bits = 64, more: Partial<AsioDriver> = {}): AsioDriver => ({
  name, bits, clsid: "{00000000-0000-0000-0000-000000000001}", description: name, dll: `C:\\${name}.dll`, dllFound: true, dllBits: bits, ...more,
});

describe("the choice of an installed ASIO driver", () => {
  const refusal = (drivers: readonly AsioDriver[] | null, name: string, bits: Bits = 64): string => {
    const choice = chooseAsioDriver(drivers, name, bits);
    if (choice.ok) return "taken";
    const { code, message, hint } = choice.error;
    assert.ok(message.length <= 160, message);
    return `${code}: ${message} ${hint}`;
  };

  it("takes the one of the list for its own kind of programs, whatever the capital letters", () => {
    const both = [driver("FlexASIO", 32), driver("FlexASIO", 64), driver("ASIO4ALL v2")];
    for (const bits of [32, 64] as const) {
      const choice = chooseAsioDriver(both, "flexasio", bits);
      assert.equal(choice.ok && choice.driver.bits, bits);
    }
  });

  it("takes a DLL of which nothing is known", () => {
    assert.equal(chooseAsioDriver([driver("X", 64, { dllBits: null })], "X", 64).ok, true);
  });

  it("says on other systems that there are none", () => {
    assert.match(refusal(null, "FlexASIO"), /^asio-not-here: .* on Windows only/);
  });

  it("names those that are installed", () => {
    assert.match(refusal([driver("A"), driver("B"), driver("C", 32)], "D"), /^asio-driver-not-installed: No ASIO driver "D" .* Installed for 64-bit programs: "A", "B"\.$/);
    assert.match(refusal([driver("C", 32)], "D"), /None is installed for 64-bit programs\.$/);
  });

  it("says which kind of programs a driver is for", () => {
    assert.match(refusal([driver("A", 32)], "A"), /^asio-driver-other-bitness: .*"A" is installed for 32-bit programs only, and this is a 64-bit one/);
    assert.match(refusal([driver("A", 64)], "A", 32), /installed for 64-bit programs only, and this is a 32-bit one/);
    assert.match(refusal([driver("A", 64, { dllBits: 32 })], "A"), /^asio-driver-other-bitness: .*made for 32-bit programs, and this is a 64-bit one/);
  });

  it("says where the list leads nowhere", () => {
    assert.match(refusal([driver("A", 64, { clsid: null })], "A"), /^asio-driver-broken: .*does not lead to its DLL/);
    assert.match(refusal([driver("A", 64, { dll: null, dllFound: false })], "A"), /does not lead to its DLL/);
    assert.match(refusal([driver("A", 64, { dllFound: false, dllBits: null })], "A"), /^asio-driver-broken: .*is not there: C:\\A\.dll/);
  });
});
