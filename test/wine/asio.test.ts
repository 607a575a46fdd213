import assert from "node:assert/strict";
import type { AsioDriver } from "../../extension/audio/contract.ts";
import type { Report } from "../../extension/lab/report.ts";
import { assertKeepsToSchema } from "../documentSchemas.ts";
import { backends, loopOf } from "./backends.ts";
import { clsidOf, dllOf, entry, FOREIGN, installForeign, LOOP_FRAMES, LOOP_REPORTED_FRAMES, removeEntries, removeForeign } from "./foreignDrivers.ts";
import { theLab } from "./labHooks.ts";
import { near } from "./near.ts";
import { WindowsCli } from "./windowsCli.ts";
import { built, windowsPath, type WineLab } from "./wineLab.ts";

const OWN = "{9F60367C-C09C-4CE5-B494-F6FF6B6FCB49}";

describe("any installed ASIO driver in the lab", function () {
  this.timeout(120_000);
  let lab: WineLab;
  let cli: WindowsCli;
  before(async () => {
    lab = await theLab();
    cli = await WindowsCli.start(lab);
    await lab.register();
    await installForeign(lab);
  });
  after(async () => {
    await removeForeign(lab);
    await lab.unregister();
    cli.remove();
  });

  const test = async (name: string, ...args: readonly string[]): Promise<{ code: number; report: Report }> => {
    const result = await cli.test("--asio", name, ...args);
    assertKeepsToSchema(result.report, "report");
    return result;
  };
  /** Everything but frames that the machine's own load holds up. */
  const damage = ({ glitches }: Report) => glitches.events.filter(({ kind }) => kind !== "stalled");

  it("lists every driver of the registry, with its class, its DLL and its bitness", async () => {
    const odd = [["Test Gone", clsidOf(0x20)], ["Test Other", clsidOf(0x21)], ["Test Nowhere", clsidOf(0x22)]] as const;
    await lab.registry([
      entry("Test Gone", clsidOf(0x20), "C:\\nowhere\\gone.dll"),
      entry("Test Other", clsidOf(0x21), dllOf("i686")),
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\ASIO\\Test Nowhere]\n"Description"="no class"\n',
      `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\ASIO\\Test Old]\n"CLSID"="${clsidOf(0x23)}"\n`,
    ].join("\n"));
    try {
      const { code, out } = await cli.run("devices", "--json");
      assert.equal(code, 0, out);
      const document = JSON.parse(out) as { readonly asioDrivers: readonly AsioDriver[] };
      assertKeepsToSchema(document, "devices");
      const named = (name: string) => document.asioDrivers.find((driver) => driver.name === name);
      const ours = windowsPath(built("x86_64", "FlexLab.dll"));
      assert.deepEqual(named("FlexLab"), { name: "FlexLab", bits: 64, clsid: OWN, description: "FlexLab", dll: ours, dllFound: true, dllBits: 64 });
      assert.deepEqual(Object.keys(FOREIGN).filter((name) => named(name) === undefined), []);
      assert.deepEqual(named("Test Gone"), { name: "Test Gone", bits: 64, clsid: clsidOf(0x20), description: "Test Gone", dll: "C:\\nowhere\\gone.dll", dllFound: false, dllBits: null });
      assert.deepEqual([named("Test Other")?.dllFound, named("Test Other")?.dllBits], [true, 32]);
      assert.deepEqual([named("Test Nowhere")?.clsid, named("Test Nowhere")?.dll], [null, null]);
      assert.equal(named("Test Old")?.bits, 32);
      const text = (await cli.run("devices")).out;
      assert.match(text, /^ASIO drivers$/m);
      assert.match(text, /^ {2}FlexLab +64 bit +\{9F60367C.*FlexLab\.dll$/m);
      assert.match(text, /Test Gone.*\(missing\)$/m);
      assert.match(text, /Test Other.*\(32 bit, cannot be loaded\)$/m);

      const refused = async (name: string, says: RegExp) => {
        const { code: exit, report } = await test(name);
        assert.deepEqual([exit, report.driver?.name, report.config, report.opened], [1, name, null, false]);
        assert.match(`${report.error?.code ?? ""}: ${report.error?.message ?? ""} ${report.error?.hint ?? ""}`, says);
      };
      await refused("Test Gone", /^asio-driver-broken: .*"Test Gone" is not there: C:\\nowhere\\gone\.dll/);
      await refused("Test Other", /^asio-driver-other-bitness: .*made for 32-bit programs, and this is a 64-bit one/);
      await refused("Test Nowhere", /^asio-driver-broken: .*does not lead to its DLL/);
      await refused("Test Old", /^asio-driver-other-bitness: .*installed for 32-bit programs only/);
      await refused("Test Nonesuch", /^asio-driver-not-installed: No ASIO driver "Test Nonesuch".*"FlexLab", .*"Test Loop"/);
    } finally {
      await removeEntries(lab, odd);
      await lab.registry("[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\ASIO\\Test Old]\n");
    }
  });

  it("measures our own DLL on the Virtual backend to the frame", async () => {
    lab.configure('backend = "Virtual"\nbufferSizeSamples = 480\n');
    const { code, report } = await test("flexlab");
    assert.deepEqual([code, report.error, report.latency.measuredRoundTripFrames, report.latency.reportedRoundTripFrames, report.integrity.bitPerfect, report.verdict.level], [0, null, 960, 960, true, "pass"]);
    assert.deepEqual([report.driver?.name, report.driver?.clsid, report.driver?.ownName, report.backend, report.config], ["FlexLab", OWN, "FlexLab", "ASIO", null]);
    assert.equal(report.stream?.bufferFrames, 480);
  });

  for (const backend of backends) {
    it(`measures our own DLL through ${backend.name} and the sound server`, async () => {
      lab.configure(loopOf(backend));
      const { report } = await test("FlexLab", "--seconds", "3");
      assert.deepEqual([report.opened, report.error], [true, null]);
      const frames = report.latency.measuredRoundTripFrames;
      assert.ok(frames !== null && frames > 480 && frames < 48_000, `round trip ${String(frames)}: ${report.verdict.sentences.join(" ")}`);
      const { sampleRate, bufferFrames } = report.stream ?? assert.fail("no stream");
      const interval = report.timing.intervalMs.p50;
      assert.ok(interval !== null && near(interval, (1000 * bufferFrames) / sampleRate, 0.25), `a callback every ${String(interval)} ms`);
    });
  }

  it("tells our own DLL's words when its file is wrong", async () => {
    lab.configure('backend = "Nonesuch"\n');
    const { code, report } = await test("FlexLab");
    assert.deepEqual([code, report.error?.code, report.opened], [1, "open-failed", false]);
    assert.match(report.error?.message ?? "", /^The driver did not start: .*Nonesuch/);
  });

  for (const [name, sampleType] of [["Test Loop", "Int32"], ["Test Loop 24", "Int24"]] as const) {
    it(`finds the true round trip of a driver of another make that hides it (${name})`, async () => {
      const { report } = await test(name, "--buffer", "512");
      assert.deepEqual([report.error, damage(report)], [null, []]);
      const { latency, integrity, stream, driver } = report;
      assert.deepEqual(
        [latency.measuredRoundTripFrames, latency.reportedRoundTripFrames, latency.verdict, integrity.bitPerfect, integrity.effectiveBits],
        [LOOP_FRAMES, LOOP_REPORTED_FRAMES, "misleading", true, 24],
      );
      assert.deepEqual([stream?.inputSampleType, stream?.outputSampleType, stream?.bufferFrames], [sampleType, sampleType, 512]);
      assert.deepEqual([driver?.ownName, driver?.version], ["Test Loop", 42]);
    });
  }

  const failures: readonly (readonly [name: string, code: number, error: string, says: RegExp, ...args: readonly string[]])[] = [
    ["Test Refuses", 1, "open-failed", /^The driver did not start: The interface is switched off \(Gerät aus\)\.$/],
    ["Test Mute", 1, "open-failed", /^The driver did not start, and the driver does not say why\.$/],
    ["Test No Buffers", 1, "open-failed", /^The devices did not open: Out of bus bandwidth\.$/],
    ["Test Nonsense", 1, "open-failed", /buffers of -1 to 1024 frames/],
    ["Test Odd Samples", 1, "sample-type-not-supported", /\(type 20\)/],
    ["Test Loop", 1, "sample-rate-not-supported", /sample rate/i, "--rate", "44100"],
    ["Test Loop", 1, "open-failed", /^The devices did not open/, "--buffer", "100"],
    ["Test Never Calls", 1, "device-lost", /never called for sound/],
    ["Test Stops", 1, "device-lost", /stopped calling for sound/],
    ["Test Hangs", 3, "audio-process-hung", /hung while opening/],
    ["Test Crashes", 3, "audio-process-crashed", /crashed while running/],
  ];
  for (const [name, code, error, says, ...args] of failures) {
    it(`outlives and names a driver that fails: ${name} ${args.join(" ")}`.trimEnd(), async () => {
      const { code: exit, report } = await test(name, ...args);
      assert.deepEqual([exit, report.error?.code, report.driver?.name, report.verdict.level], [code, error, name, "fail"]);
      assert.match(report.error?.message ?? "", says);
    });
  }
});
