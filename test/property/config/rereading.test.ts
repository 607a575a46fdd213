import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import type { ConfigDocument } from "../../../extension/config/configDocument.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { CASES, mutation, place, runs, text } from "./texts.ts";
import type { Mutation } from "./texts.ts";

/** One key typed or deleted, as most changes are. */
const key: fc.Arbitrary<Mutation> = fc
  .tuple(place, fc.boolean(), fc.constantFrom("\n", "\r", " ", "=", "#", '"', "'", "[", "]", "{", "}", "\\", "a", "1", ".", "_", "-"))
  .map(([at, isTyped, one]) => (before) => {
    const start = Math.floor(at * before.length);
    return before.slice(0, start) + (isTyped ? one : "") + before.slice(isTyped ? start : start + 1);
  });

function parts({ statements, entries, tables, lines }: ConfigDocument): object {
  return { statements, entries, tables, starts: lines.starts };
}

describe("reading a text again after a change", function () {
  this.timeout(20_000 + CASES * 30);

  it("gives exactly what reading it from scratch gives, change after change", () => {
    let kept = 0;
    fc.assert(
      fc.property(text, fc.array(fc.oneof({ weight: 3, arbitrary: key }, mutation), { minLength: 1, maxLength: 8 }), (first, changes) => {
        let now = first;
        let document = parseConfig(now);
        for (const change of changes) {
          now = change(now);
          const before = new Set(document.statements);
          document = parseConfig(now, document);
          const fresh = parseConfig(now);
          assert.deepEqual(parts(document), parts(fresh));
          assert.deepEqual(checkConfig(document), checkConfig(fresh));
          kept += document.statements.some((statement) => before.has(statement)) ? 1 : 0;
        }
      }),
      runs(),
    );
    assert.ok(kept > CASES / 4, `only ${String(kept)} times anything was kept from the version before`);
  });

  it("reads all of it again now and then, so that old versions can leave the memory", () => {
    let document = parseConfig("a = 1\n");
    const first = document.statements[0];
    for (let version = 0; version < 100; version++) {
      document = parseConfig(`a = 1\n# ${String(version)}`, document);
    }
    assert.deepEqual(document.statements[0], first);
    assert.notEqual(document.statements[0], first);
  });
});
