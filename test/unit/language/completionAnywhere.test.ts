import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import type { ConfigDocument } from "../../../extension/config/configDocument.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import type { CompletionItem } from "../../../extension/language/completionItem.ts";
import { complete } from "../../../extension/language/completion.ts";
import { plainText } from "../../../extension/language/snippet.ts";
import { statementIndexAt } from "../../../extension/language/statementAt.ts";
import { anyText, fileText } from "../config/generators.ts";
import { put } from "./accept.ts";
import { HERE, sceneOf } from "./scene.ts";

const folder = new URL("../../corpus/config/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".toml"));

describe("completion anywhere", () => {
  it("leaves all other bytes alone at any offset of any file of the corpus, and values read back as they are meant", function () {
    this.timeout(120_000);
    let proved = 0;
    for (const name of files) proved += everywhere(name, readFileSync(new URL(name, folder), "utf8"));
    assert.ok(proved > 3000, `only ${proved} values were read back`);
  });

  it("does the same in texts as people write them", () => {
    fc.assert(fc.property(fileText, (text) => void everywhere("generated", text)), { numRuns: 60 });
  });

  it("never throws, and offers nothing out of place, in any text", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, at) => {
        const { document, config } = sceneOf(text);
        const offset = at % (text.length + 1);
        for (const item of complete(document, config, offset, HERE).items) inPlace(document, offset, item);
      }),
      { numRuns: 500 },
    );
  });
});

/** Takes every item at every offset; returns how many values were read back. */
function everywhere(name: string, text: string): number {
  const { document, config } = sceneOf(text);
  let proved = 0;
  for (let offset = document.lines.starts[0] ?? 0; offset <= text.length; offset++) {
    for (const item of complete(document, config, offset, HERE).items) {
      const what = () => `${name} at ${offset}, ${item.label}: ${JSON.stringify(put(text, item))}`;
      inPlace(document, offset, item);
      const after = parseConfig(put(text, item));
      assert.deepEqual(outside(after, item, text, "after"), outside(document, item, text, "before"), what());
      if (item.means !== null && readsBack(document, after, item, what)) proved++;
    }
  }
  return proved;
}

function inPlace(document: ConfigDocument, offset: number, item: CompletionItem): void {
  assert.ok(item.span.start <= offset && offset <= item.span.end, item.label);
  const { start, end } = document.rangeOf(item.span);
  assert.equal(start.line, end.line);
  // What goes is a key, a value or a header, never a comment or a neighbour.
  assert.doesNotMatch(document.text.slice(item.span.start, item.span.end), /[\r\n]/);
}

/** The comments and options of all statements but the one that is changed, as they are written. */
function outside(document: ConfigDocument, item: CompletionItem, before: string, which: "before" | "after"): readonly string[] {
  const grown = document.text.length - before.length;
  const changed = { start: item.span.start, end: item.span.end + (which === "after" ? grown : 0) };
  return document.statements
    .filter(({ kind, span }) => kind !== "blank" && (span.end < changed.start || span.start > changed.end))
    .map(({ span }) => document.text.slice(span.start, span.end));
}

/** False where the line is broken beside the value too. */
function readsBack(before: ConfigDocument, after: ConfigDocument, item: CompletionItem, what: () => string): boolean {
  const at = item.span.start + (plainText(item.insert).startsWith(" ") ? 1 : 0);
  const entry = after.entries.find(({ value }) => value?.span.start === at);
  if (entry?.value === undefined || entry.value === null) {
    const index = statementIndexAt(before, item.span.start);
    const statement = index === null ? undefined : before.statements[index];
    assert.ok(statement?.kind === "error", `lost: ${what()}`);
    return false;
  }
  assert.equal("value" in entry.value ? entry.value.value : null, item.means, what());
  return true;
}
