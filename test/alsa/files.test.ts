import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fillCode, channelKey } from "../../extension/analysis/positionCode.ts";
import { AudioClient } from "../../extension/audio/audioClient.ts";
import type { ProbePlan, ProbeResult, SampleType } from "../../extension/audio/contract.ts";
import { alsaLab, type AlsaLab } from "./alsaLab.ts";

const processPath = fileURLToPath(new URL("../../dist/audioProcess.cjs", import.meta.url));
const SEED = 4711;
const CHANNELS = 2;

/** How ALSA keeps a sample in a raw file, and what full scale = 1 comes to there. */
const FORMATS: readonly { readonly type: SampleType; readonly bytes: number; readonly codeBits: number; readonly read: (at: Buffer, offset: number) => number }[] = [
  { type: "Float32", bytes: 4, codeBits: 24, read: (at, offset) => at.readFloatLE(offset) },
  { type: "Int32", bytes: 4, codeBits: 24, read: (at, offset) => at.readInt32LE(offset) / 2 ** 31 },
  { type: "Int24", bytes: 3, codeBits: 23, read: (at, offset) => at.readIntLE(offset, 3) / 2 ** 23 },
  { type: "Int16", bytes: 2, codeBits: 15, read: (at, offset) => at.readInt16LE(offset) / 2 ** 15 },
];

/** The samples that were played on a channel from position 0 on. */
function played(channel: number, frames: number, codeBits: number): Float64Array {
  const samples = new Float64Array(frames);
  fillCode(channelKey(SEED, channel), 0, codeBits, samples);
  return samples;
}

/** ALSA devices that are files: they have no clock, so everything runs as fast as the machine allows. */
describe("files behind ALSA's own library", function () {
  this.timeout(60_000);
  let lab: AlsaLab;
  let client: AudioClient;

  before(() => {
    lab = alsaLab(
      (quoted) => `
pcm.tape { type file slave.pcm { type null } file ${quoted("out.raw")} format "raw" perm 0600 }
pcm.player { type file slave.pcm { type null } file "/dev/null" infile ${quoted("in.raw")} format "raw" }
`,
    );
    writeFileSync(lab.path("in.raw"), new Uint8Array(4)); // Without it ALSA could not open the player.
    client = new AudioClient({ processPath, env: lab.env });
  });

  after(async () => {
    await client.dispose();
    lab.dispose();
  });

  function run(configText: string): Promise<ProbeResult> {
    const plan: ProbePlan = {
      configText: `backend = "ALSA"\nbufferSizeSamples = 480\n${configText}`,
      configFile: null, scenario: null, sampleRate: 48000, bufferFrames: null, seconds: 0.5, signal: { kind: "position", seed: SEED, amplitude: 0.5 },
      channels: null, fadeFrames: 0,
    };
    return client.probe(plan);
  }

  it("are listed under their names, with both directions", async () => {
    const alsa = (await client.devices(null)).find(({ backend }) => backend === "ALSA");
    assert.ok(alsa);
    assert.deepEqual(alsa.devices.map(({ name }) => name).sort(), ["player", "tape"]);
    for (const device of alsa.devices) assert.ok(device.inputChannels >= CHANNELS && device.outputChannels >= CHANNELS, JSON.stringify(device));
  });

  for (const { type, bytes, codeBits, read } of FORMATS) {
    it(`get every ${type} sample that was played, and nothing before it`, async () => {
      writeFileSync(lab.path("out.raw"), "");
      const result = await run(`[input]\ndevice = ""\n[output]\ndevice = "tape"\nchannels = ${CHANNELS}\nsampleType = "${type}"\n`);
      assert.equal(result.error, null);
      assert.deepEqual(result.stream && [result.stream.backend, result.stream.sampleRate, result.stream.output?.sampleType], ["ALSA", 48000, type]);
      const file = readFileSync(lab.path("out.raw"));
      const frames = result.counters.bufferSwitches * 480;
      assert.ok(frames >= 24_000 && file.length >= frames * CHANNELS * bytes, `${file.length} bytes for ${frames} frames`);
      // PortAudio fills ALSA's buffer with silence before the first callback's frames come.
      const first = firstSound(file, bytes);
      assert.equal(first % 480, 0, `sound from frame ${first} on`);
      for (let channel = 0; channel < CHANNELS; channel++) {
        const expected = played(channel, 24_000, codeBits);
        const found = expected.map((_, frame) => read(file, ((first + frame) * CHANNELS + channel) * bytes));
        assert.deepEqual(found, expected, `channel ${channel}`);
      }
    });
  }

  for (const { type, bytes, codeBits, read } of FORMATS) {
    it(`give every ${type} sample that they hold`, async () => {
      const FRAMES = 96_000;
      const file = Buffer.alloc(FRAMES * CHANNELS * bytes);
      for (let channel = 0; channel < CHANNELS; channel++) {
        for (const [frame, sample] of played(channel, FRAMES, codeBits).entries()) write(file, (frame * CHANNELS + channel) * bytes, type, sample);
      }
      assert.equal(read(file, 0), played(0, 1, codeBits)[0]);
      writeFileSync(lab.path("in.raw"), file);
      const result = await run(`[input]\ndevice = "player"\nchannels = ${CHANNELS}\nsampleType = "${type}"\n[output]\ndevice = ""\n`);
      assert.equal(result.error, null);
      const { recording } = result;
      assert.ok(recording);
      assert.equal(recording.frames, 24_000);
      for (const [channel, samples] of recording.input.entries()) {
        assert.deepEqual(Float64Array.from(samples), played(channel, 24_000, codeBits), `channel ${channel}`);
      }
    });
  }

  it("are asked for by name, and a name that ALSA does not know is told", async () => {
    const result = await run('[input]\ndevice = ""\n[output]\ndevice = "cassette"\n');
    assert.deepEqual([result.error?.code, result.error?.where], ["device-not-found", { table: "output", key: "device" }]);
  });
});

function firstSound(file: Buffer, bytes: number): number {
  const at = file.findIndex((byte) => byte !== 0);
  return Math.floor(at / (CHANNELS * bytes));
}

function write(file: Buffer, offset: number, type: SampleType, sample: number): void {
  switch (type) {
    case "Float32": file.writeFloatLE(sample, offset); break;
    case "Int32": file.writeInt32LE(sample * 2 ** 31, offset); break;
    case "Int24": file.writeIntLE(sample * 2 ** 23, offset, 3); break;
    case "Int16": file.writeInt16LE(sample * 2 ** 15, offset); break;
  }
}
