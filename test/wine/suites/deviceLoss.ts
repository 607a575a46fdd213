import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostOutcome, LiveFacts } from "../hostFacts.ts";
import { untilWritten } from "../untilWritten.ts";
import type { WineLab } from "../wineLab.ts";
import type { Around } from "./around.ts";

const CONFIG = 'backend = "Windows WASAPI"\n[input]\ndevice = ""\n[output]\ndevice = "Passing"\n';

export function deviceLoss({ start, patience }: Around): void {
  describe("a device that goes away while it plays", function () {
    this.timeout(90_000 * patience);
    let lab: WineLab;
    const log = () => join(lab.profileFolder, "FlexASIO.log");
    before(async () => {
      lab = await start();
      await lab.register();
    });
    after(async () => { await lab.unregister(); });
    beforeEach(() => { writeFileSync(log(), ""); });
    afterEach(() => { rmSync(log(), { force: true }); });

    it("leaves the host with silence, its positions in order, and plays again when it is back", async () => {
      const unload = await lab.sound.addSink("passing", "Passing");
      lab.configure(CONFIG);
      const host = lab.background(["live", "FlexLab", "buffer=480", "seconds=15"]);
      assert.notEqual(await host.until("running"), null);
      await unload();
      const gone = frameOf(await untilWritten(log(), /the device went away/, host), "the device went away");
      const again = await lab.sound.addSink("passing", "Passing");
      try {
        const back = frameOf(await untilWritten(log(), /the device is back/, host), "the device is back");
        assert.ok(back > gone, `back at frame ${back}, gone at ${gone}`);
        const { result } = await host.result() as HostOutcome<LiveFacts>;
        const [run] = result.runs;
        assert.deepEqual([result.runs.length, result.resets, run?.wrongSteps, run?.wrongHalves, run?.overlaps, run?.afterStop], [1, 0, 0, 0, 0, 0]);
        // It sounded on after that, for what was left of the fifteen seconds.
        assert.ok((run?.callbacks ?? 0) * 480 > back + 48_000, `${String(run?.callbacks)} callbacks`);
      } finally {
        await again();
      }
    });

    it("holds up no host that stops meanwhile", async () => {
      const unload = await lab.sound.addSink("passing", "Passing");
      lab.configure(CONFIG);
      const host = lab.background(["live", "FlexLab", "buffer=480", "seconds=5"]);
      assert.notEqual(await host.until("running"), null);
      await unload();
      await untilWritten(log(), /the device went away/, host);
      const { result } = await host.result() as HostOutcome<LiveFacts>;
      assert.deepEqual([result.runs.length, result.resets, result.runs[0]?.afterStop, result.errors], [1, 0, 0, []]);
    });

    for (const [who, output] of [["whose device is named", 'device = "NullOut"'], ["on the default device", ""]] as const) {
      it(`leaves alone a host ${who} when the sound server gets another default`, async () => {
        const unload = await lab.sound.addSink("passing", "Passing");
        try {
          lab.configure(`backend = "Windows WASAPI"\n[input]\ndevice = ""\n[output]\n${output}\n`);
          const host = lab.background(["live", "FlexLab", "buffer=480", "seconds=4"]);
          assert.notEqual(await host.until("running"), null);
          await lab.sound.pactl("set-default-sink", "passing");
          const { result } = await host.result() as HostOutcome<LiveFacts>;
          const [run] = result.runs;
          assert.deepEqual([result.runs.length, result.resets, run?.wrongSteps, run?.afterStop], [1, 0, 0, 0]);
          assert.ok((run?.callbacks ?? 0) > 200, `${String(run?.callbacks)} callbacks in 4 seconds`);
        } finally {
          await lab.sound.pactl("set-default-sink", "nullout");
          await unload();
        }
      });
    }
  });
}

/** Where the log says so. */
function frameOf(text: string, words: string): number {
  return Number(new RegExp(`at frame (\\d+): ${words}`).exec(text)?.[1]);
}
