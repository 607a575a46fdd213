import assert from "node:assert/strict";

import { backendFacts, knownBackends } from "../../../extension/backends/backendFacts.ts";
import { signalMap, wayThrough } from "../../../extension/backends/signalMap.ts";

describe("the map of the sound's ways", () => {
  for (const { name, platform } of knownBackends) {
    for (const mode of ["shared", "exclusive"] as const) {
      it(`has a way down for ${name}, ${mode}`, () => {
        const map = signalMap({ platform });
        const way = wayThrough(name, mode);
        const stations = way.flatMap((id) => map.stations.find((station) => station.id === id) ?? []);
        assert.ok(stations.length >= 5);
        assert.equal(stations.length, way.length, "every station of the way is on the map");
        const rows = stations.map(({ row }) => row);
        assert.deepEqual(rows, [...rows].sort((a, b) => a - b), "always downwards");
        assert.equal(new Set(rows).size, rows.length);
        stations.forEach((station, index) => {
          const next = stations[index + 1];
          if (next === undefined) return;
          const overlap = Math.min(station.lane + station.lanes, next.lane + next.lanes) - Math.max(station.lane, next.lane);
          assert.ok(overlap > 0, `${station.id} lies above ${next.id}`);
        });
      });
    }
  }

  it("leads past mixer, effects and limiter exactly where the backend is known to", () => {
    for (const mode of ["shared", "exclusive"] as const) {
      for (const { name, platform } of knownBackends.filter((facts) => facts.platform === "windows")) {
        const way = wayThrough(name, mode);
        const facts = backendFacts(name, mode);
        assert.equal(way.includes("mixer"), facts?.mixes, `${name} ${mode}`);
        assert.equal(way.includes("sfx"), facts?.effects, `${name} ${mode}`);
        assert.equal(platform, "windows");
      }
    }
  });

  it("is without a way for a name that nothing is known of", () => {
    assert.deepEqual(wayThrough("toString", "shared"), []);
  });

  it("never puts two stations onto one place", () => {
    for (const platform of ["windows", "linux", "any"] as const) {
      const { stations } = signalMap({ platform });
      const places = stations.flatMap(({ row, lane, lanes }) => Array.from({ length: lanes }, (_, index) => `${row}/${lane + index}`));
      assert.equal(new Set(places).size, places.length, platform);
    }
  });
});
