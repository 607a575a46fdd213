import assert from "node:assert/strict";
import { backends, configOf, loopOf } from "../backends.ts";
import { type HostOutcome, HARDWARE_MALFUNCTION, INVALID_MODE, INVALID_PARAMETER, OK, type RunFacts, type SessionFacts } from "../hostFacts.ts";
import { near } from "../near.ts";
import type { WineLab } from "../wineLab.ts";
import type { Around } from "./around.ts";

/** What holds of every run, however busy the machine is. */
function assertInOrder(facts: SessionFacts): void {
  const { firstPosition, wrongSteps, wrongHalves, timesBack, wrongClock, afterStop, overlaps } = facts;
  assert.deepEqual(
    { firstPosition, wrongSteps, wrongHalves, timesBack, wrongClock, afterStop, overlaps },
    { firstPosition: 0, wrongSteps: 0, wrongHalves: 0, timesBack: 0, wrongClock: 0, afterStop: 0, overlaps: 0 },
  );
}

function assertRate({ perSecond, rate, frames }: SessionFacts): void {
  assert.ok(near(perSecond, rate / frames, 0.25), `${perSecond.toFixed(1)} callbacks a second instead of ${(rate / frames).toFixed(1)}`);
}

export function streaming({ start, patience, isTransparent }: Around): void {
  describe("a host with the driver", function () {
    this.timeout(200_000 * patience);
    let lab: WineLab;
    const run = async (...options: readonly string[]) => await lab.host(["run", "FlexLab", ...options]) as HostOutcome<RunFacts>;
    before(async () => {
      lab = await start();
      await lab.register();
    });
    after(async () => { await lab.unregister(); });

    for (const backend of backends) {
      describe(`over ${backend.name}`, () => {
        it("plays and records", async () => {
          lab.configure(configOf(backend));
          const { result: outcome, tone } = await lab.sound.recording(() => run("seconds=1.5", "buffer=960"));
          const { result } = outcome;
          assert.deepEqual([outcome.loaded, result.init, result.createBuffers, result.start, result.stop, result.dispose, outcome.release], [0, 1, 0, 0, 0, 0, 0], result.error);
          assertInOrder(result.session);
          assertRate(result.session);
          assert.deepEqual([result.session.inputs, result.session.outputs, result.session.frames], [2, 2, 960]);
          const { input } = result.session;
          assert.ok(near(input.hz, 1000, 0.01) && near(input.rms, 0.3536, 0.15), `heard ${JSON.stringify(input)}`);
          assert.ok(near(tone.hz, 440, 0.01) && near(tone.rms, 0.3536, 0.15) && tone.seconds > 0.8 * result.session.seconds, `played ${JSON.stringify(tone)}`);
          // The host says outputReady, so a buffer of latency goes away.
          assert.equal(result.outputLatency - result.outputLatencyAfter, 960);
          assert.equal(result.session.latenciesChanged, 1);
        });

        if (isTransparent) it("brings every frame back as it was, in order and on its own channel", async () => {
          lab.configure(loopOf(backend, 'sampleType = "Int16"'));
          const { result } = await run("seconds=1.5", "buffer=960", "rate=48000", "signal=counter");
          assert.equal(result.start, OK, result.error);
          const { heard, inOrder, back, wrong, skips, delay } = result.session.counter;
          const played = result.session.callbacks * 960;
          // Where sound is lost, which a busy machine does, it is lost in one piece; nothing is ever changed.
          assert.ok(heard + delay > 0.8 * played && inOrder >= heard - 1 - skips - back, JSON.stringify(result.session.counter));
          assert.equal(wrong, 0, JSON.stringify(result.session.counter));
          assert.ok(delay > 0, "came back before it was played");
        });

        for (const frames of [32, 64, 256, 1024, 2048]) {
          it(`runs with buffers of ${frames} frames`, async () => {
            lab.configure(configOf(backend));
            const { result } = await run("seconds=0.6", `buffer=${frames}`);
            assert.deepEqual([result.createBuffers, result.start], [OK, OK], result.error);
            assertInOrder(result.session);
            assertRate(result.session);
          });
        }

        // Wine takes the 24 bits that WASAPI puts on top of 32 for the lowest ones.
        const types = backend.name === "Windows WASAPI" ? ["Int16", "Int32", "Float32"] as const : ["Int16", "Int24", "Int32", "Float32"] as const;
        for (const type of types) {
          it(`speaks ${type}`, async () => {
            lab.configure(configOf(backend, `sampleType = "${type}"`));
            const { result: { result }, tone } = await lab.sound.recording(() => run("seconds=0.8"));
            assert.deepEqual([result.start, result.session.inputType, result.session.outputType], [OK, { Int16: 16, Int24: 17, Int32: 18, Float32: 19 }[type], result.session.inputType], result.error);
            assert.ok(near(result.session.input.rms, 0.3536, 0.15) && near(tone.rms, 0.3536, 0.15), `heard ${JSON.stringify(result.session.input)}, played ${JSON.stringify(tone)}`);
          });
        }

        it("starts and stops a hundred times", async () => {
          lab.configure(configOf(backend));
          const { result } = await lab.host(["cycles", "FlexLab", "count=100", "buffer=480"], { seconds: 180 }) as HostOutcome<{ done: number; silent: number; refused: number; dispose: number; session: SessionFacts }>;
          assert.deepEqual([result.done, result.silent, result.refused, result.dispose, result.session.afterStop], [100, 0, 0, 0, 0]);
        });
      });
    }

    const [wasapi] = backends;

    for (const [ready, how] of [["never", "never"], ["once", "once"], ["thread", "from another thread"], ["late", "late"]] as const) {
      it(`plays for a host that says outputReady ${how}`, async () => {
        lab.configure(configOf(wasapi));
        const { result: { result }, tone } = await lab.sound.recording(() => run("seconds=1.2", "buffer=480", `ready=${ready}`));
        assertInOrder(result.session);
        assertRate(result.session);
        assert.ok(near(tone.hz, 440, 0.01) && near(tone.rms, 0.3536, 0.15), `played ${JSON.stringify(tone)}`);
        if (ready === "never" || ready === "late") assert.equal(result.outputLatencyAfter, result.outputLatency);
      });
    }

    it("names WASAPI's channels after their speakers", async () => {
      const names = async (config: string) => {
        lab.configure(config);
        const { result } = await lab.host(["methods", "FlexLab"]) as HostOutcome<{ channels: readonly { name: string }[] }>;
        return result.channels.map(({ name }) => name);
      };
      assert.deepEqual(await names(configOf(wasapi)), ["IN 0 FL (Front Left)", "IN 1 FR (Front Right)", "OUT 0 FL (Front Left)", "OUT 1 FR (Front Right)"]);
      // Which of the device's speakers two chosen channels are is not known.
      assert.deepEqual(await names(configOf(wasapi, "channels = 2")), ["IN 0", "IN 1", "OUT 0", "OUT 1"]);
    });

    it("tells that a device does not take its format in exclusive mode", async () => {
      lab.configure(configOf(wasapi, "wasapiExclusiveMode = true"));
      const both = (await run()).result;
      assert.deepEqual([both.init, both.createBuffers, both.createError], [1, HARDWARE_MALFUNCTION, "The pair of devices does not take 48000 Hz in exclusive mode."]);
      lab.configure('backend = "Windows WASAPI"\n[input]\ndevice = ""\n[output]\ndevice = "NullOut"\nwasapiExclusiveMode = true\nsampleType = "Int16"\n');
      const one = (await run()).result;
      assert.deepEqual([one.createBuffers, one.createError], [HARDWARE_MALFUNCTION, 'The output device "NullOut" does not take 48000 Hz Int16 with 2 channels in exclusive mode.']);
    });

    it("serves a host without time info", async () => {
      lab.configure(configOf(wasapi));
      const { result } = await run("seconds=0.6", "timeInfo=no");
      assert.equal(result.session.timeInfos, 0);
      assertInOrder(result.session);
    });

    it("opens one direction alone", async () => {
      lab.configure(configOf(wasapi));
      const input = (await run("seconds=0.6", "outputs=0")).result.session;
      assert.deepEqual([input.inputs, input.outputs], [2, 0]);
      assertRate(input);
      const output = (await run("seconds=0.6", "inputs=0")).result.session;
      assert.deepEqual([output.inputs, output.outputs], [0, 2]);
      assertRate(output);
    });

    it("answers calls in the wrong order, and runs on", async () => {
      lab.configure(configOf(wasapi));
      const { result } = await lab.host(["order", "FlexLab", "buffer=480"]) as HostOutcome<{ answers: readonly { step: string; answer: number }[]; session: SessionFacts }>;
      const wrong = INVALID_MODE;
      assert.deepEqual(Object.fromEntries(result.answers.map(({ step, answer }) => [step, answer])), {
        "before init: start": wrong, "before init: stop": wrong, "before init: getSamplePosition": wrong, "before init: disposeBuffers": wrong,
        "before init: getChannels": wrong, "before init: getBufferSize": wrong, "before init: getSampleRate": wrong,
        "before init: getChannelInfo": wrong, "before init: outputReady": wrong,
        init: 1, "init again": 0,
        "initialised: start": wrong, "initialised: stop": wrong, "initialised: getSamplePosition": wrong, "initialised: disposeBuffers": wrong,
        "nothing to ask for": INVALID_PARAMETER,
        createBuffers: OK, "createBuffers again": wrong, "prepared: stop": wrong, "prepared: getSamplePosition": wrong,
        start: OK, "start again": wrong, "running: getSamplePosition": OK, "running: createBuffers": wrong,
        stop: OK, "stop again": wrong, "start after stop": OK, "dispose while running": OK, "dispose again": wrong,
      });
      assert.ok(result.session.callbacks > 5);
      assert.equal(result.session.afterStop, 0);
    });

    it("survives a storm of reset requests", async () => {
      lab.configure(configOf(wasapi));
      const { result, release } = await lab.host(["storm", "FlexLab", "buffer=480", "count=20"]) as HostOutcome<{ resets: number; refused: number; silent: number; session: SessionFacts }>;
      assert.deepEqual([result.resets, result.refused, result.silent, result.session.afterStop, release], [20, 0, 0, 0, 0]);
    });

    it("runs beside another driver in the same process", async () => {
      lab.configure(configOf(wasapi));
      const outcome = await lab.host(["two", "FlexLab", "second=FlexLab", "buffer=480", "seconds=1.5"]) as HostOutcome<{ start: number; startSecond: number; session: SessionFacts; sessionSecond: SessionFacts; releaseSecond: number }>;
      const { start, startSecond, session, sessionSecond, releaseSecond } = outcome.result;
      assert.deepEqual([start, startSecond, releaseSecond, outcome.release], [OK, OK, 0, 0]);
      assertInOrder(session);
      assertInOrder(sessionSecond);
      assertRate(session);
      assertRate(sessionSecond);
    });

    it("fails cleanly where Wine has no WDM-KS devices", async () => {
      lab.configure('backend = "Windows WDM-KS"\n');
      const { result, release } = await run();
      assert.deepEqual([result.init, release], [0, 0]);
      assert.equal(result.error, "Windows WDM-KS has no device that could be opened.");
    });

    it("says what is wrong with a configuration", async () => {
      lab.configure('backend = "Windows WASAPI"\n[output]\ndevice = "Nonesuch"\n');
      const { result, release } = await run();
      assert.deepEqual([result.init, release, result.error], [0, 0, 'No output device of Windows WASAPI is called "Nonesuch".']);
    });
  });
}
