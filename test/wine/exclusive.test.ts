import assert from "node:assert/strict";
import type { HostOutcome, RunFacts } from "./hostFacts.ts";
import { theLab } from "./labHooks.ts";
import { near } from "./near.ts";
import type { WineLab } from "./wineLab.ts";

describe("WASAPI's exclusive mode", function () {
  this.timeout(200_000);
  let lab: WineLab;
  before(async () => {
    lab = await theLab();
    await lab.register();
    await lab.soundThrough("alsa");
  });
  after(async () => {
    await lab.soundThrough("pulse");
    await lab.unregister();
  });

  for (const [table, type] of [["", null], ["Int16", 16], ["Int32", 18]] as const) {
    it(`plays and records with ${table === "" ? "the device's own sample type" : table}`, async () => {
      const both = `wasapiExclusiveMode = true\n${table === "" ? "" : `sampleType = "${table}"\n`}`;
      lab.configure(`backend = "Windows WASAPI"\n[input]\ndevice = "In: NullIn"\n${both}[output]\ndevice = "Out: NullOut"\n${both}`);
      // Wine wakes nobody in this mode.
      const { result: { result }, tone } = await lab.sound.recording(() => lab.host(["run", "FlexLab", "seconds=1.5", "buffer=480"], { env: { FLEXLAB_WASAPI_POLLING: "1" } }) as Promise<HostOutcome<RunFacts>>);
      assert.deepEqual([result.createBuffers, result.start, result.createError], [0, 0, ""]);
      if (type !== null) assert.deepEqual([result.session.inputType, result.session.outputType], [type, type]);
      assert.ok(near(result.session.perSecond, result.session.rate / 480, 0.25), `${result.session.perSecond} callbacks a second`);
      assert.ok(near(result.session.input.hz, 1000, 0.01) && near(result.session.input.rms, 0.3536, 0.15), `heard ${JSON.stringify(result.session.input)}`);
      assert.ok(near(tone.hz, 440, 0.01) && near(tone.rms, 0.3536, 0.15), `played ${JSON.stringify(tone)}`);
    });
  }
});
