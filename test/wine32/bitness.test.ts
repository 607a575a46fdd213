import assert from "node:assert/strict";
import { backends, configOf } from "../wine/backends.ts";
import { type HostOutcome, OK, type RunFacts } from "../wine/hostFacts.ts";
import { theLab } from "../wine/labHooks.ts";
import { near } from "../wine/near.ts";
import type { Machine, WineLab } from "../wine/wineLab.ts";

interface Listed { readonly bits: number; readonly drivers: readonly { readonly name: string; readonly dll: string }[] }

const machines = [["x86_64", 64], ["i686", 32]] as const;

describe("Wine with both bitnesses", function () {
  this.timeout(200_000);
  let lab: WineLab;
  const listed = async (machine: Machine) => await lab.host(["list"], { machine }) as Listed;
  before(async () => { lab = await theLab("folder"); });
  afterEach(async () => {
    for (const [machine] of machines) await lab.unregister(machine);
  });

  for (const [machine, bits] of machines) {
    const other: Machine = machine === "i686" ? "x86_64" : "i686";

    it(`registers the driver for ${String(bits)} bits where hosts of that bitness look, and nowhere else`, async () => {
      await lab.register(machine);
      const here = await listed(machine);
      assert.deepEqual([here.bits, here.drivers.map(({ name }) => name)], [bits, ["FlexLab"]]);
      assert.match(here.drivers[0]?.dll ?? "", new RegExp(`build-win-${machine}`));
      assert.deepEqual((await listed(other)).drivers, []);
      await lab.unregister(machine);
      assert.deepEqual((await listed(machine)).drivers, []);
    });

    for (const backend of backends) {
      it(`plays and records over ${backend.name} in a host of ${String(bits)} bits`, async () => {
        lab.configure(configOf(backend));
        await lab.register(machine);
        const { result: outcome, tone } = await lab.sound.recording(() => lab.host(["run", "FlexLab", "seconds=1.5", "buffer=960"], { machine }) as Promise<HostOutcome<RunFacts>>);
        const { result } = outcome;
        assert.deepEqual([result.start, result.stop, result.dispose, outcome.release], [OK, OK, OK, 0], result.error);
        const { session } = result;
        assert.deepEqual([session.wrongSteps, session.wrongHalves, session.timesBack, session.afterStop, session.overlaps], [0, 0, 0, 0, 0]);
        assert.ok(near(session.perSecond, session.rate / 960, 0.25), `${String(session.perSecond)} callbacks a second`);
        assert.ok(near(session.input.hz, 1000, 0.01) && near(session.input.rms, 0.3536, 0.15), `heard ${JSON.stringify(session.input)}`);
        assert.ok(near(tone.hz, 440, 0.01) && near(tone.rms, 0.3536, 0.15), `played ${JSON.stringify(tone)}`);
      });
    }
  }
});
