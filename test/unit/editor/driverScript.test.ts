import assert from "node:assert/strict";
import { elevated, encoded, installScript, quoted, removeScript, SCRIPT_EXIT } from "../../../extension/editor/driverScript.ts";

const FILES = { x64: "C:\\Users\\Zoë O'Neil\\.vscode\\FlexLab.dll", x86: "D:\\x86\\FlexLab.dll", home: "C:\\Users\\Zoë O'Neil" };
const decoded = (text: string): string => Buffer.from(text, "base64").toString("utf16le");

describe("the scripts that install the driver", () => {
  it("take names as they are, whatever stands in them", () => {
    assert.equal(quoted("C:\\$x `n"), "'C:\\$x `n'");
    assert.equal(quoted("O'Neil ’s"), "'O''Neil ’’s'");
  });

  it("copy both DLLs to where they stay, and enter each with the regsvr32 of its own bitness, for this user's profiles", () => {
    const script = installScript(FILES);
    const copies = [...script.matchAll(/Copy-Item -LiteralPath ('(?:[^']|'')*') -Destination \$dll/g)].map(([, from]) => from);
    assert.deepEqual(copies, ["'C:\\Users\\Zoë O''Neil\\.vscode\\FlexLab.dll'", "'D:\\x86\\FlexLab.dll'"]);
    const places = [...script.matchAll(/\$folder = (.*)/g)].map(([, place]) => place);
    assert.deepEqual(places, ["x64", "x86"].map((kind) => `Join-Path $env:ProgramFiles 'FlexLab' | Join-Path -ChildPath '${kind}'`));
    const calls = [...script.matchAll(/^Use-Regsvr32 (.*)$/gm)].map(([, call]) => call);
    assert.deepEqual(calls, ["System32", "SysWOW64"].map((tool) => `'${tool}' @('/s', '/n', ('/i:"' + 'C:\\Users\\Zoë O''Neil' + '"'), ('"' + $dll + '"'))`));
    assert.match(script, /"\$env:SystemRoot\\\$tool\\regsvr32\.exe"/);
  });

  it("take the entries out before the DLLs, which do it", () => {
    const script = removeScript();
    assert.equal([...script.matchAll(/Use-Regsvr32 '(?:System32|SysWOW64)' @\('\/s', '\/u'[^\n]*\n {2}try \{ Clear-Place \$dll \}/g)].length, 2);
    assert.doesNotMatch(script, /toml|profiles/i);
  });

  it("reach an administrator's PowerShell unharmed, and short enough for a command line", () => {
    const script = installScript(FILES);
    const outer = elevated(script);
    const inner = /'-EncodedCommand', '([A-Za-z0-9+/=]+)'/.exec(outer)?.[1] ?? "";
    assert.equal(decoded(inner), script);
    assert.match(outer, /-Verb RunAs/);
    assert.ok(outer.includes(`catch { exit ${String(SCRIPT_EXIT.declined)} }`));
    assert.equal(decoded(encoded(outer)), outer);
    assert.ok(encoded(outer).length < 30_000, String(encoded(outer).length));
  });
});
