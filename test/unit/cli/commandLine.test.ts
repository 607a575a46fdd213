import assert from "node:assert/strict";
import { parseCommandLine } from "../../../extension/cli/commandLine.ts";
import { UsageError } from "../../../extension/cli/usageError.ts";

describe("command line", () => {
  const parse = (line: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof parseCommandLine> =>
    parseCommandLine(line === "" ? [] : line.split(" "), env);

  function refused(line: string): string {
    try {
      parse(line);
    } catch (error) {
      if (error instanceof UsageError) return `${error.message} | ${error.hint}`;
      throw error;
    }
    throw new Error(`accepted: ${line}`);
  }

  it("reads every command with its options, in any order", () => {
    assert.deepEqual(parse("devices --json --backend ALSA"), { name: "devices", json: true, scenario: null, backend: "ALSA" });
    assert.deepEqual(parse("check --driver flexasio a.toml --live"), {
      name: "check", json: false, scenario: null, file: "a.toml", live: true, driver: "flexasio", fix: false,
    });
    assert.deepEqual(parse("explain -"), { name: "explain", json: false, scenario: null, file: "-" });
    assert.deepEqual(parse("watch --json"), { name: "watch", json: true, scenario: null });
    assert.deepEqual(parse("test a.toml --seconds=.5 --rate 44100 --buffer 64 --scenario s.toml"), {
      name: "test", json: false, scenario: "s.toml", file: "a.toml", asio: null, seconds: 0.5, rate: 44100, buffer: 64,
      format: null, output: null, wav: null, sweepBuffers: false, full: false,
    });
    assert.deepEqual(parse("test --asio Some_Driver --buffer 256 --json", { FLEXLAB_SCENARIO: "s.toml" }), {
      name: "test", json: true, scenario: "s.toml", file: "", asio: "Some_Driver", seconds: null, rate: null, buffer: 256,
      format: "json", output: null, wav: null, sweepBuffers: false, full: false,
    });
    assert.deepEqual(parse("compare a.toml --backends Virtual,JACK"), {
      name: "compare", json: false, scenario: null, file: "a.toml", seconds: null, rate: null, buffer: null, backends: ["Virtual", "JACK"],
    });
    assert.deepEqual(parse("diff a.json b.json"), { name: "diff", json: false, scenario: null, before: "a.json", after: "b.json" });
    assert.deepEqual(parse("selftest --faults 5 --seed 9"), { name: "selftest", json: false, scenario: null, faults: 5, seed: 9 });
  });

  it("takes a file whose name starts with a dash after --", () => {
    assert.deepEqual(parse("explain -- -odd.toml"), { name: "explain", json: false, scenario: null, file: "-odd.toml" });
  });

  it("takes the scenario from the environment when it is not given", () => {
    const env = { FLEXLAB_SCENARIO: "env.toml" };
    const scenarioOf = (line: string, from: NodeJS.ProcessEnv): unknown => Object.entries(parse(line, from)).find(([key]) => key === "scenario")?.[1];
    assert.equal(scenarioOf("devices", env), "env.toml");
    assert.equal(scenarioOf("devices --scenario own.toml", env), "own.toml");
    assert.equal(scenarioOf("devices", { FLEXLAB_SCENARIO: "" }), null);
  });

  it("knows help and version", () => {
    assert.deepEqual(parse("--help"), { name: "help", of: null });
    assert.deepEqual(parse("-h"), { name: "help", of: null });
    assert.deepEqual(parse("help test"), { name: "help", of: "test" });
    assert.deepEqual(parse("test --help"), { name: "help", of: "test" });
    assert.deepEqual(parse("--version"), { name: "version" });
  });

  for (const [line, message] of [
    ["", "Say what to do. | See: flexlab --help"],
    ["chekc a.toml", "There is no command `chekc`. | Did you mean `flexlab check`?"],
    ["frobnicate", "There is no command `frobnicate`. | See: flexlab --help"],
    ["test a.toml --format pdf", "There is no format `pdf`. | Formats: json, markdown, csv, html."],
    ["test --asio", "The option --asio needs a value. | See: flexlab test --help"],
    ["test --asio= a.toml", "The option --asio needs the name of a driver. | flexlab devices lists them."],
    ["test --asio X a.toml", "Name a file or --asio, not both: the driver has a configuration of its own, so `a.toml` would not be read. | See: flexlab test --help"],
    ["test --asio X --scenario s.toml", "--scenario does not go with --asio: it is for the driver inside FlexLab. | See: flexlab test --help"],
    ["tune --asio X", "`flexlab tune` has no option --asio. | See: flexlab tune --help"],
    ["diff a.json", "`flexlab diff` needs two files. | For example: flexlab diff before.json after.json"],
    ["diff a b c", "`flexlab diff` takes two files, not also `c`. | See: flexlab diff --help"],
    ["watch a.toml", "`flexlab watch` takes no file: `a.toml`. | See: flexlab watch --help"],
    ["--json check a.toml", "Name a command before the option --json. | See: flexlab --help"],
    ["check a.toml --drivr flexlab", "`flexlab check` has no option --drivr. | Did you mean --driver?"],
    ["check -q a.toml", "`flexlab check` has no option -q. | See: flexlab check --help"],
    ["check", "`flexlab check` needs a file. | For example: flexlab check FlexASIO.toml"],
    ["check a b", "`flexlab check` takes one file, not also `b`. | See: flexlab check --help"],
    ["devices a", "`flexlab devices` takes no file: `a`. | See: flexlab devices --help"],
    ["check a --driver asio4all", "There is no driver `asio4all`. | Drivers: flexasio, flexlab."],
    ["check a --live=yes", "The option --live takes no value. | See: flexlab check --help"],
    ["test a --seconds", "The option --seconds needs a value. | See: flexlab test --help"],
    ["test a --seconds -1", "The option --seconds needs a value. | See: flexlab test --help"],
    ["test a --seconds 0", "--seconds takes a number above 0 and up to 3600, not `0`. | "],
    ["test a --seconds 1h", "--seconds takes a number above 0 and up to 3600, not `1h`. | "],
    ["test a --seconds NaN", "--seconds takes a number above 0 and up to 3600, not `NaN`. | "],
    ["test a --buffer 1.5", "--buffer takes a whole number above 0 and up to 1048576, not `1.5`. | "],
    ["test a --buffer 0x10", "--buffer takes a whole number above 0 and up to 1048576, not `0x10`. | "],
    ["test a --rate 1e9", "--rate takes a number above 0 and up to 1000000, not `1e9`. | "],
  ] as const) {
    it(`refuses: ${line === "" ? "(nothing)" : line}`, () => {
      assert.equal(refused(line), message);
    });
  }
});
