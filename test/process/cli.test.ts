import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CliFolder, GOOD_CONFIG } from "./cliFolder.ts";
import type { Ended } from "./runCli.ts";

const ESCAPE = "\u001b";

describe("flexlab on the command line", function () {
  this.timeout(30_000);
  let cli: CliFolder;

  before(() => { cli = new CliFolder(); });
  after(() => { cli.remove(); });

  describe("usage", () => {
    it("shows help and version on standard output", async () => {
      const help = await cli.run(["--help"]);
      assert.equal(help.code, 0);
      const usages = [...help.out.matchAll(/^ {2}([a-z][a-z-]*)(?: [A-Z ]+)?  /gm)].map(([, command]) => command ?? "");
      assert.deepEqual(usages, ["devices", "check", "explain", "test", "compare", "tune", "dry-run", "selftest", "diff", "watch"]);
      for (const command of usages) {
        const one = await cli.run([command, "--help"]);
        assert.deepEqual([one.code, one.out.startsWith(`Usage: flexlab ${command}`), one.err], [0, true, ""]);
      }
      assert.match((await cli.run(["--version"])).out, /^flexlab \d+\.\d+\.\d+\n$/);
    });

    it("leaves standard output empty and exits 2 when it is used wrongly", async () => {
      for (const args of [[], ["frob"], ["check"], ["check", "a", "--nope"], ["diff", "a"], ["test", "a", "--seconds", "x"]]) {
        const { code, out, err } = await cli.run(args);
        assert.deepEqual([code, out], [2, ""], args.join(" "));
        assert.match(err, /^error /);
      }
    });

    it("tells why a file cannot be read: exit 2, with the name", async () => {
      mkdirSync(join(cli.folder, "folder"));
      cli.file("latin1.toml", new Uint8Array([0x61, 0x3d, 0x31, 0x0a, 0x62, 0x3d, 0x22, 0xe9, 0x22]));
      cli.file("utf16.toml", new Uint8Array([0xff, 0xfe, 0x61, 0x00]));
      for (const [name, reason] of [
        ["missing.toml", /missing\.toml does not exist/],
        ["folder", /folder is a folder/],
        ["latin1.toml", /latin1\.toml is not UTF-8: line 2/],
        ["utf16.toml", /utf16\.toml is UTF-16/],
      ] as const) {
        // What is not UTF-8 can still be checked; that is one of the findings.
        for (const command of name.endsWith("1.toml") || name.startsWith("utf16") ? ["explain", "test"] : ["check", "explain", "test"]) {
          const { code, out, err } = await cli.run([command, name]);
          assert.deepEqual([code, out], [2, ""]);
          assert.match(err, reason);
        }
      }
      const json = await cli.run(["check", "missing.toml", "--json"]);
      assert.equal(json.code, 2);
      assert.equal((JSON.parse(json.out) as { error: { code: string } }).error.code, "unreadable-file");
      const scenario = await cli.run(["devices", "--scenario", "no-such-scenario.toml"]);
      assert.deepEqual([scenario.code, scenario.out], [2, ""]);
      assert.match(scenario.err, /no-such-scenario\.toml does not exist/);
    });
  });

  describe("check", () => {
    it("has nothing to say of a good file, and exits 0", async () => {
      const { code, out, err } = await cli.run(["check", cli.file("good.toml", GOOD_CONFIG), "--driver", "flexlab"]);
      assert.deepEqual([code, out, err], [0, "good.toml: nothing to say against it.\n", ""]);
    });

    it("tells findings like a compiler, from standard input too, and exits 1", async () => {
      const { code, out } = await cli.run(["check", "-"], { input: "[input]\nchannels = 0\n" });
      assert.equal(code, 1);
      const [first = "", line = "", mark = ""] = out.split("\n");
      assert.match(first, /^standard input:2:12: error out-of-range /);
      assert.deepEqual([line, mark], ["  2 | channels = 0", "    |            ^"]);
      assert.match(out, /\n1 error in standard input\.\n$/);
      assert.ok(!out.includes(ESCAPE));
    });

    it("prints one JSON document of the findings", async () => {
      const { code, out, err } = await cli.run(["check", "-", "--json"], { input: "bufferSizeSample = 3\n" });
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
      const latin = await cli.run(["check", cli.file("latin-1.toml", Buffer.from('[input]\ndevice = "\u00e9"\nchanels = 2\n', "latin1"))]);
      assert.equal(latin.code, 1);
      assert.match(latin.out, /error file-encoding FlexLab's driver does not start/);
      assert.match(latin.out, /:3:1: warning unknown-key/);
      const wide = await cli.run(["check", cli.file("wide.toml", Buffer.from('\ufeffbackend = "MME"\n', "utf16le"))]);
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
        writeFileSync(join(home, ...way, "FlexASIO.toml"), GOOD_CONFIG);
        return cli.run(["check", join(home, ...way, "FlexASIO.toml"), "--driver", "flexlab"], { env });
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
        for (const name of ["FlexASIO.toml", "FlexASIO.log", "FlexASIO.toml.txt"]) writeFileSync(join(home, name), GOOD_CONFIG);
        const { code, out } = await cli.run(["check", join(home, "FlexASIO.toml"), "--driver", "flexasio", "--json"], { env });
        const { findings } = JSON.parse(out) as { findings: readonly { code: string; severity: string; message: string }[] };
        assert.equal(code, 1);
        assert.deepEqual(findings.map((one) => `${one.severity} ${one.code}`), ["information log-on", "information file-neighbour", "error backend-not-in-flexasio"]);
        // The log is FlexASIO's: FlexLab's driver writes without disturbing the sound.
        const ours = await cli.run(["check", join(home, "FlexASIO.toml"), "--driver", "flexlab"], { env });
        assert.doesNotMatch(ours.out, /log-on/);
        const misnamed = await cli.run(["check", join(home, "FlexASIO.toml.txt"), "--driver", "flexlab"], { env });
        assert.match(misnamed.out, /:1:1: warning file-name No driver reads a file called FlexASIO\.toml\.txt/);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });

    it("makes the safe fixes in the file, keeps every other byte, and tells what it did and what is left", async () => {
      const text = '\ufeff# mine\r\n[output]\r\n\tsuggestedLatencySeconds=0# fast\r\nchannels = 0\r\n';
      const name = cli.file("fix.toml", text);
      const { code, out } = await cli.run(["check", name, "--fix"]);
      assert.equal(code, 0);
      assert.match(out, /^fix\.toml:3:26: fixed integer-for-float Write 0\.0$/m);
      assert.match(out, /^fix\.toml:4:12: fixed out-of-range Remove the line/m);
      assert.equal(readFileSync(join(cli.folder, name), "utf8"), '\ufeff# mine\r\n[output]\r\n\tsuggestedLatencySeconds=0.0# fast\r\n');
      assert.match((await cli.run(["check", name, "--fix"])).out, /^fix\.toml: nothing to fix safely\.$/m);
    });

    it("prints the fixed text of standard input, or all of it as one JSON document", async () => {
      const plain = await cli.run(["check", "-", "--fix"], { input: "BufferSizeSamples = 512\n" });
      assert.deepEqual([plain.code, plain.out], [0, "bufferSizeSamples = 512\n"]);
      assert.match(plain.err, /fixed unknown-key Write bufferSizeSamples/);
      const json = await cli.run(["check", "-", "--fix", "--json"], { input: "BufferSizeSamples = 512\n" });
      const { fixed, text } = JSON.parse(json.out) as { fixed: readonly { code: string }[]; text: string };
      assert.deepEqual([fixed.map((one) => one.code), text], [["unknown-key"], "bufferSizeSamples = 512\n"]);
    });

    it("keeps what holds for one driver", async () => {
      const name = cli.file("ours.toml", GOOD_CONFIG);
      assert.equal((await cli.run(["check", name, "--driver", "flexlab"])).code, 0);
      const stock = await cli.run(["check", name, "--driver", "flexasio"]);
      assert.equal(stock.code, 1);
      assert.match(stock.out, /backend-not-in-flexasio/);
      assert.equal((await cli.run(["check", name])).code, 1);
    });

    it("looks at the devices of this machine with --live", async () => {
      const name = cli.file("live.toml", 'backend = "Virtual"\n[input]\ndevice = "Virtual Cabel"\n');
      assert.equal((await cli.run(["check", name, "--driver", "flexlab"])).code, 0);
      const live = await cli.run(["check", name, "--driver", "flexlab", "--live"]);
      assert.equal(live.code, 1);
      assert.match(live.out, /^live\.toml:3:10: error device-not-found /);
      assert.match(live.out, /Did you mean "Virtual Cable"\?/);
      const scenario = cli.file("other.toml", '[[device]]\nname = "Virtual Cabel"\n');
      assert.equal((await cli.run(["check", name, "--driver", "flexlab", "--live", "--scenario", scenario])).code, 0);
    });
  });

  describe("explain", () => {
    it("shows what is in effect and the way of the sound", async () => {
      const { code, out, err } = await cli.run(["explain", "-"], { input: GOOD_CONFIG });
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /\* bufferSizeSamples = 480 /);
      assert.match(out, /> ASIO driver/);
    });

    it("explains a file with errors as far as it goes, says so, and exits 1", async () => {
      const { code, out, err } = await cli.run(["explain", "-", "--json"], { input: "[input]\nchannels = 0\n" });
      assert.equal(code, 1);
      assert.equal((JSON.parse(out) as { schema: string }).schema, "flexlab-explanation/1");
      assert.match(err, /has an error/);
    });
  });

  describe("devices", () => {
    it("lists backends and devices as a table", async () => {
      const { code, out, err } = await cli.run(["devices", "--backend", "virtual"]);
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /^Virtual\n {2}device +in +out +rate +latency in +latency out +default for\n {2}Virtual Cable +2 +2 +48000 Hz +\S+ ms +\S+ ms +input, output\n$/);
    });

    it("prints one JSON document with the identity of each device", async () => {
      const scenario = cli.file("one way.toml", '[[device]]\nname = "Ears"\ninputs = 1\noutputs = 0\n');
      const { code, out } = await cli.run(["devices", "--json"], { env: { FLEXLAB_SCENARIO: scenario } });
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
      const { code, out, err } = await cli.run(["devices", "--backend", "Windows WASAPI"]);
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, /no backend "Windows WASAPI"/);
      assert.match(err, /Virtual/);
    });

    it("does not mind a reader that has seen enough", async () => {
      const child = cli.start(["devices", "--json"]);
      child.stdout.destroy();
      const [err, [code]] = await Promise.all([text(child.stderr), once(child, "close") as Promise<[number | null]>]);
      assert.deepEqual([code, err], [0, ""]);
    });
  });
});
