// What the driver for Windows costs, under Wine: a callback of its core beside a bare PortAudio callback, both in one
// program of one run, the latency that the DLL adds, as the lab finds it through COM, and how soon after a changed
// configuration was saved the host is asked to begin anew. One JSON document.
import type { HostOutcome, LiveFacts } from "../wine/hostFacts.ts";
import { WindowsCli } from "../wine/windowsCli.ts";
import { built, WineLab } from "../wine/wineLab.ts";

const CHANGES = 12;
const virtual = (frames: number): string => `backend = "Virtual"\nbufferSizeSamples = ${frames}\n`;
const lab = await WineLab.start();

/** Milliseconds from a saved change to the driver's request, in a host that runs. */
async function notice(): Promise<number> {
  lab.configure(virtual(480));
  const host = lab.background(["live", "FlexLab", "seconds=20", "rebuilds=1", "more=0.1"]);
  await host.until("running");
  const saved = Date.now();
  lab.configure(virtual(960));
  const { result } = await host.result() as HostOutcome<LiveFacts>;
  const asked = result.runs[0]?.resets[0];
  if (asked === undefined) throw new Error(`The host was not asked to begin anew: ${JSON.stringify(result)}`);
  return asked - saved;
}

try {
  await lab.register();
  const cli = await WindowsCli.start(lab);
  try {
    const { code, out } = await lab.wine([built("x86_64", "flexlab_bench.exe")], 120);
    if (code !== 0) throw new Error(`flexlab_bench.exe failed with exit code ${code}:\n${out}`);
    lab.configure(virtual(480));
    const { report } = await cli.test("--asio", "FlexLab");
    const { measuredRoundTripFrames: roundTrip, reportedRoundTripFrames: reported } = report.latency;
    if (roundTrip === null || reported === null) throw new Error(report.verdict.sentences.join(" "));
    const notices: number[] = [];
    while (notices.length < CHANGES) notices.push(await notice());
    // The Virtual cable tells the truth about itself: what the driver adds is the rest.
    process.stdout.write(JSON.stringify({ output: out, roundTrip, added: roundTrip - reported, notices }));
  } finally {
    cli.remove();
    await lab.unregister();
  }
} finally {
  await lab.stop();
}
