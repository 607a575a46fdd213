import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFile, looksLikeConfig } from "../../../extension/config/checkFile.ts";
import type { FileFacts } from "../../../extension/config/checkFile.ts";
import { encodingOf, isUtf8 } from "../../../extension/config/encoding.ts";

const right: FileFacts = { name: "FlexASIO.toml", folderIsWhereTheDriverReads: true, encoding: "utf-8", neighbours: [] };

function tell(facts: Partial<FileFacts>, text = ""): string[] {
  return checkFile({ ...right, ...facts }, text).map(
    ({ finding: { code, severity, drivers }, remedy }) => `${severity} ${code} ${drivers.join("+")} ${remedy?.kind ?? "-"}`,
  );
}

describe("checkFile", () => {
  it("has nothing to say of the right file in the right place, nor of one of which nothing is known", () => {
    assert.deepEqual(tell({}), []);
    assert.deepEqual(checkFile({ name: null, folderIsWhereTheDriverReads: null, encoding: null, neighbours: null }, "é"), []);
    assert.deepEqual(tell({ name: "low latency.toml", folderIsWhereTheDriverReads: null, neighbours: null }), []);
  });

  it("tells a name that no driver reads, and one whose changes it does not see", () => {
    assert.deepEqual(tell({ name: "FlexASIO.toml.txt" }), ["warning file-name flexasio+flexlab rename"]);
    assert.deepEqual(tell({ name: "flexasio.toml" }), ["hint file-name-case flexasio+flexlab rename"]);
  });

  it("tells a folder in which no driver looks, once, whatever the name", () => {
    assert.deepEqual(tell({ folderIsWhereTheDriverReads: false }), ["information file-folder flexasio+flexlab move"]);
    assert.deepEqual(tell({ name: "FlexASIO.toml.txt", folderIsWhereTheDriverReads: false }), ["information file-folder flexasio+flexlab move"]);
  });

  it("tells each driver's fate with another encoding, where it makes a difference", () => {
    assert.deepEqual(tell({ encoding: "single-byte" }, 'device = "Kopfhörer"'), [
      "error file-encoding flexlab save-as-utf8",
      "warning file-encoding flexasio save-as-utf8",
    ]);
    assert.deepEqual(tell({ encoding: "single-byte" }, 'device = "Speakers"'), []);
    assert.deepEqual(tell({ encoding: "utf-16" }, "x"), ["error file-utf16 flexasio+flexlab save-as-utf8"]);
  });

  it("tells of a log that is on or not on, and of a second configuration, for the file that drivers read", () => {
    assert.deepEqual(tell({ neighbours: ["FlexASIO.log", "Documents"] }), ["information log-on flexasio remove-neighbour"]);
    assert.deepEqual(tell({ neighbours: ["FlexASIO.log.txt"] }), ["hint log-name flexasio remove-neighbour"]);
    assert.deepEqual(tell({ neighbours: ["flexasio.toml.txt", "FlexASIO.toml"] }), ["information file-neighbour flexasio+flexlab remove-neighbour"]);
    assert.deepEqual(tell({ neighbours: ["FlexASIO.log"], folderIsWhereTheDriverReads: false }), ["information file-folder flexasio+flexlab move"]);
  });
});

describe("names that were meant to be FlexASIO.toml", () => {
  it("are those that differ in what Windows, browsers and people add", () => {
    for (const name of ["FlexASIO.toml.txt", "FlexASIO (1).toml", "FlexASIO - Copy.toml", "flexasio.tml", "FlexASIO.txt", "Flex ASIO.toml", "FlexASIO.toml.toml"]) {
      assert.equal(looksLikeConfig(name), true, name);
    }
    for (const name of ["FlexASIO.log", "FlexASIOGUI.toml", "pyproject.toml", "FlexASIO.md", "flexasio"]) {
      assert.equal(looksLikeConfig(name), false, name);
    }
  });
});

describe("encodings", () => {
  it("are told from the bytes", () => {
    assert.equal(encodingOf(Buffer.from("\ufeffä", "utf8")), "utf-8");
    assert.equal(encodingOf(Buffer.from("")), "utf-8");
    assert.equal(encodingOf(Buffer.from("ä", "latin1")), "single-byte");
    assert.equal(encodingOf(Buffer.from("\ufeffab", "utf16le")), "utf-16");
    assert.equal(encodingOf(Buffer.from("ab", "utf16le")), "utf-16");
    assert.equal(encodingOf(Buffer.from("ab", "utf16le").swap16()), "utf-16");
  });

  it("are UTF-8 exactly when the platform's strict decoder takes them", () => {
    const strict = new TextDecoder("utf-8", { fatal: true });
    const takes = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    const byte = fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf3, 0xf4, 0xf5, 0xff);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (list) => {
        const bytes = Uint8Array.from(list);
        assert.equal(isUtf8(bytes), takes(bytes), list.join());
      }),
      { numRuns: 20_000 },
    );
  });
});
