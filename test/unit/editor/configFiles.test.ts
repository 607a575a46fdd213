import assert from "node:assert/strict";
import { configPlace, isSamePath } from "../../../extension/config/configPlace.ts";
import { effectiveConfig } from "../../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { newConfigText } from "../../../extension/editor/newConfigText.ts";
import { profileFileName, profileNameOf, profileNameProblem } from "../../../extension/editor/profileNames.ts";
import { readWorkingTexts, withWorkingText } from "../../../extension/editor/workingTexts.ts";
import type { WorkingText } from "../../../extension/editor/workingTexts.ts";

describe("where the driver reads the file", () => {
  it("is the profile folder on Windows, whatever the environment says", () => {
    const place = configPlace({ platform: "win32", home: "C:\\Users\\Zoë", configVariable: "/elsewhere.toml" });
    assert.equal(place, "C:\\Users\\Zoë\\FlexASIO.toml");
    assert.ok(isSamePath(place, "c:/users/zoë/flexasio.TOML", "win32"));
  });

  it("is FLEXLAB_CONFIG elsewhere, else home, else nowhere", () => {
    assert.equal(configPlace({ platform: "linux", home: "/home/me", configVariable: "/etc/driver.toml" }), "/etc/driver.toml");
    assert.equal(configPlace({ platform: "linux", home: "/home/me/", configVariable: null }), "/home/me/FlexASIO.toml");
    assert.equal(configPlace({ platform: "linux", home: "/home/me", configVariable: "relative.toml" }), "/home/me/FlexASIO.toml");
    assert.equal(configPlace({ platform: "linux", home: null, configVariable: null }), null);
    assert.equal(configPlace({ platform: "web", home: "/home/me", configVariable: "/x" }), null);
    assert.equal(isSamePath("/a/FlexASIO.toml", "/a/flexasio.toml", "linux"), false);
  });
});

describe("a new file", () => {
  it("chooses nothing for the user", () => {
    for (const end of ["\n", "\r\n"] as const) {
      const text = newConfigText(end);
      assert.deepEqual(parseConfig(text).entries, []);
      assert.equal(text.split(end).length, 7);
      const config = effectiveConfig(parseConfig(text));
      assert.ok(config.input.table !== null && config.output.table !== null);
    }
  });
});

describe("names of profiles", () => {
  it("are file names on every system", () => {
    for (const name of ["Live set", "48k – klein", "a.b", "profil.toml", "common"]) assert.equal(profileNameProblem(name), null, name);
    for (const name of ["", "  ", "a/b", "a\\b", "a:b", "x?", ".hidden", "dot.", "CON", "com1.x", "a\nb", "x".repeat(101)]) {
      assert.notEqual(profileNameProblem(name), null, JSON.stringify(name));
    }
  });

  it("come back from the file", () => {
    for (const name of ["Live set", "a.b", "x.toml"]) assert.equal(profileNameOf(profileFileName(name)), name);
    for (const file of [".toml", "notes.txt", ".hidden.toml", "x.toml.bak"]) assert.equal(profileNameOf(file), null, file);
  });
});

describe("texts that worked", () => {
  const text = (file: string, content = "x"): WorkingText => ({ file, text: content, testedAt: "2026-11-20T10:00:00.000Z", sentence: "Fine." });

  it("are kept one per file, the latest first, and not without end", () => {
    let known: readonly WorkingText[] = [];
    for (let index = 0; index < 30; index += 1) known = withWorkingText(known, text(`file:///${index}`));
    known = withWorkingText(known, text("file:///29", "newer"));
    assert.equal(known.length, 20);
    assert.deepEqual([known[0]?.text, known.filter(({ file }) => file === "file:///29").length], ["newer", 1]);
  });

  it("are dropped rather than wrong when the file has become too large", () => {
    const known = withWorkingText([text("a"), text("b")], text("a", "x".repeat(100_001)));
    assert.deepEqual(known.map(({ file }) => file), ["b"]);
  });

  it("survive a storage that holds anything", () => {
    for (const stored of [undefined, null, 3, "x", {}, [null, 3, { file: 1 }]]) assert.deepEqual(readWorkingTexts(stored), []);
    assert.deepEqual(readWorkingTexts([{}, text("a")]), [text("a")]);
  });
});
