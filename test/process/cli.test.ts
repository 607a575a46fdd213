import assert from "node:assert/strict";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../../extension/lab/report.ts";
import { root, untilGone } from "./realClient.ts";
import { endOf, runCli, startCli, type CliOptions, type Ended } from "./runCli.ts";

const ESCAPE = "\u001b";

describe("flexlab on the command line", function () {
  this.timeout(30_000);
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "flexlab cli é-"));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[], options: CliOptions = {}): ChildProcessWithoutNullStreams {
    return startCli(args, { cwd: folder, ...options });
  }

  /** Waits until the command has written this to standard error. */
  async function said(child: ChildProcessWithoutNullStreams, words: string): Promise<string> {
    let heard = "";
    return new Promise((resolve) => {
      child.stderr.on("data", (chunk: Buffer) => {
        heard += chunk.toString();
        if (heard.includes(words)) resolve(heard);
      });
    });
  }

  async function flexlab(args: readonly string[], options: CliOptions & { readonly input?: string | Uint8Array } = {}): Promise<Ended> {
    return runCli(args, { cwd: folder, ...options });
  }

  function file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(folder, name), content);
    return name;
  }

  const good = 'backend = "Virtual"\nbufferSizeSamples = 480\n';
  const fast = 'clock = "fast"\n[[device]]\nname = "Virtual Cable"\n';

  function parsed(run: Ended): Report {
    return JSON.parse(run.out) as Report;
  }

  describe("usage", () => {
    it("shows help and version on standard output", async () => {
      const help = await flexlab(["--help"]);
      assert.equal(help.code, 0);
      const usages = [...help.out.matchAll(/^ {2}([a-z][a-z-]*)(?: [A-Z ]+)?  /gm)].map(([, command]) => command ?? "");
      assert.deepEqual(usages, ["devices", "check", "explain", "test", "compare", "tune", "dry-run", "selftest", "diff", "watch"]);
      for (const command of usages) {
        const one = await flexlab([command, "--help"]);
        assert.deepEqual([one.code, one.out.startsWith(`Usage: flexlab ${command}`), one.err], [0, true, ""]);
      }
      assert.match((await flexlab(["--version"])).out, /^flexlab \d+\.\d+\.\d+\n$/);
    });

    it("leaves standard output empty and exits 2 when it is used wrongly", async () => {
      for (const args of [[], ["frob"], ["check"], ["check", "a", "--nope"], ["diff", "a"], ["test", "a", "--seconds", "x"]]) {
        const { code, out, err } = await flexlab(args);
        assert.deepEqual([code, out], [2, ""], args.join(" "));
        assert.match(err, /^error /);
      }
    });

    it("tells why a file cannot be read: exit 2, with the name", async () => {
      mkdirSync(join(folder, "folder"));
      file("latin1.toml", new Uint8Array([0x61, 0x3d, 0x31, 0x0a, 0x62, 0x3d, 0x22, 0xe9, 0x22]));
      file("utf16.toml", new Uint8Array([0xff, 0xfe, 0x61, 0x00]));
      for (const [name, reason] of [
        ["missing.toml", /missing\.toml does not exist/],
        ["folder", /folder is a folder/],
        ["latin1.toml", /latin1\.toml is not UTF-8: line 2/],
        ["utf16.toml", /utf16\.toml is UTF-16/],
      ] as const) {
        // What is not UTF-8 can still be checked; that is one of the findings.
        for (const command of name.endsWith("1.toml") || name.startsWith("utf16") ? ["explain", "test"] : ["check", "explain", "test"]) {
          const { code, out, err } = await flexlab([command, name]);
          assert.deepEqual([code, out], [2, ""]);
          assert.match(err, reason);
        }
      }
      const json = await flexlab(["check", "missing.toml", "--json"]);
      assert.equal(json.code, 2);
      assert.equal((JSON.parse(json.out) as { error: { code: string } }).error.code, "unreadable-file");
      const scenario = await flexlab(["devices", "--scenario", "no-such-scenario.toml"]);
      assert.deepEqual([scenario.code, scenario.out], [2, ""]);
      assert.match(scenario.err, /no-such-scenario\.toml does not exist/);
    });
  });

  describe("check", () => {
    it("has nothing to say of a good file, and exits 0", async () => {
      const { code, out, err } = await flexlab(["check", file("good.toml", good), "--driver", "flexlab"]);
      assert.deepEqual([code, out, err], [0, "good.toml: nothing to say against it.\n", ""]);
    });

    it("tells findings like a compiler, from standard input too, and exits 1", async () => {
      const { code, out } = await flexlab(["check", "-"], { input: "[input]\nchannels = 0\n" });
      assert.equal(code, 1);
      const [first = "", line = "", mark = ""] = out.split("\n");
      assert.match(first, /^standard input:2:12: error out-of-range /);
      assert.deepEqual([line, mark], ["  2 | channels = 0", "    |            ^"]);
      assert.match(out, /\n1 error in standard input\.\n$/);
      assert.ok(!out.includes(ESCAPE));
    });

    it("prints one JSON document of the findings", async () => {
      const { code, out, err } = await flexlab(["check", "-", "--json"], { input: "bufferSizeSample = 3\n" });
      const document = JSON.parse(out) as { schema: string; file: string; findings: readonly Record<string, unknown>[] };
      assert.deepEqual([code, err, document.schema, document.file], [0, "", "flexlab-findings/1", "-"]);
      assert.equal(document.findings.length, 1);
      const [finding] = document.findings;
      assert.deepEqual(
        [finding?.["code"], finding?.["severity"], finding?.["layer"], finding?.["range"], finding?.["drivers"]],
        ["unknown-key", "warning", "schema", { start: { line: 0, character: 0 }, end: { line: 0, character: 16 } }, ["flexasio", "flexlab"]],
      );
      assert.ok(Array.isArray(finding?.["fixes"]));
    });

    it("tells of a file that is not UTF-8 that no driver reads it rightly, and what is in it all the same", async () => {
      const latin = await flexlab(["check", file("latin-1.toml", Buffer.from('[input]\ndevice = "\u00e9"\nchanels = 2\n', "latin1"))]);
      assert.equal(latin.code, 1);
      assert.match(latin.out, /error file-encoding FlexLab's driver does not start/);
      assert.match(latin.out, /:3:1: warning unknown-key/);
      const wide = await flexlab(["check", file("wide.toml", Buffer.from('\ufeffbackend = "MME"\n', "utf16le"))]);
      assert.equal(wide.code, 1);
      assert.match(wide.out, /^wide\.toml:1:1: error file-utf16 /);
      assert.match(wide.out, /\n1 error in wide\.toml\.\n$/);
    });

    it("tells of a file where no driver reads it, but not of a draft, a profile or a passing file", async () => {
      const home = mkdtempSync(join(tmpdir(), "flexlab home-"));
      // A home below no temporary folder, as homes are.
      const env = { HOME: home, USERPROFILE: home, TMPDIR: join(home, "tmp"), TEMP: join(home, "tmp"), TMP: join(home, "tmp"), FLEXLAB_CONFIG: "" };
      const check = async (...way: readonly string[]): Promise<Ended> => {
        mkdirSync(join(home, ...way), { recursive: true });
        writeFileSync(join(home, ...way, "FlexASIO.toml"), good);
        return flexlab(["check", join(home, ...way, "FlexASIO.toml"), "--driver", "flexlab"], { env });
      };
      try {
        assert.match((await check()).out, /nothing to say against it/);
        const stray = await check("Documents");
        assert.equal(stray.code, 0);
        assert.match(stray.out, /FlexASIO\.toml:1:1: information file-folder No driver reads the file here: it looks in your user folder only\.$/m);
        assert.match((await check("FlexASIO.profiles")).out, /nothing to say against it/);
        assert.match((await check("tmp", "x")).out, /nothing to say against it/);
        mkdirSync(join(home, "project", ".git"), { recursive: true });
        assert.match((await check("project", "audio")).out, /nothing to say against it/);
        // What VS Code keeps in every home makes no project of it.
        mkdirSync(join(home, ".vscode"));
        assert.match((await check("Music")).out, /file-folder/);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });

    it("tells of a log that is on, and of files that only look like the configuration, beside the driver's own file", async () => {
      const home = mkdtempSync(join(tmpdir(), "flexlab home-"));
      const env = { HOME: home, USERPROFILE: home, FLEXLAB_CONFIG: "" };
      try {
        for (const name of ["FlexASIO.toml", "FlexASIO.log", "FlexASIO.toml.txt"]) writeFileSync(join(home, name), good);
        const { code, out } = await flexlab(["check", join(home, "FlexASIO.toml"), "--driver", "flexasio", "--json"], { env });
        const { findings } = JSON.parse(out) as { findings: readonly { code: string; severity: string; message: string }[] };
        assert.equal(code, 1);
        assert.deepEqual(findings.map((one) => `${one.severity} ${one.code}`), ["information log-on", "information file-neighbour", "error backend-not-in-flexasio"]);
        // The log is FlexASIO's: FlexLab's driver writes without disturbing the sound.
        const ours = await flexlab(["check", join(home, "FlexASIO.toml"), "--driver", "flexlab"], { env });
        assert.doesNotMatch(ours.out, /log-on/);
        const misnamed = await flexlab(["check", join(home, "FlexASIO.toml.txt"), "--driver", "flexlab"], { env });
        assert.match(misnamed.out, /:1:1: warning file-name No driver reads a file called FlexASIO\.toml\.txt/);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });

    it("makes the safe fixes in the file, keeps every other byte, and tells what it did and what is left", async () => {
      const text = '\ufeff# mine\r\n[output]\r\n\tsuggestedLatencySeconds=0# fast\r\nchannels = 0\r\n';
      const name = file("fix.toml", text);
      const { code, out } = await flexlab(["check", name, "--fix"]);
      assert.equal(code, 0);
      assert.match(out, /^fix\.toml:3:26: fixed integer-for-float Write 0\.0$/m);
      assert.match(out, /^fix\.toml:4:12: fixed out-of-range Remove the line/m);
      assert.equal(readFileSync(join(folder, name), "utf8"), '\ufeff# mine\r\n[output]\r\n\tsuggestedLatencySeconds=0.0# fast\r\n');
      assert.match((await flexlab(["check", name, "--fix"])).out, /^fix\.toml: nothing to fix safely\.$/m);
    });

    it("prints the fixed text of standard input, or all of it as one JSON document", async () => {
      const plain = await flexlab(["check", "-", "--fix"], { input: "BufferSizeSamples = 512\n" });
      assert.deepEqual([plain.code, plain.out], [0, "bufferSizeSamples = 512\n"]);
      assert.match(plain.err, /fixed unknown-key Write bufferSizeSamples/);
      const json = await flexlab(["check", "-", "--fix", "--json"], { input: "BufferSizeSamples = 512\n" });
      const { fixed, text } = JSON.parse(json.out) as { fixed: readonly { code: string }[]; text: string };
      assert.deepEqual([fixed.map((one) => one.code), text], [["unknown-key"], "bufferSizeSamples = 512\n"]);
    });

    it("keeps what holds for one driver", async () => {
      const name = file("ours.toml", good);
      assert.equal((await flexlab(["check", name, "--driver", "flexlab"])).code, 0);
      const stock = await flexlab(["check", name, "--driver", "flexasio"]);
      assert.equal(stock.code, 1);
      assert.match(stock.out, /backend-not-in-flexasio/);
      assert.equal((await flexlab(["check", name])).code, 1);
    });

    it("looks at the devices of this machine with --live", async () => {
      const name = file("live.toml", 'backend = "Virtual"\n[input]\ndevice = "Virtual Cabel"\n');
      assert.equal((await flexlab(["check", name, "--driver", "flexlab"])).code, 0);
      const live = await flexlab(["check", name, "--driver", "flexlab", "--live"]);
      assert.equal(live.code, 1);
      assert.match(live.out, /^live\.toml:3:10: error device-not-found /);
      assert.match(live.out, /Did you mean "Virtual Cable"\?/);
      const scenario = file("other.toml", '[[device]]\nname = "Virtual Cabel"\n');
      assert.equal((await flexlab(["check", name, "--driver", "flexlab", "--live", "--scenario", scenario])).code, 0);
    });
  });

  describe("explain", () => {
    it("shows what is in effect and the way of the sound", async () => {
      const { code, out, err } = await flexlab(["explain", "-"], { input: good });
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /\* bufferSizeSamples = 480 /);
      assert.match(out, /> ASIO driver/);
    });

    it("explains a file with errors as far as it goes, says so, and exits 1", async () => {
      const { code, out, err } = await flexlab(["explain", "-", "--json"], { input: "[input]\nchannels = 0\n" });
      assert.equal(code, 1);
      assert.equal((JSON.parse(out) as { schema: string }).schema, "flexlab-explanation/1");
      assert.match(err, /has an error/);
    });
  });

  describe("devices", () => {
    it("lists backends and devices as a table", async () => {
      const { code, out, err } = await flexlab(["devices", "--backend", "virtual"]);
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /^Virtual\n {2}device +in +out +rate +latency in +latency out +default for\n {2}Virtual Cable +2 +2 +48000 Hz +\S+ ms +\S+ ms +input, output\n$/);
    });

    it("prints one JSON document with the identity of each device", async () => {
      const scenario = file("one way.toml", '[[device]]\nname = "Ears"\ninputs = 1\noutputs = 0\n');
      const { code, out } = await flexlab(["devices", "--json"], { env: { FLEXLAB_SCENARIO: scenario } });
      const document = JSON.parse(out) as { schema: string; backends: readonly { name: string; devices: readonly Record<string, unknown>[] }[] };
      assert.deepEqual([code, document.schema], [0, "flexlab-devices/1"]);
      const [device] = document.backends.find(({ name }) => name === "Virtual")?.devices ?? [];
      assert.deepEqual(
        [device?.["name"], device?.["direction"], device?.["inputChannels"], device?.["outputChannels"], device?.["lowOutputLatency"]],
        ["Ears", "input", 1, 0, null],
      );
      assert.equal(typeof device?.["id"], "string");
    });

    it("says which backends are here when the wanted one is not", async () => {
      const { code, out, err } = await flexlab(["devices", "--backend", "Windows WASAPI"]);
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, /no backend "Windows WASAPI"/);
      assert.match(err, /Virtual/);
    });

    it("does not mind a reader that has seen enough", async () => {
      const child = start(["devices", "--json"]);
      child.stdout.destroy();
      const [err, [code]] = await Promise.all([text(child.stderr), once(child, "close") as Promise<[number | null]>]);
      assert.deepEqual([code, err], [0, ""]);
    });
  });

  describe("test", () => {
    it("measures the path of the example, bit by bit", async () => {
      const run = await flexlab(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--seconds", "0.5"]);
      const report = parsed(run);
      assert.equal(run.code, 0, run.err);
      assert.deepEqual([report.schema, report.opened, report.error, report.backend], ["flexlab-report/1", true, null, "Virtual"]);
      assert.deepEqual([report.integrity.bitPerfect, report.latency.measuredRoundTripFrames, report.glitches.count], [true, 960, 0]);
      assert.equal(report.verdict.level, "pass");
      assert.equal(run.err, "");
    });

    it("says that other ASIO drivers are for Windows", async () => {
      const run = await flexlab(["test", "--asio", "FlexASIO", "--json"]);
      const { error, driver, config, verdict } = parsed(run);
      assert.deepEqual([run.code, error?.code, driver?.name, config, verdict.level], [1, "asio-not-here", "FlexASIO", null, "fail"]);
      const told = await flexlab(["test", "--asio", "FlexASIO"]);
      assert.deepEqual([told.code, told.out], [1, ""]);
      assert.match(told.err, /^error ASIO drivers are installed and loaded on Windows only\. \[asio-not-here\]\n {2}Run this on Windows; /);
    });

    it("tests standard input at the rate and buffer asked for, and prints the verdict first", async () => {
      const scenario = file("fast.toml", fast);
      const run = await flexlab(["test", "-", "--rate", "96000", "--buffer", "128", "--seconds", "0.5", "--scenario", scenario], { input: 'backend = "Virtual"\n' });
      assert.equal(run.code, 0, run.err);
      assert.match(run.out, /PASS/);
      assert.match(run.out, /96(\.0)? kHz|96 ?000 Hz/);
      assert.match(run.out, /128/);
      assert.ok(!run.out.includes(ESCAPE));
    });

    it("does not run a file with errors: exit 1, the report says where", async () => {
      const run = await flexlab(["test", "-", "--json"], { input: 'backend = "Virtual"\n[output]\nchannels = "two"\n' });
      const report = parsed(run);
      assert.equal(run.code, 1);
      assert.deepEqual(report.error?.where, { table: "output", key: "channels" });
      assert.deepEqual([report.error.code, report.opened, report.verdict.level], ["config-invalid", false, "fail"]);
      assert.match(run.err, /standard input:3:12: error wrong-type/);
    });

    it("does run a file that only stock FlexASIO refuses", async () => {
      const scenario = file("fast.toml", fast);
      const run = await flexlab(["test", "-", "--seconds", "0.2", "--scenario", scenario], { input: 'backend = "Virtual"\ninput.suggestedLatencySeconds = 0\n' });
      assert.equal(run.code, 0, run.err);
    });

    it("tells a backend that this machine does not have, and which ones it has", async () => {
      const backend = process.platform === "win32" ? "ALSA" : "Windows WASAPI";
      const run = await flexlab(["test", "-", "--json"], { input: `backend = "${backend}"\n` });
      const { error } = parsed(run);
      assert.equal(run.code, 1);
      assert.equal(error?.code, "backend-not-available");
      assert.match(error.hint, /Virtual/);
      assert.deepEqual(error.where, { table: "top", key: "backend" });
    });

    it("tells a device that is not here", async () => {
      const run = await flexlab(["test", "-", "--json"], { input: 'backend = "Virtual"\n[input]\ndevice = "Nowhere"\n' });
      const { error } = parsed(run);
      assert.equal(run.code, 1);
      assert.deepEqual([error?.code, error?.where], ["device-not-found", { table: "input", key: "device" }]);
    });

    it("exits 3 with a report when the driver crashes the audio process", async () => {
      const run = await flexlab(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--scenario", join(root, "examples", "scenarios", "crash-in-open.toml")]);
      const report = parsed(run);
      assert.equal(run.code, 3);
      assert.deepEqual([report.error?.code, report.opened], ["audio-process-crashed", false]);
      assert.match(report.error?.message ?? "", /crashed while opening the device/);
      assert.equal(report.verdict.level, "fail");
    });

    it("exits 3 with a report when the driver hangs in stop, which says how far it came", async () => {
      const run = await flexlab(["test", join(root, "examples", "FlexASIO.toml"), "--json", "--seconds", "0.2", "--scenario", join(root, "examples", "scenarios", "hang-in-stop.toml")]);
      const report = parsed(run);
      assert.equal(run.code, 3);
      assert.deepEqual([report.error?.code, report.opened], ["audio-process-hung", true]);
      assert.match(report.error?.message ?? "", /while stopping/);
    });

    it("says what is missing when there is no addon: exit 3", async () => {
      const run = await flexlab(["test", "-", "--json"], { input: good, env: { FLEXLAB_ADDON: join(folder, "none.node") } });
      assert.equal(run.code, 3);
      assert.equal(parsed(run).error?.code, "audio-addon-missing");
      const devices = await flexlab(["devices"], { env: { FLEXLAB_ADDON: join(folder, "none.node") } });
      assert.deepEqual([devices.code, devices.out], [3, ""]);
      assert.match(devices.err, /audio-addon-missing/);
    });

    it("ends on Ctrl-C: streams stop, the report tells what was recorded, exit 130", async () => {
      const child = start(["test", file("good.toml", good), "--seconds", "600", "--json"], { env: { FLEXLAB_VERBOSE: "1" } });
      child.stdin.end();
      const ended = endOf(child);
      await said(child, "Playing and recording");
      await sleep(500); // Some sound; from outside it is not to be seen how much.
      child.kill("SIGINT");
      const run = await ended;
      const report = parsed(run);
      assert.equal(run.code, 130);
      assert.deepEqual([report.error?.code, report.opened], ["cancelled", true]);
      assert.ok(report.timing.callbacks > 0);
    });

    const interrupted: readonly (readonly [command: string, args: readonly string[], step: string, schema: string])[] = [
      ["test --full", ["test", "FILE", "--full", "--seconds", "600"], "Playing and recording", "flexlab-report/1"],
      ["test --sweep-buffers", ["test", "FILE", "--sweep-buffers", "--seconds", "600"], "Testing 128 frames", "flexlab-buffer-sweep/1"],
      ["compare", ["compare", "FILE", "--backends", "Virtual", "--seconds", "600"], "Testing ", "flexlab-comparison/1"],
      ["tune", ["tune", "FILE", "--seconds", "20"], ": started", "flexlab-tuning/1"],
      ["dry-run", ["dry-run", "FILE", "--backends", "Virtual"], "Opening ", "flexlab-dry-run/1"],
      ["selftest", ["selftest", "--faults", "500"], "exact samples", "flexlab-selftest/1"],
    ];
    for (const [command, args, step, schema] of interrupted) {
      it(`prints what there is of ${command} on Ctrl-C, and exits 130`, async () => {
        const child = start([...args.map((arg) => (arg === "FILE" ? file("good.toml", good) : arg)), "--json"], { env: { FLEXLAB_VERBOSE: "1" } });
        child.stdin.end();
        const ended = endOf(child);
        await said(child, step);
        child.kill("SIGINT");
        const { code, out } = await ended;
        const document = JSON.parse(out) as { readonly schema: string; readonly complete?: boolean; readonly error?: { readonly code: string } | null };
        assert.deepEqual([code, document.schema], [130, schema]);
        // A test tells it as its error, all others that they are not complete.
        assert.ok(document.complete === false || document.error?.code === "cancelled", out);
      });
    }

    it("ends at once on a second Ctrl-C, even while a device hangs, and leaves no audio process behind", async () => {
      const scenario = join(root, "examples", "scenarios", "hang-in-open.toml");
      const child = start(["test", file("good.toml", good), "--scenario", scenario], { env: { FLEXLAB_VERBOSE: "1" } });
      child.stdin.end();
      const ended = endOf(child);
      const [, pid] = /audio process (\d+): started/.exec(await said(child, ": started")) ?? [];
      child.kill("SIGINT");
      child.kill("SIGINT");
      assert.equal((await ended).code, 130);
      await untilGone(Number(pid));
    });

    it("ends on Ctrl-C while it waits for standard input", async () => {
      const child = start(["check", "-"], { env: { FLEXLAB_VERBOSE: "1" } });
      const ended = endOf(child);
      await said(child, "reading Standard input");
      child.kill("SIGINT");
      assert.equal((await ended).code, 130);
    });
  });
});
