import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backends, configOf } from "../backends.ts";
import type { HostOutcome, LiveFacts, RunFacts } from "../hostFacts.ts";
import { untilWritten } from "../untilWritten.ts";
import { built, type WineLab } from "../wineLab.ts";
import type { Around } from "./around.ts";

const [wasapi] = backends;
const withBuffer = (frames: number): string => `bufferSizeSamples = ${frames}\n${configOf(wasapi)}`;

export function configuration({ start, patience }: Around): void {
  describe("the configuration file", function () {
    this.timeout(60_000 * patience);
    let lab: WineLab;
    const run = async (...options: readonly string[]) => (await lab.host(["run", "FlexLab", "seconds=0.3", ...options]) as HostOutcome<RunFacts>).result;
    const log = () => join(lab.profileFolder, "FlexASIO.log");
    const onDisk = () => `hold=Z:${lab.configFile.replaceAll("/", "\\")}`;
    before(async () => {
      lab = await start();
      await lab.register();
    });
    after(async () => { await lab.unregister(); });
    afterEach(() => {
      rmSync(lab.configFile, { recursive: true, force: true });
      rmSync(log(), { force: true });
    });

    it("may be missing: then every default holds", async () => {
      rmSync(lab.configFile, { force: true });
      const result = await run();
      assert.deepEqual([result.init, result.start], [1, 0]);
    });

    it("is waited for while another program holds it", async () => {
      lab.configure(withBuffer(512));
      const result = await run(onDisk(), "holdSeconds=0.7");
      assert.deepEqual([result.init, result.session.frames], [1, 512]);
    });

    it("that stays locked is an error, and no empty file", async () => {
      lab.configure(withBuffer(512));
      const result = await run(onDisk(), "holdSeconds=30");
      assert.deepEqual([result.init, result.error], [0, "FlexASIO.toml is held by another program, so its settings cannot be read."]);
    });

    it("that cannot be read is an error, and no missing file", async () => {
      rmSync(lab.configFile, { force: true });
      mkdirSync(lab.configFile);
      const result = await run();
      assert.equal(result.init, 0);
      assert.match(result.error, /^FlexASIO\.toml cannot be read: 5 /);
    });

    it("that is wrong is told with its option", async () => {
      lab.configure("bufferSizeSamples = -1\n");
      const result = await run();
      assert.equal(result.init, 0);
      assert.match(result.error, /bufferSizeSamples/);
    });

    describe("has a log", () => {
      it("where there is a FlexASIO.log, as with stock FlexASIO", async () => {
        lab.configure(withBuffer(480));
        await run();
        assert.equal(existsSync(log()), false, "nobody asked for it");
        writeFileSync(log(), "");
        await run();
        const text = readFileSync(log(), "utf8");
        const parts = [/ in asiohost\.exe, reads C:\\users\\.*FlexASIO\.toml\n/, /\n {4}bufferSizeSamples = 480\n/, / host init: Windows WASAPI, /, / host createBuffers: 4 channels, 480 frames/, / audio at frame 0: the first callback\n/, / host stop: \d+ callbacks/, / host disposeBuffers\n$/];
        for (const part of parts) assert.match(text, part);
      });

      it("that has the whole of an error, and goes where FLEXLAB_LOG says", async () => {
        lab.configure('backend = "Windows WASAPI"\n[output]\ndevice = "Nonesuch"\n');
        const file = join(lab.profileFolder, "mine.log");
        await lab.host(["run", "FlexLab"], { env: { FLEXLAB_LOG: `Z:${file.replaceAll("/", "\\")}` } });
        const text = readFileSync(file, "utf8");
        rmSync(file);
        assert.match(text, / host init failed, -999 HardwareMalfunction: No output device of Windows WASAPI is called "Nonesuch"\. \(device-not-found\)\n {4}in the file: \[output\] device\n {4}There are: .*"NullOut"/);
      });
    });

    describe("while a host runs", () => {
      const live = (...options: readonly string[]) => lab.background(["live", "FlexLab", ...options]);
      const factsOf = async (host: ReturnType<typeof live>) => (await host.result() as HostOutcome<LiveFacts>).result;

      it("takes effect when it is changed: the host is asked to begin anew", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=20", "rebuilds=1", "more=0.3");
        await host.until("running");
        lab.configure(withBuffer(960));
        await host.until("rebuilt");
        const { runs, resets, errors } = await factsOf(host);
        assert.deepEqual([runs.map(({ frames }) => frames), resets, errors], [[480, 960], 1, []]);
      });

      it("is taken at once when an editor puts a new file in its place", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=20", "rebuilds=1", "more=0.3");
        await host.until("running");
        const made = `${lab.configFile}.new`;
        const whole = lab.configFile;
        lab.configure(withBuffer(480));
        renameSync(whole, made);
        lab.configure(withBuffer(256));
        rmSync(made);
        await host.until("rebuilt");
        assert.deepEqual((await factsOf(host)).runs.map(({ frames }) => frames), [480, 256]);
      });

      it("changes nothing while it sets nothing else, or is wrong", async () => {
        lab.configure(withBuffer(480));
        writeFileSync(log(), "");
        const host = live("seconds=6");
        await host.until("running");
        const same = [`# A comment\n${withBuffer(480)}`, withBuffer(480).replace("bufferSizeSamples = 480", "bufferSizeSamples = 4_80")];
        const wrong = ["bufferSizeSamples = ", 'backend = "Nonesuch"'];
        for (const [texts, words] of [[same, "saved and sets the same"], [wrong, "saved wrong"]] as const) {
          for (const [index, text] of texts.entries()) {
            lab.configure(text);
            await untilWritten(log(), new RegExp(`(${words}[^]*){${index + 1}}`), host);
          }
        }
        const { runs, resets, errors } = await factsOf(host);
        assert.deepEqual([runs.length, resets, errors], [1, 0, []]);
        assert.ok((runs[0]?.callbacks ?? 0) > 200);
      });

      it("is asked for once only, however long the host does nothing, and not again when it is put back", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=4", "reset=ignore");
        await host.until("running");
        lab.configure(withBuffer(960));
        await host.until("resets");
        lab.configure(withBuffer(480));
        const { runs, resets } = await factsOf(host);
        assert.deepEqual([runs.length, resets], [1, 1]);
      });

      it("changes nothing when it is put back before the driver has looked", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=2");
        await host.until("running");
        for (let i = 0; i < 20; ++i) {
          lab.configure(withBuffer(960));
          lab.configure(withBuffer(480));
        }
        const { runs, resets } = await factsOf(host);
        assert.deepEqual([runs.length, resets], [1, 0]);
      });

      it("goes on as before while another program holds it, and follows it then", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=20", "rebuilds=1", "more=0.3", onDisk().replace("hold=", "holdRunning="), "holdSeconds=1");
        await host.until("running");
        lab.configure(withBuffer(960));
        await host.until("rebuilt");
        const { runs, errors } = await factsOf(host);
        assert.deepEqual([runs.map(({ frames }) => frames), errors], [[480, 960], []]);
      });

      it("may make the host take everything down from inside the request", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=20", "rebuilds=1", "more=0.3", "reset=inside");
        await host.until("running");
        lab.configure(withBuffer(960));
        await host.until("rebuilt");
        const { runs } = await factsOf(host);
        assert.deepEqual([runs[0]?.stoppedInside, runs[0]?.disposedInside, runs[0]?.afterStop, runs[1]?.frames], [true, true, 0, 960]);
      });

      it("that is deleted brings the defaults", async () => {
        lab.configure(withBuffer(480));
        const host = live("seconds=20", "rebuilds=1", "more=0.3");
        await host.until("running");
        rmSync(lab.configFile);
        await host.until("rebuilt");
        const { runs, errors } = await factsOf(host);
        assert.deepEqual([runs.length, errors], [2, []]);
        assert.notEqual(runs[1]?.frames, 480);
      });
    });

    it("is opened by the control panel in the editor that is installed", async () => {
      const note = join(lab.profileFolder, "opened.txt");
      rmSync(note, { force: true });
      rmSync(lab.configFile, { force: true });
      const extension = join(lab.profileFolder, ".vscode", "extensions", "flexlab.flexlab-0.1.0");
      const command = `"${built(lab.machine, "asiohost.exe")}" note "C:\\users\\${lab.userName}\\opened.txt" "%1"`;
      // This Wine does not mix the user's classes into those of the machine.
      const key = "HKLM\\Software\\Classes\\vscode";
      await lab.wine(["reg", "add", key, "/v", "URL Protocol", "/d", "", "/f"]);
      await lab.wine(["reg", "add", `${key}\\shell\\open\\command`, "/ve", "/d", command, "/f"]);
      try {
        const outcome = await lab.host(["panel", "FlexLab", `until=C:\\users\\${lab.userName}\\opened.txt`]) as HostOutcome<{ controlPanel: number; error: string }>;
        assert.deepEqual([outcome.result.controlPanel, outcome.result.error], [0, ""]);
        assert.equal(readFileSync(note, "utf8"), `vscode://file/C:/users/${lab.userName}/FlexASIO.toml`);
        assert.ok(existsSync(lab.configFile), "there is nothing to edit");
        // An editor that has FlexLab opens the panel, too.
        mkdirSync(extension, { recursive: true });
        rmSync(note);
        await lab.host(["panel", "FlexLab", `until=C:\\users\\${lab.userName}\\opened.txt`]);
        assert.equal(readFileSync(note, "utf8"), `vscode://flexlab.flexlab/open/C:/users/${lab.userName}/FlexASIO.toml`);
      } finally {
        await lab.wine(["reg", "delete", key, "/f"]);
        rmSync(join(lab.profileFolder, ".vscode"), { recursive: true, force: true });
      }
    });
  });
}
