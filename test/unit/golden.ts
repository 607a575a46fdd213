import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

/** Compares texts with the golden files of a folder. `UPDATE_GOLDEN=1` writes the files instead. */
export function goldenIn(folder: URL): (name: string, text: string) => void {
  return (name, text) => {
    const file = new URL(name, folder);
    if (process.env["UPDATE_GOLDEN"] === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
      return;
    }
    assert.ok(existsSync(file), `${name} is missing: set UPDATE_GOLDEN=1 to write it`);
    assert.equal(text, readFileSync(file, "utf8"), `${name} differs: set UPDATE_GOLDEN=1 to take the new text`);
  };
}
