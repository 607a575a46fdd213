import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { analysePath } from "../../extension/analysis/analysePath.ts";
import { AudioClient } from "../../extension/audio/audioClient.ts";
import type { LiveSnapshot, ProbePlan } from "../../extension/audio/contract.ts";
import type { GlitchEvent, Report } from "../../extension/lab/report.ts";
import { alsaLab, type AlsaLab } from "./alsaLab.ts";
import { gapsByLookup, type Gap } from "./gapsByLookup.ts";
import { startPulse, type PulseServer } from "./pulseServer.ts";

const CLI = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));
const processPath = fileURLToPath(new URL("../../dist/audioProcess.cjs", import.meta.url));
const BUFFER = 1024;
const CONFIG = `backend = "ALSA"
bufferSizeSamples = ${BUFFER}
[input]
device = "cable_in"
channels = 2
[output]
device = "cable_out"
channels = 2
`;

/** ALSA's plugin for PulseAudio in front of a sink of software, and the sink's monitor as the way back. */
describe("ALSA over a sink and its monitor", function () {
  this.timeout(90_000);
  let pulse: PulseServer;
  let lab: AlsaLab;

  before(async () => {
    pulse = await startPulse("cable");
    lab = alsaLab(() => `
pcm.cable_out { type pulse server "${pulse.address}" device "cable" }
pcm.cable_in { type pulse server "${pulse.address}" device "cable.monitor" }
`);
  });

  after(async () => {
    lab.dispose();
    await pulse.stop();
  });

  async function test(): Promise<Report> {
    const child = spawn(process.execPath, [CLI, "test", "-", "--rate", "48000", "--seconds", "2", "--json"], { env: lab.env });
    child.stdin.end(CONFIG);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    assert.ok(out.startsWith("{"), `no report:\n${out}\n${err}`);
    return JSON.parse(out) as Report;
  }

  it("brings back what was played bit by bit, and the round trip is exact", async () => {
    const report = await test();
    assert.equal(report.error, null);
    assert.deepEqual([report.backend, report.devices.input, report.devices.output], ["ALSA", { name: "cable_in", channels: 2 }, { name: "cable_out", channels: 2 }]);
    assert.deepEqual(report.stream && [report.stream.sampleRate, report.stream.bufferFrames], [48000, BUFFER]);
    const { latency, glitches, integrity } = report;
    assert.deepEqual([latency.method, latency.uncertaintyFrames], ["position", 0]);
    assert.ok((latency.measuredRoundTripFrames ?? 0) >= BUFFER, `round trip ${String(latency.measuredRoundTripFrames)} frames`);
    // On a busy machine the server may be late; what it then leaves out or says twice is its glitch, and it is told.
    // Whatever came through has to be exactly what was sent.
    assert.deepEqual(glitches.events.filter(({ kind }) => kind === "corrupted" || kind === "reordered"), []);
    assert.deepEqual(integrity.channelMatrix ?? [[1, 0], [0, 1]], [[1, 0], [0, 1]]);
    assert.ok((integrity.exactFraction ?? 0) > 0.5, `only ${String(integrity.exactFraction)} of the frames came back`);
    if (glitches.count === 0) assert.deepEqual([integrity.bitPerfect, integrity.exactFraction], [true, 1]);
  });

  it("says that ALSA claims another latency than there is", async () => {
    const { latency } = await test();
    // Three buffers in and four out are what PortAudio suggests to ALSA, whatever the server then does with them.
    assert.deepEqual([latency.reportedInputFrames, latency.reportedOutputFrames], [3 * BUFFER, 4 * BUFFER]);
    assert.notEqual(latency.verdict, "exact");
  });

  it("has gaps when the server is held up, and two detectors of different kinds agree on each of them", async () => {
    const client = new AudioClient({ processPath, env: lab.env });
    const plan: ProbePlan = {
      configText: CONFIG, configFile: null, scenario: null, sampleRate: 48_000, bufferFrames: null, seconds: 6,
      signal: { kind: "position", seed: 20_481, amplitude: 0.5 }, channels: null, fadeFrames: 0,
    };
    // Held at each second of the stream, each time for longer.
    let held = 0;
    const onLive = ({ state, seconds }: LiveSnapshot): void => {
      if (state !== "running" || seconds < held + 1) return;
      held++;
      pulse.hold(true);
      setTimeout(() => { pulse.hold(false); }, 20 * held);
    };
    try {
      const { error, recording, counters } = await client.probe(plan, { onLive });
      // Now and then PortAudio gives the stream up when the server was held; what came until then is kept, and judged.
      if (error !== null) assert.equal(error.code, "device-lost");
      assert.ok(recording);
      const { input, frames, codeBits } = recording;
      const analysed = analysePath({ sampleRate: 48_000, bufferFrames: BUFFER, outputChannels: 2, input, frames, seed: 20_481, codeBits });
      const events = analysed.glitches ?? [];
      const { roundTripFrames, gaps } = gapsByLookup(input, 20_481, codeBits);
      const said = JSON.stringify({ gaps, events });
      assert.ok(gaps.length > 0, "holding the server did no harm");
      assert.equal(analysed.latency.roundTripFrames, roundTripFrames, said);
      // One may tell as several what is one to the other: silence and then a loss; a block that came three times.
      const places = inPlaces(gaps, events);
      for (const { gaps: seen, events: told } of places) {
        assert.equal(told[0]?.frame, seen[0]?.from, said);
        assert.equal(total(told), total(seen), said);
      }
      const flags = counters.inputOverflows + counters.inputUnderflows + counters.outputOverflows + counters.outputUnderflows;
      process.stdout.write(`        ${gaps.length} gaps in ${places.length} places, both detectors agree on each; the backend flagged ${flags}\n`);
    } finally {
      pulse.hold(false);
      await client.dispose();
    }
  });
});

interface Place {
  readonly gaps: Gap[];
  readonly events: GlitchEvent[];
  to: number;
}

/** Brings together what overlaps or touches: both detectors have to see something in each place. */
function inPlaces(gaps: readonly Gap[], events: readonly GlitchEvent[]): readonly Place[] {
  const all = [
    ...gaps.map((gap) => ({ from: gap.from, to: Math.max(gap.to, gap.from + 1), gaps: [gap], events: [] })),
    // What was lost takes no frame of the recording.
    ...events.map((event) => ({ from: event.frame, to: event.frame + (event.deltaFrames < 0 ? 1 : event.lengthFrames), gaps: [], events: [event] })),
  ].sort((a, b) => a.from - b.from);
  const places: Place[] = [];
  for (const one of all) {
    const last = places.at(-1);
    if (last === undefined || one.from > last.to) places.push({ gaps: [...one.gaps], events: [...one.events], to: one.to });
    else {
      last.gaps.push(...one.gaps);
      last.events.push(...one.events);
      last.to = Math.max(last.to, one.to);
    }
  }
  return places;
}

function total(changes: readonly { readonly deltaFrames: number }[]): number {
  return changes.reduce((sum, { deltaFrames }) => sum + deltaFrames, 0);
}
