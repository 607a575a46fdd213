import assert from "node:assert/strict";
import type { AudioPort } from "../../../extension/audio/audioPort.ts";
import type { BackendDevices } from "../../../extension/audio/contract.ts";
import { LabFailure } from "../../../extension/audio/failure.ts";
import { Devices } from "../../../extension/editor/devices.ts";
import { BACKENDS } from "./fixtures.ts";

/** An audio port whose listings are answered by the test. */
class FakePort implements AudioPort {
  readonly asked: PromiseWithResolvers<readonly BackendDevices[]>[] = [];

  devices(): Promise<readonly BackendDevices[]> {
    const answer = withResolvers<readonly BackendDevices[]>();
    this.asked.push(answer);
    return answer.promise;
  }

  drivers(): Promise<never> {
    return Promise.reject(new Error("not here"));
  }

  probe(): Promise<never> {
    return Promise.reject(new Error("not here"));
  }

  versions(): null {
    return null;
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** That a `Devices` makes; the test ends it. */
interface Pause {
  readonly seconds: number;
  readonly end: () => void;
}

const refusal = new LabFailure({ code: "audio-not-allowed", message: "", hint: "", where: null, host: null });

function setUp(port: FakePort | null = new FakePort()): { readonly port: FakePort; readonly devices: Devices; readonly pauses: Pause[] } {
  const pauses: Pause[] = [];
  return {
    port: port ?? new FakePort(),
    devices: new Devices({ port: () => port, refusal: () => refusal, scenario: () => Promise.resolve(null), after: (milliseconds, end) => {
      const pause: Pause = { seconds: milliseconds / 1000, end };
      pauses.push(pause);
      return () => {
        pauses.splice(pauses.indexOf(pause), 1);
      };
    } }),
    pauses,
  };
}

const failure = new LabFailure({ code: "audio-process-crashed", message: "", hint: "", where: null, host: null });

/** Until the fake has been asked: the scenario is read first. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe("the known devices", () => {
  it("are listed once for many who wish", async () => {
    const { port, devices } = setUp();
    devices.wish();
    devices.wish();
    const known = devices.known();
    await settled();
    assert.equal(port.asked.length, 1);
    port.asked[0]?.resolve(BACKENDS);
    assert.equal(await known, BACKENDS);
    assert.equal(devices.current, BACKENDS);
    devices.wish();
    assert.equal(port.asked.length, 1);
  });

  it("are not looked for where that is not allowed", async () => {
    const { devices } = setUp(null);
    devices.wish();
    assert.equal(devices.error, null);
    await assert.rejects(devices.list(), (thrown: LabFailure) => thrown.error.code === "audio-not-allowed");
  });

  it("let go at once who cancels, and go on for the others", async () => {
    const { port, devices } = setUp();
    const cancel = new AbortController();
    const mine = devices.list(cancel.signal);
    const other = devices.list();
    cancel.abort();
    await assert.rejects(mine, (thrown: LabFailure) => thrown.error.code === "cancelled");
    await settled();
    port.asked[0]?.resolve(BACKENDS);
    assert.equal(await other, BACKENDS);
  });

  it("keep a failure instead of trying again at once, until forgotten", async () => {
    const { port, devices } = setUp();
    devices.wish();
    await settled();
    port.asked[0]?.reject(failure);
    await settled();
    assert.equal(devices.error?.code, "audio-process-crashed");
    devices.wish();
    await settled();
    assert.equal(port.asked.length, 1);
    devices.forget();
    devices.wish();
    await settled();
    assert.equal(port.asked.length, 2);
  });

  it("are looked for again some time after a failure, later after each, by whoever still looks", async () => {
    const { port, devices, pauses } = setUp();
    devices.changed.listen(() => {
      devices.wish();
    });
    const fail = async (error: unknown): Promise<readonly number[]> => {
      port.asked.at(-1)?.reject(error);
      await settled();
      return pauses.map(({ seconds }) => seconds);
    };
    const endPause = async (): Promise<number> => {
      pauses.shift()?.end();
      await settled();
      return port.asked.length;
    };
    devices.wish();
    await settled();
    assert.deepEqual(await fail(failure), [30]);
    assert.equal(port.asked.length, 1);
    assert.equal(await endPause(), 2);
    assert.equal(devices.error?.code, "audio-process-crashed", "the failure is not shown until there is an answer");
    // Whatever it failed with.
    assert.deepEqual(await fail(new Error("no such thing")), [60]);
    assert.equal(await endPause(), 3);
    port.asked.at(-1)?.resolve(BACKENDS);
    await settled();
    assert.equal(devices.current, BACKENDS);
    assert.equal(devices.error, null);
    devices.forget();
    await settled();
    assert.deepEqual(await fail(failure), [30], "the first failure after an answer does not count as the first");
  });

  it("are not looked for again after a failure that the user has answered", async () => {
    const { port, devices, pauses } = setUp();
    devices.wish();
    await settled();
    port.asked[0]?.reject(failure);
    await settled();
    devices.forget();
    assert.equal(pauses.length, 0);
  });

  it("leave no pause behind, and begin none, once they are disposed of", async () => {
    const { port, devices, pauses } = setUp();
    devices.wish();
    await settled();
    port.asked[0]?.reject(failure);
    await settled();
    assert.equal(pauses.length, 1);
    const listing = devices.list();
    await settled();
    devices.dispose();
    assert.equal(pauses.length, 0);
    port.asked.at(-1)?.reject(failure);
    await assert.rejects(listing);
    assert.equal(pauses.length, 0);
  });

  it("ignore an answer from before they were forgotten", async () => {
    const { port, devices } = setUp();
    const old = devices.list();
    await settled();
    devices.forget();
    port.asked[0]?.resolve(BACKENDS);
    await old;
    assert.equal(devices.current, null);
  });
});
