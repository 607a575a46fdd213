import assert from "node:assert/strict";
import { encodingOf } from "../../../extension/config/encoding.ts";
import { decodeAs, restoreText } from "../../../extension/editor/restoreText.ts";

const bytes = Uint8Array.from('# für Zoë\r\n[output]\r\ndevice = "Gerät"\r\n', (letter) => letter.codePointAt(0) ?? 0);
const shown = new TextDecoder("utf-8").decode(bytes);

describe("letters that an editor could not read", () => {
  it("come back from the bytes of the file", () => {
    assert.ok(shown.includes("\uFFFD"));
    assert.equal(restoreText(shown, encodingOf(bytes), bytes), '# für Zoë\r\n[output]\r\ndevice = "Gerät"\r\n');
  });

  it("come back in lines that were left alone, and what was typed meanwhile stays", () => {
    const typed = `bufferSizeSamples = 480\n${shown.replaceAll("\r\n", "\n").replace("[output]", "[input]")}# new\n`;
    assert.equal(restoreText(typed, encodingOf(bytes), bytes), 'bufferSizeSamples = 480\n# für Zoë\n[input]\ndevice = "Gerät"\n# new\n');
  });

  it("are no matter where none is lost", () => {
    assert.equal(restoreText("device = 'Gerät'", "single-byte", bytes), "device = 'Gerät'");
  });

  it("are read from UTF-16 of either order", () => {
    assert.equal(decodeAs("utf-16", Uint8Array.of(0xff, 0xfe, 0x61, 0, 0xe4, 0)), "aä");
    assert.equal(decodeAs("utf-16", Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0xe4)), "aä");
  });
});
