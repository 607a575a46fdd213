/**
 * How long it takes to know the round trip: from the call of a test to its report, in an audio process that is up, and
 * the whole of the commands. Wall time, on the Virtual backend. The arguments name audioProcess.cjs, cli.cjs and the file
 * to test. Prints one JSON document.
 */
import { execFileSync } from "node:child_process";
import { AudioClient } from "../../extension/audio/audioClient.ts";
import { runTest } from "../../extension/lab/runTest.ts";

const [processPath = "", cli = "", file = ""] = process.argv.slice(2);
const RUNS = 40;
const COMMANDS = 5;
/** Of sound: the round trip is a tenth of it at most. */
const SECONDS = 0.1;

async function firstRoundTrips(audio: AudioClient, text: string): Promise<number[]> {
  const request = { text, file: "-", configFile: null, scenario: null, seconds: SECONDS, sampleRate: null, bufferFrames: null };
  const times: number[] = [];
  for (let run = -1; run < RUNS; run++) {
    const started = performance.now();
    const { latency, error } = await runTest(request, audio);
    if (latency.uncertaintyFrames !== 0) throw new Error(error?.message ?? "The round trip was not exact.");
    // The first one starts the process.
    if (run >= 0) times.push(performance.now() - started);
  }
  return times;
}

function commands(...args: string[]): number[] {
  return Array.from({ length: COMMANDS }, () => {
    const started = performance.now();
    execFileSync(process.execPath, [cli, "test", file, "--json", ...args], { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1e8 });
    return performance.now() - started;
  });
}

function figures(name: string, times: readonly number[], budget: number): object {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? NaN);
  return { name, runs: times.length, median: at(0.5), p95: at(0.95), budget };
}

const audio = new AudioClient({ processPath });
try {
  const roundTrips = await firstRoundTrips(audio, 'backend = "Virtual"\n');
  process.stdout.write(`${JSON.stringify({
    results: [
      figures("command to first exact round trip, audio process up", roundTrips, 300),
      figures("flexlab test", commands(), 3000),
      figures("flexlab test --full", commands("--full"), 15_000),
    ],
  }, null, 2)}\n`);
} finally {
  await audio.dispose();
}
