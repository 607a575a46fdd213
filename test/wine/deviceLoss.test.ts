import assert from "node:assert/strict";
import type { HostOutcome, LiveFacts } from "./hostFacts.ts";
import { theLab } from "./labHooks.ts";
import type { WineLab } from "./wineLab.ts";

describe("a device that goes away while it plays", function () {
  this.timeout(90_000);
  let lab: WineLab;
  before(async () => {
    lab = await theLab();
    await lab.register();
  });
  after(async () => { await lab.unregister(); });

  it("makes the driver ask for a reset, and plays again when it is back", async () => {
    const unload = await lab.sound.addSink("passing", "Passing");
    lab.configure('backend = "Windows WASAPI"\n[input]\ndevice = ""\n[output]\ndevice = "Passing"\n');
    const host = lab.background(["live", "FlexLab", "buffer=480", "seconds=60", "rebuilds=1", "more=0.5"]);
    assert.notEqual(await host.until("running"), null);
    await unload();
    assert.notEqual(await host.until("resets"), null, "the driver asked for nothing");
    const again = await lab.sound.addSink("passing", "Passing");
    try {
      assert.notEqual(await host.until("rebuilt"), null, "it never came back");
      const { result } = await host.result() as HostOutcome<LiveFacts>;
      const last = result.runs.at(-1);
      assert.ok((last?.callbacks ?? 0) > 10, `only ${String(last?.callbacks)} callbacks after it came back`);
      assert.equal(last?.afterStop, 0);
    } finally {
      await again();
    }
  });
});
