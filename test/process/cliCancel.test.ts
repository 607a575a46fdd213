import assert from "node:assert/strict";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CliFolder, GOOD_CONFIG, reportOf } from "./cliFolder.ts";
import { root, untilGone } from "./realClient.ts";
import { endOf } from "./runCli.ts";

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

describe("flexlab that is interrupted", function () {
  this.timeout(30_000);
  let cli: CliFolder;

  before(() => { cli = new CliFolder(); });
  after(() => { cli.remove(); });

  it("ends on Ctrl-C: streams stop, the report tells what was recorded, exit 130", async () => {
    const child = cli.start(["test", cli.file("good.toml", GOOD_CONFIG), "--seconds", "600", "--json"], { env: { FLEXLAB_VERBOSE: "1" } });
    child.stdin.end();
    const ended = endOf(child);
    await said(child, "Playing and recording");
    await sleep(500); // Some sound; from outside it is not to be seen how much.
    child.kill("SIGINT");
    const run = await ended;
    const report = reportOf(run);
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
      const child = cli.start([...args.map((arg) => (arg === "FILE" ? cli.file("good.toml", GOOD_CONFIG) : arg)), "--json"], { env: { FLEXLAB_VERBOSE: "1" } });
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
    const child = cli.start(["test", cli.file("good.toml", GOOD_CONFIG), "--scenario", scenario], { env: { FLEXLAB_VERBOSE: "1" } });
    child.stdin.end();
    const ended = endOf(child);
    const [, pid] = /audio process (\d+): started/.exec(await said(child, ": started")) ?? [];
    child.kill("SIGINT");
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
    await untilGone(Number(pid));
  });

  it("ends on Ctrl-C while it waits for standard input", async () => {
    const child = cli.start(["check", "-"], { env: { FLEXLAB_VERBOSE: "1" } });
    const ended = endOf(child);
    await said(child, "reading Standard input");
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
  });
});
