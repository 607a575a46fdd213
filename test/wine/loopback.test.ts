import assert from "node:assert/strict";
import { HARDWARE_MALFUNCTION, type HostOutcome, type RunFacts } from "./hostFacts.ts";
import { theLab } from "./labHooks.ts";
import type { WineLab } from "./wineLab.ts";

const config = (input: string, output: string) => `backend = "Windows WASAPI"\n[input]\n${input}\n[output]\n${output}\n`;

describe("a loopback device that does not open", function () {
  this.timeout(200_000);
  let lab: WineLab;
  const run = async () => (await lab.host(["run", "FlexLab", "seconds=0.3"]) as HostOutcome<RunFacts>).result;
  before(async () => {
    lab = await theLab();
    await lab.register();
  });
  after(async () => { await lab.unregister(); });

  it("is refused in exclusive mode, of its own or of its output", async () => {
    lab.configure(config('device = "NullOut [Loopback]"\nwasapiExclusiveMode = true', 'device = "NullOut"'));
    const own = await run();
    assert.deepEqual([own.init, own.error], [0, "A [Loopback] device records what Windows mixes: it does not open in exclusive mode."]);
    lab.configure(config('device = "NullOut [Loopback]"', 'device = "NullOut"\nwasapiExclusiveMode = true'));
    const output = await run();
    assert.deepEqual([output.init, output.error], [0, "Nothing can be recorded from an output that is open in exclusive mode."]);
  });

  it("says so where the system has no loopback, as Wine 8, and the output plays without it", async () => {
    lab.configure(config('device = "NullOut [Loopback]"', 'device = "NullOut"'));
    const both = await run();
    assert.deepEqual(
      [both.init, both.createBuffers, both.createError],
      [1, HARDWARE_MALFUNCTION, '"NullOut [Loopback]" cannot record: this system has no WASAPI loopback.'],
    );
    const outputAlone = (await lab.host(["run", "FlexLab", "seconds=0.5", "inputs=0"]) as HostOutcome<RunFacts>).result;
    assert.equal(outputAlone.start, 0, outputAlone.createError);
    lab.configure(config('device = "NullOut [Loopback]"', 'device = ""'));
    assert.match((await run()).createError, /has no WASAPI loopback/);
  });

  it("is an input, and no output", async () => {
    lab.configure(config('device = ""', 'device = "NullOut [Loopback]"'));
    const { init, error } = await run();
    assert.deepEqual([init, error], [0, 'No output device of Windows WASAPI is called "NullOut [Loopback]".']);
  });
});
