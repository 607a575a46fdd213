import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertKeepsToSchema, validatorOf } from "../documentSchemas.ts";
import { root } from "./realClient.ts";
import { runCli, startCli } from "./runCli.ts";

interface Case {
  readonly args: readonly string[];
  /** Its schema, by the name of its file. */
  readonly document: string;
  readonly code: number;
  readonly input?: string;
}

const CONFIG = 'backend = "Virtual"\nbufferSizeSamples = 480\n';
const FAST = 'clock = "fast"\n[[device]]\nname = "Virtual Cable"\n';
const scenario = (name: string): string => join(root, "examples", "scenarios", `${name}.toml`);

const cases: readonly Case[] = [
  { args: ["devices"], document: "devices", code: 0 },
  { args: ["devices", "--backend", "Nothing"], document: "devices", code: 1 },
  { args: ["devices", "--scenario", "missing.toml"], document: "error", code: 2 },
  { args: ["check", "-"], document: "findings", code: 0, input: CONFIG.replace('"Virtual"', '"Windows WASAPI"') },
  { args: ["check", "-", "--live"], document: "findings", code: 1, input: 'backend = "Virtual"\n[input]\ndevice = "Virtual Cabel"\nchanels = 2\nchannels = 0\n[input]\nchannels = 2\n' },
  { args: ["check", "-", "--fix"], document: "findings", code: 0, input: 'BufferSizeSamples = 512\nbackend = "Wasapi"\n[output]\nsuggestedLatencySeconds = 0\n' },
  { args: ["check", "missing.toml"], document: "error", code: 2 },
  { args: ["explain", "config.toml"], document: "explanation", code: 0 },
  { args: ["explain", "-"], document: "explanation", code: 0, input: '[output]\nwasapiExclusiveMode = true\n[flexlab]\nclocks = "one"\n' },
  { args: ["test", "config.toml", "--seconds", "0.3"], document: "report", code: 0 },
  { args: ["test", "config.toml", "--full", "--seconds", "0.3", "--scenario", "fast.toml"], document: "report", code: 0 },
  { args: ["test", "config.toml", "--seconds", "2", "--scenario", scenario("glitchy")], document: "report", code: 1 },
  { args: ["test", "config.toml", "--seconds", "0.3", "--scenario", scenario("crash-in-open")], document: "report", code: 3 },
  { args: ["test", "--asio", "FlexASIO"], document: "report", code: 1 },
  { args: ["test", "--asio", "FlexASIO", "config.toml"], document: "error", code: 2 },
  { args: ["test", "-"], document: "report", code: 1, input: "backend = \n" },
  { args: ["test", "config.toml", "--sweep-buffers", "--seconds", "0.3", "--scenario", "fast.toml"], document: "buffer-sweep", code: 0 },
  { args: ["compare", "config.toml", "--backends", "Virtual", "--seconds", "0.3"], document: "comparison", code: 0 },
  { args: ["compare", "config.toml", "--backends", "ALSA,Virtual", "--seconds", "0.3", "--scenario", scenario("wasapi-shared-like")], document: "comparison", code: 0 },
  { args: ["compare", "config.toml", "--backends", "Nothing"], document: "comparison", code: 1 },
  { args: ["tune", "config.toml", "--seconds", "0.3", "--minutes", "0.01", "--scenario", "fast.toml"], document: "tuning", code: 0 },
  { args: ["tune", "-"], document: "tuning", code: 1, input: `${CONFIG}[input]\ndevice = "Nowhere"\n` },
  { args: ["dry-run", "config.toml", "--backends", "Virtual", "--scenario", scenario("wasapi-exclusive-like")], document: "dry-run", code: 0 },
  { args: ["dry-run", "config.toml", "--backends", "Nothing"], document: "dry-run", code: 1 },
  { args: ["selftest", "--faults", "12", "--seed", "3"], document: "selftest", code: 0 },
  { args: ["diff", "before.json", "after.json"], document: "diff", code: 1 },
  { args: ["diff", "config.toml", "after.json"], document: "error", code: 2 },
  { args: ["watch"], document: "status", code: 0 },
];

/** What programs read of the command line keeps to what is published of it, in docs/json. */
describe("JSON documents of the command line", function () {
  this.timeout(60_000);
  let folder = "";

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "flexlab documents "));
    writeFileSync(join(folder, "config.toml"), CONFIG);
    writeFileSync(join(folder, "fast.toml"), FAST);
    for (const [name, more] of [["before", ""], ["after", "[[device.fault]]\nat = 9600\nkind = \"corrupt\"\nframes = 3\nchannel = 0\n"]] as const) {
      const faulty = `${FAST}gainDb = ${name === "before" ? "0.0" : "-6.0"}\n${more}`;
      writeFileSync(join(folder, `${name}-scenario.toml`), faulty);
      const { out } = await runCli(["test", "config.toml", "--seconds", "0.5", "--json", "--scenario", `${name}-scenario.toml`], { cwd: folder });
      writeFileSync(join(folder, `${name}.json`), out);
    }
  });

  after(() => { rmSync(folder, { recursive: true, force: true }); });

  for (const { args, document, code, input } of cases) {
    const shown = args.map((arg) => (arg.startsWith(root) ? arg.slice(root.length) : arg)).join(" ");
    it(`${document}: flexlab ${shown}`, async () => {
      const run = await runCli([...args, "--json"], { cwd: folder, ...(input === undefined ? {} : { input }) });
      assert.equal(run.code, code, run.err);
      assertKeepsToSchema(JSON.parse(run.out), document);
    });
  }

  it("status: flexlab watch, while a driver runs", async () => {
    const player = startCli(["test", "config.toml", "--seconds", "60"], { cwd: folder, env: { FLEXLAB_VERBOSE: "1" } });
    try {
      await new Promise<void>((resolve) => {
        let said = "";
        player.stderr.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes("Playing")) resolve();
        });
      });
      const document = JSON.parse((await runCli(["watch", "--json"])).out) as { readonly drivers: readonly unknown[] };
      assert.ok(document.drivers.length > 0);
      assertKeepsToSchema(document, "status");
    } finally {
      player.kill("SIGINT");
      await once(player, "close");
    }
  });

  it("are described one by one in docs/json.md, with nothing left open in a schema", () => {
    const page = readFileSync(join(root, "docs", "json.md"), "utf8");
    for (const file of readdirSync(join(root, "docs", "json"))) {
      const name = file.replace(".schema.json", "");
      const { title } = validatorOf(name).schema as { readonly title: string };
      assert.ok(page.includes(`[\`${title}\`](json/${file})`), `${title} is not on the page`);
      assert.ok(cases.some(({ document }) => document === name), `no command is held to ${file}`);
    }
  });
});
