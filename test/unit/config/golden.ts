import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("golden/", import.meta.url);

/** Compares a text with its golden file. `UPDATE_GOLDEN=1` writes the file instead. */
export function golden(name: string, text: string): void {
  const file = new URL(name, folder);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${name} is missing: set UPDATE_GOLDEN=1 to write it`);
  assert.equal(text, readFileSync(file, "utf8"), `${name} differs: set UPDATE_GOLDEN=1 to take the new text`);
}
