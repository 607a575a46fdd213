import assert from "node:assert/strict";
import { backendFacts, knownBackends } from "../../../extension/backends/backendFacts.ts";
import { backendWords } from "../../../extension/backends/backendWords.ts";
import { topOptions } from "../../../extension/config/schema.ts";

describe("backendFacts", () => {
  it("knows every backend of the schema, once", () => {
    assert.deepEqual(knownBackends.map((backend) => backend.name).sort(), [...(topOptions.get("backend")?.values ?? [])].sort());
  });

  it("tells the two modes of WASAPI apart", () => {
    const shared = backendFacts("Windows WASAPI");
    const exclusive = backendFacts("Windows WASAPI", "exclusive");
    assert.ok(shared !== null && exclusive !== null);
    assert.deepEqual([shared.mode, exclusive.mode], ["shared", "exclusive"]);
    assert.deepEqual([shared.mixes, exclusive.mixes], [true, false]);
    assert.deepEqual([shared.floorSeconds, exclusive.floorSeconds], [0.01, null]);
    assert.equal(backendFacts("MME", "exclusive")?.mode, null);
  });

  it("has no facts of a name that it does not know, letter by letter", () => {
    assert.equal(backendFacts("Core Audio"), null);
    assert.equal(backendFacts("mme"), null);
  });

  it("holds together: what mixes goes through a mixer, what is exclusive mixes nothing", () => {
    for (const backend of [...knownBackends, backendFacts("Windows WASAPI", "exclusive")]) {
      assert.ok(backend);
      assert.ok(!(backend.exclusive && backend.mixes), backend.name);
      if (backend.platform === "windows") {
        assert.equal(backendWords(backend).path.some((step) => step.title === "Mixer"), backend.mixes, backend.name);
        assert.equal(backend.floorSeconds !== null, backend.mixes, backend.name);
      }
      const { path, summary } = backendWords(backend);
      assert.ok(path.length >= 2 && summary !== "");
    }
  });

  it("follows the default device only through a device that stands for it", () => {
    for (const backend of knownBackends) {
      if (backend.followsDefault) {
        assert.ok(backend.defaultDevices.input !== null && backend.defaultDevices.output !== null, backend.name);
      }
    }
  });
});
