import assert from "node:assert/strict";
import type { AudioClient, AudioClientState } from "../../../extension/audio/audioClient.ts";
import type { LiveSnapshot } from "../../../extension/audio/contract.ts";
import { deferred } from "../../../extension/audio/deferred.ts";
import { failureOf, planFor, script, scriptedClient } from "./scriptedClient.ts";

describe("AudioClient", () => {
  let client: AudioClient | null = null;
  const use = (...args: Parameters<typeof scriptedClient>): AudioClient => (client = scriptedClient(...args));

  afterEach(async () => {
    await client?.dispose();
    client = null;
  });

  describe("starting", () => {
    it("starts a process on first use and keeps it for the next request", async () => {
      const audio = use("");
      assert.deepEqual(audio.pids, { looking: [], sounding: [] });
      const first = await audio.devices(script("pid"));
      const second = await audio.devices(script("pid"));
      assert.deepEqual(first, second);
      assert.deepEqual(audio.versions(), { protocol: 6, addon: "scripted", portaudio: "none" });
    });

    it("looks and sounds in two processes", async () => {
      const audio = use("");
      await Promise.all([audio.devices(script("pid")), audio.probe(planFor(""))]);
      assert.equal(audio.pids.looking.length, 1);
      assert.equal(audio.pids.sounding.length, 1);
      assert.notEqual(audio.pids.looking[0], audio.pids.sounding[0]);
    });

    it("refuses a process of another protocol version", async () => {
      const error = await failureOf(use("otherVersion").devices(null));
      assert.equal(error.code, "audio-process-start-failed");
      assert.match(error.message, /protocol 99.*speaks 6/);
      assert.notEqual(error.hint, "");
    });

    it("passes on what the process says keeps it from working", async () => {
      const error = await failureOf(use("refuse").devices(null));
      assert.deepEqual([error.code, error.hint], ["audio-addon-missing", "Build it."]);
    });

    it("tells a process that ends at once, with its exit code and last words", async () => {
      const error = await failureOf(use("exit").devices(null));
      assert.equal(error.code, "audio-process-start-failed");
      assert.match(error.message, /exit code 7/);
      assert.match(error.host ?? "", /no such library/);
    });

    it("gives up on a process that says nothing", async () => {
      const error = await failureOf(use("mute", { deadlines: { start: 200 } }).devices(null));
      assert.equal(error.code, "audio-process-start-failed");
    });

    it("tells that there is no such program", async () => {
      const error = await failureOf(use("", { execPath: "/nonexistent/node" }).devices(null));
      assert.equal(error.code, "audio-process-start-failed");
      assert.match(error.message, /ENOENT/);
    });

    it("keeps debuggers' and loaders' options away from the process", async () => {
      const audio = use("environment", {
        env: { ...process.env, SCRIPT: "environment", NODE_OPTIONS: "--no-such-option" },
      });
      await audio.devices(null);
      assert.equal(audio.versions()?.addon, "[null,[]]");
    });
  });

  describe("messages", () => {
    it("ignores messages that make no sense", async () => {
      const lines: string[] = [];
      const listed = await use("garbage", { log: (line) => lines.push(line) }).devices(script("a"));
      assert.deepEqual(listed, [{ backend: "a", devices: [] }]);
      assert.equal(lines.filter((line) => line.includes("ignored a message")).length, 12);
    });

    it("ignores answers to other questions, and second answers", async () => {
      const audio = use("");
      assert.deepEqual(await audio.devices(script("strayThenAnswer")), [{ backend: "strayThenAnswer", devices: [] }]);
      assert.deepEqual(await audio.devices(script("b")), [{ backend: "b", devices: [] }]);
    });

    it("does not believe an answer of the wrong shape", async () => {
      const audio = use("");
      const error = await failureOf(audio.probe(planFor("nonsense")));
      assert.equal(error.code, "audio-process-protocol");
      assert.match(error.message, /result\.error/);
      assert.equal((await audio.probe(planFor(""))).error, null);
    });

    it("passes on the error that the process tells", async () => {
      const error = await failureOf(use("").devices(script("error")));
      assert.deepEqual([error.code, error.where], ["scenario-invalid", { table: "scenario", key: "x" }]);
    });
  });

  describe("failing", () => {
    it("tells a crash, with what it was at, its signal and its last words", async () => {
      const audio = use("");
      const error = await failureOf(audio.probe(planFor("crash")));
      assert.equal(error.code, "audio-process-crashed");
      assert.equal(error.message, "The audio process crashed while opening the device (signal SIGSEGV).");
      assert.match(error.host ?? "", /last words/);
      assert.equal((await audio.probe(planFor(""))).cancelled, false);
    });

    it("tells an exit with its code", async () => {
      const error = await failureOf(use("").devices(script("exit3")));
      assert.equal(error.message, "The audio process crashed while listing the devices (exit code 3).");
    });

    for (const [what, doing] of [
      ["stuckOpening", "opening the device"],
      ["never", "running the stream"],
      ["deaf", "running the stream"],
      ["stuckStopping", "stopping the stream"],
      ["block", "opening the device"],
    ] as const) {
      it(`kills a process that hangs while ${doing} (${what}), and starts another`, async () => {
        const audio = use("");
        const error = await failureOf(audio.probe(planFor(what)));
        assert.deepEqual([error.code, error.message], ["audio-process-hung", `The audio process hung while ${doing} and was ended.`]);
        assert.deepEqual(audio.pids.sounding, []);
        assert.equal((await audio.probe(planFor(""))).error, null);
      });
    }

    it("kills a listing that hangs, although a listing may leave heartbeats unanswered", async () => {
      const audio = use("", { deadlines: { beat: 50, devices: 700 } });
      const start = performance.now();
      const error = await failureOf(audio.devices(script("block")));
      assert.equal(error.message, "The audio process hung while listing the devices and was ended.");
      assert.ok(performance.now() - start >= 700, "ended before its deadline");
      assert.deepEqual(await audio.devices(script("b")), [{ backend: "b", devices: [] }]);
    });

    it("lists devices while a probe hangs", async () => {
      const audio = use("", { deadlines: { open: 2000 } });
      const live = deferred<undefined>();
      const hanging = failureOf(audio.probe(planFor("stuckOpening"), { onLive: () => { live.resolve(undefined); } }));
      await live.promise;
      assert.deepEqual(await audio.devices(script("b")), [{ backend: "b", devices: [] }]);
      assert.equal(audio.state.sounding, "busy");
      assert.equal((await hanging).code, "audio-process-hung");
    });

    it("bears a run that takes longer than its deadlines as long as it moves", async () => {
      const snapshots: LiveSnapshot[] = [];
      const audio = use("", { deadlines: { progress: 250 } });
      const result = await audio.probe(planFor("slowButMoving"), { onLive: (snapshot) => snapshots.push(snapshot) });
      assert.equal(result.error, null);
      assert.equal(snapshots.length, 30);
    });

    it("ends a run that moves but does not end", async () => {
      const audio = use("", { deadlines: { probeBeyondRecording: 200 } });
      const error = await failureOf(audio.probe(planFor("slowButMoving", 0.1)));
      assert.equal(error.code, "audio-process-hung");
    });

    it("notices kill -9 in the middle of a stream", async () => {
      const audio = use("");
      const live = deferred<undefined>();
      const failure = failureOf(audio.probe(planFor("untilCancel"), { onLive: () => { live.resolve(undefined); } }));
      await live.promise;
      const [pid] = audio.pids.sounding;
      assert.ok(pid !== undefined);
      process.kill(pid, "SIGKILL");
      assert.equal((await failure).message, "The audio process was killed while running the stream (signal SIGKILL).");
      assert.equal((await audio.probe(planFor(""))).error, null);
    });
  });

  describe("crashing again and again", () => {
    it("stops starting it, says so, and starts again after restart()", async () => {
      const audio = use("", { allowance: { crashes: 2, backOffMs: [0] } });
      for (let crash = 0; crash < 3; crash++) {
        assert.equal((await failureOf(audio.probe(planFor("crash")))).code, "audio-process-crashed");
      }
      const error = await failureOf(audio.probe(planFor("")));
      assert.equal(error.code, "audio-process-start-failed");
      assert.match(error.message, /crashed 3 times/);
      assert.equal(audio.state.sounding, "failed");
      assert.deepEqual(await audio.devices(script("b")), [{ backend: "b", devices: [] }], "the other process is not to blame");
      await audio.restart();
      assert.equal(audio.state.sounding, "stopped");
      assert.equal((await audio.probe(planFor(""))).error, null);
    });

    it("forgets crashes after a good answer", async () => {
      const audio = use("", { allowance: { crashes: 1, backOffMs: [0] } });
      for (let round = 0; round < 3; round++) {
        await failureOf(audio.probe(planFor("crash")));
        assert.equal((await audio.probe(planFor(""))).error, null);
      }
    });

    it("does not count a process that says why it cannot work", async () => {
      const audio = use("refuse", { allowance: { crashes: 1, backOffMs: [0] } });
      for (let round = 0; round < 4; round++) assert.equal((await failureOf(audio.devices(null))).code, "audio-addon-missing");
    });
  });

  describe("cancelling", () => {
    it("resolves a probe with what was recorded", async () => {
      const cancel = new AbortController();
      const result = await use("").probe(planFor("untilCancel", null), {
        signal: cancel.signal,
        onLive: () => { cancel.abort(); },
      });
      assert.deepEqual([result.cancelled, result.error], [true, null]);
    });

    it("ends a probe that hangs, within its own deadline", async () => {
      const audio = use("", { deadlines: { open: 60_000, cancel: 200 } });
      const cancel = new AbortController();
      const failure = failureOf(audio.probe(planFor("stuckOpening", null), { signal: cancel.signal, onLive: () => { cancel.abort(); } }));
      assert.equal((await failure).code, "audio-process-hung");
    });

    it("starts nothing for a probe that was cancelled before", async () => {
      const audio = use("");
      const result = await audio.probe(planFor(""), { signal: AbortSignal.abort() });
      assert.deepEqual([result.cancelled, result.recording], [true, null]);
      assert.deepEqual(audio.pids.sounding, []);
    });

    it("does not wait for a process that is slow to start", async () => {
      const cancel = new AbortController();
      const audio = use("mute", { onStateChange: ({ sounding }) => { if (sounding === "starting") setImmediate(() => { cancel.abort(); }); } });
      assert.equal((await audio.probe(planFor(""), { signal: cancel.signal })).cancelled, true);
    });

    it("lets a listing go at once, and leaves the process to finish", async () => {
      const audio = use("", { deadlines: { devices: 300 } });
      const cancel = new AbortController();
      await audio.devices(null);
      const failure = failureOf(audio.devices(script("block"), { signal: cancel.signal }));
      cancel.abort();
      assert.equal((await failure).code, "cancelled");
      assert.deepEqual(await audio.devices(script("b")), [{ backend: "b", devices: [] }]);
    });
  });

  it("refuses a second probe while one runs", async () => {
    const audio = use("");
    const cancel = new AbortController();
    const first = audio.probe(planFor("untilCancel", null), { signal: cancel.signal });
    assert.equal((await failureOf(audio.probe(planFor("")))).code, "audio-process-busy");
    cancel.abort();
    assert.equal((await first).cancelled, true);
    assert.equal((await audio.probe(planFor(""))).cancelled, false);
  });

  it("stops the process when it was idle for long enough, and starts it again when needed", async () => {
    const stopped = deferred<undefined>();
    let busy = false;
    const audio = use("", {
      deadlines: { idle: 50 },
      onStateChange: ({ looking }) => {
        busy ||= looking === "busy";
        if (busy && looking === "stopped") stopped.resolve(undefined);
      },
    });
    const before = await audio.devices(script("pid"));
    await stopped.promise;
    assert.notDeepEqual(await audio.devices(script("pid")), before);
  });

  it("tells its states in order", async () => {
    const states: AudioClientState[] = [];
    const audio = use("", { onStateChange: (state) => states.push(state) });
    await audio.probe(planFor(""));
    assert.deepEqual(states.map(({ sounding }) => sounding), ["starting", "idle", "busy", "idle"]);
    await audio.dispose();
    assert.equal(audio.state.sounding, "stopped");
  });

  it("ends everything when it is disposed", async () => {
    // The listing that blocks must still be waited for when the other process has come up at last.
    const audio = use("", { deadlines: { devices: 60_000 } });
    const live = deferred<undefined>();
    const failures = [
      failureOf(audio.probe(planFor("untilCancel"), { onLive: () => { live.resolve(undefined); } })),
      failureOf(audio.devices(script("block"))),
      failureOf(audio.devices(script("b"))),
    ];
    await live.promise;
    const pids = [...audio.pids.looking, ...audio.pids.sounding];
    assert.equal(pids.length, 2);
    await audio.dispose();
    for (const failure of failures) assert.equal((await failure).code, "audio-process-stopped");
    for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    assert.equal((await failureOf(audio.devices(null))).code, "audio-process-stopped");
  });
});
