import assert from "node:assert/strict";
import * as vscode from "vscode";

import type { AsioDriver, ProbePlan, ProbeResult } from "../../extension/audio/contract.ts";
import { driverAddress } from "../../extension/editor/driverAddress.ts";
import { COMMANDS } from "../../extension/editor/ids.ts";
import type { TestEnd } from "../../extension/editor/testBackend.ts";
import { recordedRun } from "../simulator/recordedRun.ts";
import { answering, endRun, followingPanel, KEYS, open, shell, until } from "./support.ts";

const NAME = "ASIO4ALL v2";
const driver = (name: string, more: Partial<AsioDriver> = {}): AsioDriver => ({
  name, bits: 64, clsid: "{232685C6-6548-49D8-846D-4141A3EF7560}", description: name, dll: `C:\\${name}.dll`, dllFound: true, dllBits: 64, ...more,
});

/** Here no such driver can be installed: list and loading are those of a machine that has some. */
describe("testing an installed ASIO driver in the real extension host", () => {
  const restore: (() => void)[] = [];
  afterEach(async () => {
    for (const back of restore.splice(0)) back();
    const { history, store } = await shell();
    history.forget(driverAddress(NAME).toString());
    store.forget(driverAddress(NAME).toString());
    await endRun();
  });

  async function machineWith(drivers: readonly AsioDriver[]): Promise<ProbePlan[]> {
    const connection = await (await shell()).audio.connection();
    const plans: ProbePlan[] = [];
    const [real, realPort] = [{ ...connection }, { ...connection.port }];
    restore.push(() => {
      Object.assign(connection, real);
      Object.assign(connection.port, realPort);
    });
    const probe = (plan: ProbePlan): Promise<ProbeResult> => {
      plans.push(plan);
      const { signal } = plan;
      return signal.kind === "position" ? Promise.resolve(recordedRun({ seed: signal.seed, seconds: 0.5 })) : assert.fail("another signal");
    };
    Object.assign(connection, { asioDrivers: () => Promise.resolve(drivers) });
    Object.assign(connection.port, { probe });
    return plans;
  }

  const test = (name?: string): Thenable<TestEnd> => vscode.commands.executeCommand<TestEnd>(COMMANDS.testDriver, name);

  it("plays through the one that is picked, and shows what it found in a panel that stays with it", async () => {
    const plans = await machineWith([driver("Zoom"), driver(NAME), driver("Old", { bits: 32, dllBits: 32 })]);
    const document = await open('backend = "Virtual"\n');
    const end = await answering(test(), KEYS.enter);
    assert.equal(end.kind, "tested");
    // The first of the list, which is sorted.
    assert.deepEqual(plans.map(({ asio, configText, configFile }) => [asio?.name, asio?.clsid, configText, configFile]), [[NAME, driver(NAME).clsid, "", null]]);
    assert.deepEqual([end.report.driver?.name, end.report.config], [NAME, null]);
    const { panel, store } = await shell();
    const state = (await panel.parts()).createBridge(driverAddress(NAME));
    try {
      assert.deepEqual([state.state.file, state.state.report, state.state.config, state.state.pinned], [`ASIO driver ${NAME}`, end.report, null, true]);
      assert.equal(state.state.history.runs.length, 1);
    } finally {
      state.dispose();
    }
    // Nothing of it is said of the file that is open.
    assert.equal(store.measurement(document.uri.toString()), null);
    assert.equal((await followingPanel()).state.report, null);
    await until("a panel", [vscode.window.tabGroups.onDidChangeTabs as vscode.Event<never>], () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes(NAME))));
  });

  it("is done again from its panel", async () => {
    const plans = await machineWith([driver(NAME)]);
    await test(NAME);
    const bridge = (await (await shell()).panel.parts()).createBridge(driverAddress(NAME));
    try {
      const ran = new Promise<void>((resolve) => {
        const subscription = bridge.onDidChange(() => {
          if (bridge.state.history.runs.length < 2 || bridge.state.activity.kind !== "idle") return;
          subscription.dispose();
          resolve();
        });
      });
      bridge.handle({ type: "test" });
      await ran;
      assert.deepEqual(plans.map(({ asio }) => asio?.name), [NAME, NAME]);
    } finally {
      bridge.dispose();
    }
  });

  it("says why one cannot be loaded, and tests nothing", async () => {
    const plans = await machineWith([driver("Old", { bits: 32, dllBits: 32 })]);
    assert.deepEqual(await test("Old"), { kind: "notTested", why: "failed" });
    assert.deepEqual(plans, []);
  });

  it("says that this system has none", async () => {
    if (process.platform === "win32") return;
    assert.deepEqual(await test(), { kind: "notTested", why: "failed" });
    assert.equal((await shell()).store.activity.kind, "idle");
  });
});
