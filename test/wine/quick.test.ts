// The quick half of the Windows side, which plain `npm test` runs where Wine is: no sound server, one bitness.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type HostOutcome, INVALID_PARAMETER, NO_CLOCK, OK, type RunFacts } from "./hostFacts.ts";
import { readPortableExecutable } from "./portableExecutable.ts";
import { built, WineLab, windowsPath } from "./wineLab.ts";

interface Methods {
  readonly init: number; readonly name: string; readonly error: string; readonly inputs: number; readonly outputs: number;
  readonly rate: number; readonly canSampleRate: number; readonly setRateZero: number; readonly least: number; readonly futureUnknown: number;
}

const BUFFER = 480;
/** Of the Virtual cable, from its output to its input. */
const CABLE_FRAMES = 960;

describe("the driver for Windows, quickly", function () {
  this.timeout(200_000);
  let lab: WineLab;
  const listed = async () => (await lab.host(["list"]) as { drivers: readonly { readonly name: string; readonly dll: string }[] }).drivers;
  before(async () => {
    lab = await WineLab.start("installed", "none");
    lab.configure(`backend = "Virtual"\nbufferSizeSamples = ${BUFFER}\n[input]\nsampleType = "Int16"\n[output]\nsampleType = "Int16"\n`);
  });
  after(async () => { await lab.stop(); });

  it("is a DLL for its processor that needs nothing but Windows", () => {
    const dll = readPortableExecutable(readFileSync(built("x86_64", "FlexLab.dll")));
    assert.equal(dll.machine, "x86_64");
    assert.deepEqual(dll.imports.filter((name) => /libstdc|libgcc|pthread|portaudio/i.test(name)), []);
  });

  it("is entered into the list of hosts, loaded by its class, asked all it is asked, run, released and taken out", async () => {
    await lab.register();
    assert.deepEqual((await listed()).map(({ name, dll }) => [name, dll]), [["FlexLab", windowsPath(built("x86_64", "FlexLab.dll"))]]);
    try {
      const { loaded, release, result } = await lab.host(["methods", "FlexLab"]) as HostOutcome<Methods>;
      assert.deepEqual([loaded, release], [0, 0]);
      assert.deepEqual(
        [result.init, result.name, result.inputs, result.outputs, result.rate, result.canSampleRate, result.setRateZero, result.least, result.futureUnknown],
        [1, "FlexLab", 2, 2, 48_000, OK, NO_CLOCK, BUFFER, INVALID_PARAMETER],
        result.error,
      );
      const { release: left, result: run } = await lab.host(["run", "FlexLab", "seconds=1", `buffer=${BUFFER}`, "signal=counter"]) as HostOutcome<RunFacts>;
      assert.deepEqual([run.createBuffers, run.start, run.stop, run.dispose, left], [OK, OK, OK, OK, 0], run.error);
      const { session } = run;
      assert.deepEqual([session.wrongSteps, session.wrongHalves, session.timesBack, session.afterStop, session.overlaps], [0, 0, 0, 0, 0]);
      const { heard, wrong, skips, back, delay } = session.counter;
      assert.deepEqual([wrong, skips, back, delay, heard > 0], [0, 0, 0, CABLE_FRAMES, true], JSON.stringify(session.counter));
      // Until the host has said that its output is ready for the first time, the driver counts a buffer more.
      assert.equal(run.inputLatency + run.outputLatencyAfter, CABLE_FRAMES);
    } finally {
      await lab.unregister();
    }
    assert.deepEqual(await listed(), []);
  });
});
