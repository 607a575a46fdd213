import assert from "node:assert/strict";
import { type HostOutcome, OK, type RunFacts } from "../wine/hostFacts.ts";
import { theLab } from "../wine/labHooks.ts";
import type { Machine, WineLab } from "../wine/wineLab.ts";

interface Listed { readonly bits: number; readonly drivers: readonly { readonly name: string; readonly dll: string }[] }

const machines = [["x86_64", 64], ["i686", 32]] as const;

const BUFFER = 480;
/** Of the Virtual cable, from its output to its input. */
const CABLE_FRAMES = 960;

describe("Wine with both bitnesses", function () {
  // All of it runs on a processor of software.
  this.timeout(900_000);
  let lab: WineLab;
  const listed = async (machine: Machine) => await lab.host(["list"], { machine }) as Listed;
  before(async () => { lab = await theLab("emulated"); });
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

    it(`brings numbered frames back bit by bit over the Virtual backend, in a host of ${String(bits)} bits`, async () => {
      lab.configure(`backend = "Virtual"\nbufferSizeSamples = ${String(BUFFER)}\n[input]\nsampleType = "Int16"\n[output]\nsampleType = "Int16"\n`);
      await lab.register(machine);
      const { result, release } = await lab.host(["run", "FlexLab", "seconds=1", `buffer=${String(BUFFER)}`, "signal=counter"], { machine }) as HostOutcome<RunFacts>;
      assert.deepEqual([result.createBuffers, result.start, result.stop, result.dispose, release], [OK, OK, OK, OK, 0], result.error);
      const { heard, wrong, skips, back, delay } = result.session.counter;
      assert.deepEqual([wrong, skips, back, delay, heard > 0], [0, 0, 0, CABLE_FRAMES, true], JSON.stringify(result.session.counter));
    });
  }
});
