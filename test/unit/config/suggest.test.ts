import assert from "node:assert/strict";
import { slips, suggest } from "../../../extension/config/suggest.ts";

describe("suggest", () => {
  const names = ["device", "deviceRegex", "channels"];

  it("takes the same name in other letters first", () => {
    assert.equal(suggest("DEVICEREGEX", names), "deviceRegex");
  });

  it("takes the nearest name", () => {
    assert.equal(suggest("devcie", names), "device");
    assert.equal(suggest("chanel", names), "channels");
    assert.equal(suggest("devceregex", names), "deviceRegex");
  });

  it("guesses nothing when nothing is near", () => {
    assert.equal(suggest("volume", names), null);
    assert.equal(suggest("", names), null);
    assert.equal(suggest("x".repeat(100_000), names), null);
  });
});

describe("slips", () => {
  it("counts letters left out, added, replaced and swapped", () => {
    assert.equal(slips("abc", "abc", 3), 0);
    assert.equal(slips("abc", "ab", 3), 1);
    assert.equal(slips("abc", "abxc", 3), 1);
    assert.equal(slips("abc", "axc", 3), 1);
    assert.equal(slips("abcd", "acbd", 3), 1);
    assert.equal(slips("abc", "abcdefgh", 2), 3);
  });
});
