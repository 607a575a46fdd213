import assert from "node:assert/strict";

import { PanelMemory } from "../../../extension/editor/panelMemory.ts";

/** VS Code's memento, as far as the panel uses it; what is in it survives as JSON. */
class Memento {
  readonly kept = new Map<string, unknown>();

  get(key: string): undefined {
    return this.kept.get(key) as undefined;
  }

  update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }
}

function memory(memento = new Memento()): PanelMemory {
  return new PanelMemory(memento);
}

describe("what the panel remembers", () => {
  it("is its place, beside the editor at first", () => {
    const memento = new Memento();
    assert.equal(memory(memento).place, "beside");
    memory(memento).place = "below";
    assert.equal(memory(memento).place, "below");
  });

  it("is the part that was looked at, for each file", () => {
    const memento = new Memento();
    assert.equal(memory(memento).section("file:///a"), null);
    memory(memento).choose("file:///a", "tune");
    memory(memento).choose("file:///b", "stream");
    memory(memento).choose("file:///a", "compare");
    assert.equal(memory(memento).section("file:///a"), "compare");
    assert.equal(memory(memento).section("file:///b"), "stream");
  });

  it("forgets the files that were looked at longest ago, and not the latest hundred", () => {
    const kept = memory();
    for (let file = 0; file <= 100; file++) kept.choose(`file:///${file}`, "path");
    assert.equal(kept.section("file:///0"), null);
    assert.equal(kept.section("file:///1"), "path");
    assert.equal(kept.section("file:///100"), "path");
  });

  it("of another version does no harm", () => {
    for (const odd of [null, 7, "below", { a: 1 }, [[1, 2], ["file:///a", "attic"], null]]) {
      const memento = new Memento();
      memento.kept.set("flexlab.panel.place", odd === "below" ? "moon" : odd);
      memento.kept.set("flexlab.panel.sections", odd);
      assert.equal(memory(memento).place, "beside");
      assert.equal(memory(memento).section("file:///a"), null);
      memory(memento).choose("file:///a", "path");
      assert.equal(memory(memento).section("file:///a"), "path");
    }
  });
});
