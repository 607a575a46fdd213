import assert from "node:assert/strict";
import { selfTest } from "../../extension/lab/selftest/selfTest.ts";
import { seed } from "../seed.ts";
import { addonPort } from "./addonPort.ts";


describe(`the self-test through the driver (seed ${seed})`, function () {
  this.timeout(120_000);

  it("reports exactly the faults that it injects", async () => {
    const result = await selfTest({ faults: 120, seed }, addonPort());
    assert.deepEqual(result.rounds.map(({ error, missing, unexpected }) => ({ error, missing, unexpected })), result.rounds.map(() => ({ error: null, missing: [], unexpected: [] })));
    assert.deepEqual([result.proved, result.injected, result.found], [true, 120, 120]);
  });
});
