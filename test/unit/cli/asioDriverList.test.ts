import assert from "node:assert/strict";
import { asioDriverText } from "../../../extension/cli/asioDriverList.ts";

describe("the list of ASIO drivers on the terminal", () => {
  const look = { color: false, width: 100 };

  it("has a line for each, with what is wrong with its DLL", () => {
    const base = { clsid: "{1}", description: null, dllFound: true } as const;
    const text = asioDriverText([
      { ...base, name: "Fine", bits: 64, dll: "C:\\fine.dll", dllBits: 64 },
      { ...base, name: "Gone\u0007", bits: 32, dll: "C:\\gone.dll", dllFound: false, dllBits: null },
      { ...base, name: "Other", bits: 64, dll: "C:\\other.dll", dllBits: 32 },
      { ...base, name: "None", bits: 64, clsid: null, dll: null, dllFound: false, dllBits: null },
    ], look);
    assert.equal(text, [
      "ASIO drivers",
      "  driver      for     class  DLL",
      "  Fine        64 bit  {1}    C:\\fine.dll",
      "  Gone\\u0007  32 bit  {1}    C:\\gone.dll (missing)",
      "  Other       64 bit  {1}    C:\\other.dll (32 bit, cannot be loaded)",
      "  None        64 bit  -      not in the list",
      "",
    ].join("\n"));
  });

  it("says that there are none", () => {
    assert.equal(asioDriverText([], look), "ASIO drivers\n  none installed\n");
  });
});
