import assert from "node:assert/strict";
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { AudioClient } from "../../extension/audio/audioClient.ts";
import type { FromProcess, LiveSnapshot, ToProcess } from "../../extension/audio/contract.ts";
import { readLiveFrame } from "../../extension/audio/liveFrame.ts";
import { ProbeControl } from "../../extension/audio/probeControl.ts";
import { deferred } from "../../extension/audio/deferred.ts";
import { failureOf } from "../unit/audio/scriptedClient.ts";
import { cable, planOn, processPath, realClient, untilGone } from "./realClient.ts";

/** Looks at the first input of a run. */
function looking(): ProbeControl {
  const control = new ProbeControl();
  control.look({ direction: "input", channel: 0 });
  return control;
}

describe("the audio process, with the real addon", function () {
  this.timeout(30_000);
  let audio: AudioClient;

  beforeEach(() => {
    audio = realClient();
  });

  afterEach(async () => {
    await audio.dispose();
  });

  /** The proof that all is well again. */
  async function worksAgain(): Promise<void> {
    const result = await audio.probe(planOn(cable("", "fast")));
    assert.equal(result.error, null);
    assert.equal(result.recording?.frames, 24_000);
  }

  describe("devices", () => {
    it("lists the Virtual backend of every machine, and which versions answer", async () => {
      const backends = await audio.devices(null);
      const virtual = backends.find(({ backend }) => backend === "Virtual");
      const device = virtual?.devices.find(({ name }) => name === "Virtual Cable");
      assert.deepEqual([device?.inputChannels, device?.outputChannels, device?.defaultSampleRate], [2, 2, 48000]);
      assert.deepEqual([device?.isDefaultInput, device?.isDefaultOutput], [true, true]);
      assert.match(audio.versions()?.portaudio ?? "", /19\.7/);
    });

    it("lists the devices of a scenario, and forgets them again", async () => {
      const scenario = { name: "two", text: '[[device]]\nname = "Left"\ninputs = 1\n[[device]]\nname = "Right"\noutputs = 3\n' };
      const names = async (source: typeof scenario | null): Promise<unknown> =>
        (await audio.devices(source)).find(({ backend }) => backend === "Virtual")?.devices.map(({ name }) => name);
      assert.deepEqual(await names(scenario), ["Left", "Right"]);
      assert.deepEqual(await names(null), ["Virtual Cable"]);
    });

    it("tells which key of a scenario is wrong", async () => {
      const error = await failureOf(audio.devices(cable("dealyFrames = 3")));
      assert.equal(error.where?.table, "scenario");
      assert.match(error.message, /dealyFrames/);
      assert.doesNotMatch(error.code, /^audio-process/);
    });
  });

  describe("probe", () => {
    it("plays and records as fast as the machine allows", async () => {
      const result = await audio.probe(planOn(cable("", "fast")));
      assert.equal(result.error, null);
      assert.equal(result.cancelled, false);
      assert.equal(result.stream?.backend, "Virtual");
      assert.deepEqual(result.recording?.input.map((channel) => channel.length), [24_000, 24_000]);
      assert.ok(result.recording.input.some((channel) => channel.some((sample) => sample !== 0)), "nothing but silence came back");
      assert.equal(result.timing?.entered.length, result.counters.bufferSwitches);
    });

    it("shows live what a running stream does: time and levels move", async () => {
      const seen: LiveSnapshot[] = [];
      const result = await audio.probe(planOn(cable(), { seconds: 1 }), { onLive: (snapshot) => seen.push(snapshot), control: looking() });
      assert.equal(result.error, null);
      const running = seen.filter(({ state }) => state === "running");
      assert.ok(running.length >= 5, `only ${String(running.length)} snapshots`);
      const times = running.map(({ seconds }) => seconds);
      assert.deepEqual(times, times.toSorted((a, b) => a - b));
      assert.ok((times.at(-1) ?? 0) > 0.5);
      assert.ok(running.some(({ frame }) => {
        const { inputs, outputs, levels } = readLiveFrame(frame ?? new Uint8Array());
        return inputs === 2 && outputs === 2 && levels.every((level) => level > -2000);
      }));
      assert.equal(running.at(-1)?.stream?.bufferFrames, 480);
    });

    it("tells a driver that refuses, as a result and not as a failure of the process", async () => {
      const result = await audio.probe(planOn(cable('[device.open]\nrefuse = "device busy"')));
      assert.match(`${result.error?.message ?? ""} ${result.error?.host ?? ""}`, /busy/i);
      assert.equal(result.recording, null);
      await worksAgain();
    });

    it("stops when it is cancelled, and keeps what was recorded until then", async () => {
      const cancel = new AbortController();
      const result = await audio.probe(planOn(cable(), { seconds: 60 }), {
        signal: cancel.signal,
        onLive: ({ seconds }) => { if (seconds > 0.2) cancel.abort(); },
      });
      assert.deepEqual([result.cancelled, result.error], [true, null]);
      const frames = result.recording?.frames ?? 0;
      assert.ok(frames >= 0.2 * 48_000 && frames < 5 * 48_000, `${String(frames)} frames`);
      await worksAgain();
    });

    it("runs without an end until it is cancelled", async () => {
      const cancel = new AbortController();
      const result = await audio.probe(planOn(cable(), { seconds: null, signal: { kind: "sine", frequencyHz: 440, amplitude: 0.5 } }), {
        signal: cancel.signal,
        onLive: ({ seconds }) => { if (seconds > 0.2) cancel.abort(); },
      });
      assert.deepEqual([result.cancelled, result.error], [true, null]);
    });

    it("hands over a long recording of many channels", async () => {
      const wide = { name: "wide", text: 'clock = "fast"\n[[device]]\nname = "Wide"\ninputs = 16\noutputs = 16\n' };
      const result = await audio.probe(planOn(wide, { seconds: 20 }));
      assert.equal(result.error, null);
      assert.deepEqual(result.recording?.input.map((channel) => channel.length), Array.from({ length: 16 }, () => 960_000));
    });
  });

  describe("a driver that misbehaves costs one test", () => {
    it("crash in open", async () => {
      const error = await failureOf(audio.probe(planOn(cable("[device.open]\ncrash = true"))));
      assert.equal(error.code, "audio-process-crashed");
      assert.match(error.message, /^The audio process crashed while opening the device \(signal SIG\w+\)\.$/);
      await worksAgain();
    });

    it("hang in open", async () => {
      const error = await failureOf(audio.probe(planOn(cable("[device.open]\nhangSeconds = 600"))));
      assert.equal(error.message, "The audio process hung while opening the device and was ended.");
      await worksAgain();
    });

    it("hang in stop", async () => {
      const error = await failureOf(audio.probe(planOn(cable("[device.open]\nstopHangSeconds = 600"))));
      assert.equal(error.message, "The audio process hung while stopping the stream and was ended.");
      await worksAgain();
    });

    it("kill -9 in the middle of a stream", async () => {
      const running = deferred<undefined>();
      const failure = failureOf(
        audio.probe(planOn(cable(), { seconds: 60 }), { onLive: ({ state }) => { if (state === "running") running.resolve(undefined); } }),
      );
      await running.promise;
      const [pid] = audio.pids.sounding;
      assert.ok(pid !== undefined);
      process.kill(pid, "SIGKILL");
      assert.equal((await failure).message, "The audio process was killed while running the stream (signal SIGKILL).");
      await worksAgain();
    });

    it("a cancel while open hangs", async () => {
      const cancel = new AbortController();
      let snapshots = 0; // By the ninetieth, three seconds later, the call that hangs has been made on a busy machine, too.
      const patient = realClient({ deadlines: { open: 60_000, cancel: 500 } });
      try {
        const failure = failureOf(
          patient.probe(planOn(cable("[device.open]\nhangSeconds = 600"), { seconds: null }), {
            signal: cancel.signal,
            onLive: () => { if (++snapshots === 90) cancel.abort(); },
          }),
        );
        assert.equal((await failure).code, "audio-process-hung");
      } finally {
        await patient.dispose();
      }
    });

    it("devices are listed while open hangs", async () => {
      const failure = failureOf(audio.probe(planOn(cable("[device.open]\nhangSeconds = 600"))));
      assert.ok((await audio.devices(null)).length > 0);
      assert.equal((await failure).code, "audio-process-hung");
    });

    it("all of them in a row, and the next test works", async () => {
      for (const trouble of ["crash = true", "hangSeconds = 600", "stopHangSeconds = 600", "crash = true"]) {
        await failureOf(audio.probe(planOn(cable(`[device.open]\n${trouble}`))));
      }
      await worksAgain();
    });
  });

  describe("by itself", () => {
    const started: ChildProcess[] = [];

    afterEach(() => {
      for (const child of started.splice(0)) child.kill("SIGKILL");
    });

    function raw(env: NodeJS.ProcessEnv = {}): { child: ChildProcess; next: () => Promise<FromProcess>; send: (message: ToProcess) => void } {
      const child = fork(processPath, [], { execArgv: [], serialization: "advanced", stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...process.env, ...env } });
      started.push(child);
      const arrived: FromProcess[] = [];
      let wake: () => void = () => undefined;
      child.on("message", (message) => {
        arrived.push(message as FromProcess);
        wake();
      });
      return {
        child,
        next: async () => {
          for (;;) {
            const message = arrived.shift();
            if (message !== undefined) return message;
            await new Promise<void>((resolve) => (wake = resolve));
          }
        },
        send: (message) => { child.send(message); },
      };
    }

    it("says what to install when the addon is missing", async () => {
      const broken = realClient({ env: { ...process.env, FLEXLAB_ADDON: "/nonexistent/flexlab.node" } });
      try {
        const error = await failureOf(broken.devices(null));
        assert.equal(error.code, "audio-addon-missing");
        assert.match(error.hint, /nonexistent/);
      } finally {
        await broken.dispose();
      }
    });

    it("does nothing when a person starts it", async () => {
      const child = spawn(process.execPath, [processPath], { stdio: ["ignore", "pipe", "pipe"] });
      started.push(child);
      child.stderr.setEncoding("utf8");
      let said = "";
      child.stderr.on("data", (words: string) => (said += words));
      const [code] = (await once(child, "close")) as [number];
      assert.equal(code, 2);
      assert.match(said, /started by FlexLab/);
    });

    it("writes nothing to standard output, answers nonsense with an error, and one probe at a time", async () => {
      const { child, next, send } = raw();
      assert.ok(child.stdout !== null);
      const output = text(child.stdout);
      assert.equal((await next()).type, "hello");
      child.send({ type: "request", id: 4, request: { type: "devices" } });
      const refused = await next();
      assert.deepEqual([refused.type, refused.type === "error" && refused.id, refused.type === "error" && refused.error.code], ["error", 4, "audio-process-protocol"]);
      send({ type: "request", id: 5, request: { type: "devices", scenario: null } });
      assert.equal((await next()).type, "result");
      send({ type: "request", id: 6, request: { type: "probe", plan: planOn(cable(), { seconds: null }) } });
      send({ type: "request", id: 7, request: { type: "probe", plan: planOn(cable()) } });
      let busy: FromProcess;
      do busy = await next();
      while (busy.type !== "error");
      assert.deepEqual([busy.id, busy.error.code], [7, "audio-process-busy"]);
      send({ type: "cancel", id: 6 });
      let result: FromProcess;
      do result = await next();
      while (result.type !== "result");
      assert.equal(result.id, 6);
      child.disconnect();
      assert.equal(await output, "");
    });

    it("ends when it is let go of, even while a device hangs", async () => {
      const { child, next, send } = raw();
      assert.equal((await next()).type, "hello");
      send({ type: "request", id: 1, request: { type: "probe", plan: planOn(cable("[device.open]\nhangSeconds = 600")) } });
      assert.equal((await next()).type, "live");
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    });

    it("ends when its parent is killed while it is stuck", async () => {
      // A parent that asks an addon that never returns, on the main thread, and tells us the id of the audio process.
      const stuckAddon = 'module.exports = { versions: () => ({ protocol: 1, addon: "", portaudio: "" }), probe() {}, devices() { for (;;); } };';
      const parentCode = `
        const { fork } = require("node:child_process");
        const { writeFileSync, mkdtempSync } = require("node:fs");
        const addon = mkdtempSync(require("node:os").tmpdir() + "/flexlab-") + "/stuck.cjs";
        writeFileSync(addon, ${JSON.stringify(stuckAddon)});
        const child = fork(${JSON.stringify(processPath)}, [], { detached: true, serialization: "advanced", env: { ...process.env, FLEXLAB_ADDON: addon } });
        child.once("message", () => {
          child.send({ type: "request", id: 1, request: { type: "devices", scenario: null } }, () => process.send(child.pid));
        });
      `;
      const parent = spawn(process.execPath, ["-e", parentCode], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
      started.push(parent);
      const [pid] = (await once(parent, "message")) as [number];
      process.kill(pid, 0);
      parent.kill("SIGKILL");
      await untilGone(pid);
    });
  });
});
