import assert from "node:assert/strict";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cliPath, planOn, cable, realClient, untilGone } from "./realClient.ts";

interface Status {
  readonly schema: string;
  readonly drivers: readonly {
    readonly process: { readonly id: number; readonly name: string };
    readonly state: string;
    readonly config: { readonly file: string | null; readonly sha256: string | null };
    readonly backend: string;
    readonly output: { readonly device: string; readonly channels: number; readonly latencyFrames: number; readonly peaks: readonly number[] };
    readonly sampleRate: number;
    readonly bufferFrames: number;
    readonly position: number;
    readonly callbacks: number;
    readonly updatedAt: string;
  }[];
}

const CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 256\n';

describe("flexlab watch", function () {
  this.timeout(60_000);
  let folder = "";
  let file = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "flexlab watch é-"));
    file = join(folder, "FlexASIO.toml");
    writeFileSync(file, CONFIG);
    writeFileSync(join(folder, "scenario.toml"), '[[device]]\nname = "Cable"\nrates = [44100]\ndefaultRate = 44100\n');
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [cliPath, ...args], { cwd: folder, env: { ...process.env, FLEXLAB_VERBOSE: "1", FLEXLAB_SCENARIO: "scenario.toml" } });
  }

  /** A program with a running driver; its audio process's id. */
  async function sounding(): Promise<{ readonly child: ChildProcessWithoutNullStreams; readonly pid: number }> {
    const child = start(["test", "FlexASIO.toml", "--seconds", "60", "--json"]);
    let said = "";
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("Playing")) resolve();
      });
    });
    const pid = Number(/audio process (\d+): started/.exec(said)?.[1]);
    assert.ok(pid > 0, said);
    return { child, pid };
  }

  async function watch(pid: number): Promise<Status["drivers"]> {
    const child = start(["watch", "--json"]);
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
    assert.equal(code, 0);
    const status = JSON.parse(out) as Status;
    assert.equal(status.schema, "flexlab-status/1");
    return status.drivers.filter(({ process: { id } }) => id === pid);
  }

  it("sees the driver of another program while it runs, and not after", async () => {
    const { child, pid } = await sounding();
    const [first] = await watch(pid);
    const [second] = await watch(pid);
    assert.ok(first && second);
    assert.deepEqual(
      [first.process.name, first.state, first.backend, first.output.device, first.sampleRate, first.bufferFrames],
      ["FlexLab", "running", "Virtual", "Cable", 44100, 256],
    );
    assert.deepEqual(first.config, { file, sha256: createHash("sha256").update(CONFIG).digest("hex") });
    assert.ok(first.output.peaks.length === 2 && first.output.peaks.every((peak) => peak > 0.4 && peak <= 0.5), String(first.output.peaks));
    assert.ok(second.position > first.position && second.callbacks > first.callbacks, `${String(first.position)} ${String(second.position)}`);
    assert.equal(second.position % 256, 0);
    // What stands there is never older than a look takes.
    const seconds = (Date.parse(second.updatedAt) - Date.parse(first.updatedAt)) / 1000;
    assert.ok(Math.abs(seconds - (second.position - first.position) / 44100) < 1, `${String(seconds)} s`);

    child.kill("SIGINT");
    const [code] = await once(child, "close") as [number];
    assert.equal(code, 130);
    assert.deepEqual(await watch(pid), []);
  });

  it("forgets a program that was killed in the middle", async () => {
    const { child, pid } = await sounding();
    assert.equal((await watch(pid)).length, 1);
    const ended = once(child, "close");
    process.kill(pid, "SIGKILL");
    await untilGone(pid);
    assert.deepEqual(await watch(pid), []);
    await ended;
  });

  it("prints a table once where there is no terminal", async () => {
    const { child, pid } = await sounding();
    const looking = start(["watch"]);
    const [out, [code]] = await Promise.all([text(looking.stdout), once(looking, "close") as Promise<[number | null]>]);
    assert.equal(code, 0);
    assert.match(out, /^program +pid +state +backend/);
    assert.match(out, new RegExp(`^FlexLab +${String(pid)} +running +Virtual +44100 Hz +256 `, "m"));
    assert.doesNotMatch(out, /\u001b/);
    child.kill("SIGINT");
    await once(child, "close");
  });

  it("draws the table anew in place on a terminal until Ctrl-C, and gives the cursor back", async () => {
    const { child, pid } = await sounding();
    const command = `stty cols 200; exec ${JSON.stringify(process.execPath)} ${JSON.stringify(cliPath)} watch`;
    const terminal = spawn("script", ["-qfec", command, "/dev/null"], { cwd: folder, env: { ...process.env, TERM: "xterm", NO_COLOR: "1" } });
    let shown = "";
    await new Promise<void>((resolve) => {
      terminal.stdout.on("data", (chunk: Buffer) => {
        shown += chunk.toString();
        if (rows(shown, pid).length >= 3) resolve();
      });
    });
    terminal.stdin.write("\u0003");
    const [code] = await once(terminal, "close") as [number];
    assert.equal(code, 130);
    assert.ok(shown.includes("\u001b[?25l") && shown.trimEnd().endsWith("\u001b[?25h"), JSON.stringify(shown.slice(-80)));
    assert.match(shown, /\u001b\[\d+A\r/);
    child.kill("SIGINT");
    await once(child, "close");
  });

  it("tells our own process from others to the client that has it", async () => {
    const mine = realClient();
    const other = realClient();
    try {
      const abort = new AbortController();
      let seen: Promise<readonly boolean[]> = Promise.resolve([]);
      let asked = false;
      const run = mine.probe(planOn(cable(), { seconds: null, configFile: file }), {
        signal: abort.signal,
        onLive: ({ state }) => {
          if (state !== "running" || asked) return;
          asked = true;
          const own = async (client: typeof mine): Promise<boolean> => {
            const [pid] = mine.pids.sounding;
            const page = (await client.drivers()).find(({ processId }) => processId === pid);
            assert.ok(page);
            return page.own;
          };
          seen = Promise.all([own(mine), own(other)]);
          seen.finally(() => { abort.abort(); }).catch(() => undefined);
        },
      });
      await run;
      assert.deepEqual(await seen, [true, false]);
    } finally {
      await Promise.all([mine.dispose(), other.dispose()]);
    }
  });
});

function rows(shown: string, pid: number): readonly string[] {
  return shown.split("\n").filter((line) => line.includes(` ${String(pid)}  running`));
}
