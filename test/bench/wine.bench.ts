// What the driver for Windows costs, under Wine: a callback of its core beside a bare PortAudio callback, both in one
// program of one run, and the latency that the DLL adds, as the lab finds it through COM. One JSON document.
import { WindowsCli } from "../wine/windowsCli.ts";
import { built, WineLab } from "../wine/wineLab.ts";

const lab = await WineLab.start();
try {
  await lab.register();
  const cli = await WindowsCli.start(lab);
  try {
    const { code, out } = await lab.wine([built("x86_64", "flexlab_bench.exe")], 120);
    if (code !== 0) throw new Error(`flexlab_bench.exe failed with exit code ${code}:\n${out}`);
    lab.configure('backend = "Virtual"\nbufferSizeSamples = 480\n');
    const { report } = await cli.test("--asio", "FlexLab");
    const { measuredRoundTripFrames: roundTrip, reportedRoundTripFrames: reported } = report.latency;
    if (roundTrip === null || reported === null) throw new Error(report.verdict.sentences.join(" "));
    // The Virtual cable tells the truth about itself: what the driver adds is the rest.
    process.stdout.write(JSON.stringify({ output: out, roundTrip, added: roundTrip - reported }));
  } finally {
    cli.remove();
    await lab.unregister();
  }
} finally {
  await lab.stop();
}
