import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../extension/lab/report.ts";
import { theLab } from "../wine/labHooks.ts";
import { CLI, NODE } from "../wine/windowsCli.ts";
import { windowsPath, type WineLab } from "../wine/wineLab.ts";

const WINE = fileURLToPath(new URL("../../artifacts/wine", import.meta.url));

interface Listed {
  readonly backends: readonly { readonly name: string; readonly devices: readonly { readonly name: string; readonly direction: string; readonly isLoopback: boolean }[] }[];
}

describe("the lab and loopback", function () {
  this.timeout(120_000);
  let lab: WineLab;
  before(async () => { lab = await theLab("newer"); });
  const flexlab = (...args: readonly string[]) => lab.wine([NODE, CLI, ...args], 90);

  it("lists a loopback for every output of WASAPI, and none elsewhere", async () => {
    const { code, out } = await flexlab("devices", "--json");
    assert.equal(code, 0, out);
    for (const { name, devices } of (JSON.parse(out) as Listed).backends) {
      const outputs = devices.filter(({ direction }) => direction === "output").map((device) => `${device.name} [Loopback]`);
      const loopbacks = devices.filter(({ isLoopback }) => isLoopback);
      assert.deepEqual(loopbacks.map((device) => device.name), name === "Windows WASAPI" ? outputs : [], name);
      assert.ok(loopbacks.every(({ direction }) => direction === "input"));
    }
  });

  it("measures the way through a loopback", async () => {
    // Below the repository, where Wine's file system is the same as ours.
    const file = join(WINE, "loopback.toml");
    const output = join(WINE, "loopback-report.json");
    rmSync(output, { force: true });
    writeFileSync(file, 'backend = "Windows WASAPI"\n[input]\ndevice = "NullOut [Loopback]"\n[output]\ndevice = "NullOut"\n');
    const { out } = await flexlab("test", windowsPath(file), "--seconds", "3", "--output", windowsPath(output));
    const report = JSON.parse(readFileSync(output, "utf8")) as Report;
    assert.equal(report.error, null, out);
    assert.equal(report.devices.input?.name, "NullOut [Loopback]");
    const { measuredRoundTripFrames: frames } = report.latency;
    assert.ok(frames !== null && frames > 480 && frames < 48_000, `round trip ${String(frames)}: ${report.verdict.sentences.join(" ")}`);
  });
});
