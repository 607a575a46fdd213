import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { theLab } from "./labHooks.ts";
import { near } from "./near.ts";
import { CLI, NODE, WindowsCli } from "./windowsCli.ts";
import type { WineLab } from "./wineLab.ts";

interface DevicesDocument {
  readonly backends: readonly { readonly name: string; readonly devices: readonly { readonly name: string; readonly outputChannels: number }[] }[];
}

/** What is played into a null sink comes back from its monitor. MME cuts names off. */
const WAYS = [
  { backend: "Windows WASAPI", input: 'device = "Monitor of NullOut"', output: 'device = "NullOut"' },
  { backend: "Windows DirectSound", input: 'device = "Monitor of NullOut"\nsuggestedLatencySeconds = 0.12', output: 'device = "NullOut"\nsuggestedLatencySeconds = 0.12' },
  { backend: "MME", input: 'deviceRegex = "^Monitor of NullOut"\nsuggestedLatencySeconds = 0.12', output: 'deviceRegex = "^NullOut"\nsuggestedLatencySeconds = 0.12' },
];

describe("the lab in Node.js for Windows", function () {
  this.timeout(120_000);
  let lab: WineLab;
  let cli: WindowsCli;
  before(async () => {
    lab = await theLab();
    cli = await WindowsCli.start(lab);
  });
  after(() => { cli.remove(); });

  it("lists the devices of every backend, with names in any language", async () => {
    const unload = await lab.sound.addSink("umlaut", "Kopfhörer-♫");
    try {
      const { code, out } = await cli.run("devices", "--json");
      assert.equal(code, 0);
      const { backends } = JSON.parse(out) as DevicesDocument;
      assert.deepEqual(backends.map(({ name }) => name), ["MME", "Windows DirectSound", "Windows WASAPI", "Windows WDM-KS", "Virtual"]);
      for (const { name, devices } of backends.slice(0, 3)) {
        assert.ok(devices.some((device) => device.name === "Kopfhörer-♫" && device.outputChannels === 2), `${name}: ${devices.map((device) => device.name).join(", ")}`);
      }
    } finally {
      await unload();
    }
  });

  it("runs in a program with another name, as VS Code is one", async () => {
    const renamed = join(cli.folder, "Code.exe");
    copyFileSync(NODE, renamed);
    const { code, out } = await lab.wine([renamed, CLI, "devices", "--json", "--backend", "Virtual"]);
    assert.equal(code, 0, out);
    assert.match(out, /Virtual Cable/);
  });

  it("measures the Virtual backend to the frame", async () => {
    const { code, report } = await cli.test(cli.file("virtual.toml", 'backend = "Virtual"\n'));
    assert.deepEqual([code, report.error, report.latency.measuredRoundTripFrames, report.integrity.bitPerfect, report.verdict.level], [0, null, 960, true, "pass"]);
    assert.equal(report.cpu.percentOfCore === null, false, "the processor time of the audio thread is not known");
  });

  for (const ppm of [100, -100]) {
    it(`follows two devices whose clocks are ${String(ppm)} ppm apart without a slip`, async () => {
      const speakers = 'clock = "fast"\n[[device]]\nname = "Speakers"\ninputs = 0\noutputs = 2\n';
      const microphone = `[[device]]\nname = "Microphone"\ninputs = 2\noutputs = 0\nhears = "Speakers"\nclockPpm = ${String(ppm)}\n`;
      const config = 'backend = "Virtual"\nbufferSizeSamples = 480\n[input]\ndevice = "Microphone"\n[output]\ndevice = "Speakers"\n';
      const scenario = cli.file("clocks.scenario.toml", speakers + microphone);
      const { code, report } = await cli.test(cli.file("clocks.toml", config), "--scenario", scenario, "--seconds", "60");
      assert.deepEqual([code, report.error, report.glitches.count], [0, null, 0], report.verdict.sentences.join(" "));
      const { measuredRoundTripFrames: real, reportedRoundTripFrames: told } = report.latency;
      assert.ok(real !== null && told !== null && Math.abs(real - told) < 1, `${String(real)} instead of ${String(told)}`);
      assert.ok(report.drift.ppm !== null && Math.abs(report.drift.ppm) < 0.1, `left over: ${String(report.drift.ppm)} ppm`);
    });
  }

  for (const { backend, input, output } of WAYS) {
    it(`measures a round trip through ${backend}`, async () => {
      const { report } = await cli.test(cli.file("way.toml", `backend = "${backend}"\n[input]\n${input}\n[output]\n${output}\n`), "--seconds", "3");
      assert.deepEqual([report.opened, report.error, report.backend], [true, null, backend]);
      const { measuredRoundTripFrames: frames, secondMethod } = report.latency;
      assert.ok(frames !== null && frames > 480 && frames < 48_000, `round trip ${String(frames)}: ${report.verdict.sentences.join(" ")}`);
      assert.ok(secondMethod == null || secondMethod.agrees, "two methods disagree");
      const { sampleRate, bufferFrames } = report.stream ?? assert.fail("no stream");
      const interval = report.timing.intervalMs.p50;
      assert.ok(interval !== null && near(interval, (1000 * bufferFrames) / sampleRate, 0.25), `a callback every ${String(interval)} ms`);
    });
  }

  it("tells a device that is not there, with those that are", async () => {
    const { code, report } = await cli.test(cli.file("bad.toml", 'backend = "Windows WASAPI"\n[output]\ndevice = "Nonesuch"\n'));
    assert.equal(code, 1);
    assert.equal(report.error?.code, "device-not-found");
    assert.deepEqual(report.error.where, { table: "output", key: "device" });
    assert.match(report.error.hint, /"NullOut"/);
  });

  it("outlives a driver that crashes", async () => {
    const scenario = cli.file("crash.scenario.toml", '[[device]]\nname = "Bad"\ninputs = 2\noutputs = 2\nisDefault = true\n[device.open]\ncrash = true\n');
    const { code, report } = await cli.test(cli.file("virtual.toml", 'backend = "Virtual"\n'), "--scenario", scenario);
    assert.deepEqual([code, report.error?.code], [3, "audio-process-crashed"]);
  });

  it("ends a driver that hangs", async () => {
    const scenario = cli.file("hang.scenario.toml", '[[device]]\nname = "Bad"\ninputs = 2\noutputs = 2\nisDefault = true\n[device.open]\nhangSeconds = 60\n');
    const { code, report } = await cli.test(cli.file("virtual.toml", 'backend = "Virtual"\n'), "--scenario", scenario);
    assert.deepEqual([code, report.error?.code], [3, "audio-process-hung"]);
  });
});
