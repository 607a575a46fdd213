import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backends, configOf } from "../backends.ts";
import { type HostOutcome, OK, type RunFacts } from "../hostFacts.ts";
import { type WineLab, windowsPath } from "../wineLab.ts";
import type { Around } from "./around.ts";

interface ListedDriver { readonly name: string; readonly clsid: string; readonly dll: string }

const CLSID = "{9F60367C-C09C-4CE5-B494-F6FF6B6FCB49}";

export function registration({ start, patience }: Around): void {
  describe("registration", function () {
    this.timeout(200_000 * patience);
    let lab: WineLab;
    const drivers = async () => (await lab.host(["list"]) as { drivers: readonly ListedDriver[] }).drivers;
    before(async () => { lab = await start(); });
    afterEach(async () => {
      rmSync(join(lab.profileFolder, "FlexASIO.profiles"), { recursive: true, force: true });
      rmSync(lab.configFile, { force: true });
      await lab.unregister();
    });

    it("enters the driver into the list that hosts read, and takes it out again", async () => {
      await lab.register();
      const [driver, ...others] = await drivers();
      assert.deepEqual([driver?.name, driver?.clsid, others], ["FlexLab", CLSID, []]);
      assert.match(driver?.dll ?? "", /FlexLab\.dll$/);
      await lab.unregister();
      assert.deepEqual(await drivers(), []);
    });

    it("can be repeated, both ways", async () => {
      await lab.register();
      await lab.register();
      assert.equal((await drivers()).length, 1);
      await lab.unregister();
      await lab.unregister();
    });

    it("gives every profile an entry that reads its own file", async () => {
      const folder = join(lab.profileFolder, "FlexASIO.profiles");
      mkdirSync(folder, { recursive: true });
      lab.configure('backend = "Virtual"\nbufferSizeSamples = 111\n');
      writeFileSync(join(folder, "studio.toml"), 'backend = "Virtual"\nbufferSizeSamples = 222\n');
      writeFileSync(join(folder, "Übung ♫.toml"), 'backend = "Virtual"\nbufferSizeSamples = 333\n');
      writeFileSync(join(folder, "notes.txt"), "not a profile");
      await lab.register();
      const listed = await drivers();
      assert.deepEqual(listed.map(({ name }) => name).filter((name) => name.startsWith("FlexLab")).length, 3);
      assert.equal(new Set(listed.map(({ clsid }) => clsid)).size, 3);
      for (const [name, least] of [["FlexLab", 111], ["FlexLab (studio)", 222]] as const) {
        const { result } = await lab.host(["methods", name]) as HostOutcome<{ name: string; init: number; least: number }>;
        assert.deepEqual([result.name, result.init, result.least], [name, 1, least]);
      }
      const studio = listed.find(({ name }) => name === "FlexLab (studio)");
      rmSync(join(folder, "studio.toml"));
      const { result } = await lab.host(["run", "FlexLab (studio)"]) as HostOutcome<RunFacts>;
      assert.deepEqual([result.init, result.error], [0, "The profile's file FlexASIO.profiles\\studio.toml is not there any more."]);
      // The entry goes with the next registration, and comes back as the same one.
      await lab.register();
      assert.equal((await drivers()).some(({ name }) => name === "FlexLab (studio)"), false);
      writeFileSync(join(folder, "STUDIO.toml"), "");
      await lab.register();
      assert.equal((await drivers()).find(({ name }) => name === "FlexLab (STUDIO)")?.clsid, studio?.clsid);
    });

    it("takes the profiles of the folder that it is told", async () => {
      const folder = join(lab.profileFolder, "Documents", "musician");
      mkdirSync(join(folder, "FlexASIO.profiles"), { recursive: true });
      writeFileSync(join(folder, "FlexASIO.profiles", "live.toml"), "");
      await lab.regsvr32(["/n", `/i:${windowsPath(folder)}`]);
      assert.deepEqual((await drivers()).map(({ name }) => name), ["FlexLab", "FlexLab (live)"]);
      rmSync(folder, { recursive: true });
    });

    it("lets the DLL go when the last driver is released", async () => {
      lab.configure('backend = "Virtual"\n');
      await lab.register();
      for (const apartment of ["sta", "mta"]) {
        const { result, release, unload } = await lab.host(["unload", "FlexLab", "seconds=0.2", `apartment=${apartment}`]) as HostOutcome<RunFacts> & { unload: { gone: boolean } };
        assert.deepEqual([result.start, release, unload.gone], [OK, 0, true], apartment);
      }
    });

    it("stays where its code still runs when a host unloads it in the middle of a reset request", async () => {
      lab.configure(configOf(backends[0]));
      await lab.register();
      const { result } = await lab.host(["abrupt", "FlexLab", "buffer=480", "reset=hold"]) as HostOutcome<Record<"insideReset" | "stillInside" | "held" | "gone", boolean> & { readonly stop: number; readonly dispose: number; readonly released: number }>;
      assert.deepEqual([result.insideReset, result.stop, result.dispose, result.released, result.stillInside, result.held, result.gone], [true, OK, OK, 0, true, true, true]);
    });
  });
}
