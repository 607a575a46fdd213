import type { PathAnalysis } from "../analysis/pathAnalysis.ts";
import { describeGlitches } from "./describeGlitches.ts";
import { formatCount, formatDb, formatDuration, formatFrames, formatLatency, formatRate, framesToMs } from "./formatFrames.ts";
import type { Report } from "./report.ts";

/** An uncertainty below this is left to the figures. */
const WORTH_TELLING_FRAMES = 0.01;

type Measured = Omit<Report, "verdict">;
type Level = Report["verdict"]["level"];

/**
 * The report in plain sentences, the important first, and one level for all of it.
 *
 * - `fail`: the run failed (`error`), or sound was lost or damaged on the way (any glitch).
 * - `warn`: sound came back whole, but not as it was sent (level, word length, resampling, mixing), or the driver's
 *   latency is not to be believed (`misleading`, `invalid`), or something could not be measured: nothing came back,
 *   there is only one direction, or the run was cancelled.
 * - `pass`: the rest. Swapped channels pass: what is connected where is the user's.
 */
export function judgeRun(report: Measured, path: PathAnalysis): Report["verdict"] {
  const judged: Judged[] = [
    ...judgeError(report),
    ...judgeReturn(report, path),
    ...judgeRoundTrip(report),
    ...judgeGlitches(report),
    ...judgeIntegrity(report, path),
    ...judgeChannels(path),
  ];
  const level: Level = judged.some((j) => j.level === "fail")
    ? "fail"
    : judged.some((j) => j.level === "warn")
      ? "warn"
      : "pass";
  // What failed comes before what deserves a look, and that before what is well.
  const sentences = (["fail", "warn", "pass"] as const).flatMap((wanted) =>
    judged.filter((j) => j.level === wanted).map((j) => j.sentence),
  );
  return { level, sentences };
}

interface Judged {
  readonly level: Level;
  readonly sentence: string;
}

const pass = (sentence: string): Judged => ({ level: "pass", sentence });
const warn = (sentence: string): Judged => ({ level: "warn", sentence });
const fail = (sentence: string): Judged => ({ level: "fail", sentence });

function judgeError({ error }: Measured): readonly Judged[] {
  if (error === null) return [];
  const judge = error.code === "cancelled" ? warn : fail;
  return [judge(error.hint === "" ? error.message : `${error.message} ${error.hint}`)];
}

/** Why there is nothing to compare, and what to do about it. */
function judgeReturn({ opened, error, devices, stream, timing }: Measured, path: PathAnalysis): readonly Judged[] {
  if (!opened || stream === null) return [];
  if (devices.input === null || devices.output === null) {
    const missing = devices.input === null ? "input" : "output";
    return [
      warn(
        `Nothing to compare: the ${missing} is off, so the driver ran, but latency and glitches were not measured. ` +
          `Set an [${missing}] device to measure the round trip.`,
      ),
    ];
  }
  if (path.kind === "unrecorded") {
    return error === null ? [fail("Nothing was recorded: the driver started, but never delivered a buffer.")] : [];
  }
  if (path.kind !== "nothing") return [];
  const recorded = formatDuration((timing.callbacks * stream.bufferFrames) / stream.sampleRate);
  const heard = path.channels.every((channel) => channel.silent)
    ? "the input is digital silence"
    : "the input holds only other sound";
  return [
    warn(
      `Nothing of what was played came back: ${heard}. Connect the output to the input with a cable, choose a loopback ` +
        `device as the input, or test longer if the round trip may exceed the ${recorded} that were recorded.`,
    ),
  ];
}

function judgeRoundTrip({ latency, stream }: Measured): readonly Judged[] {
  const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported, uncertaintyFrames } = latency;
  if (stream === null || measured === null) return [];
  const rate = stream.sampleRate;
  const plusMinus =
    uncertaintyFrames !== null && uncertaintyFrames >= WORTH_TELLING_FRAMES
      ? `, give or take ${formatFrames(Number(uncertaintyFrames.toPrecision(2)))}`
      : "";
  const found = `Round trip ${formatLatency(measured, rate)}${plusMinus}`;
  if (reported === null) return [pass(`${found}.`)];
  const difference = Math.abs(measured - reported);
  const side = measured > reported ? "more" : "less";
  switch (latency.verdict) {
    case "exact":
      return [pass(`${found}, exactly as reported.`)];
    case "good":
    case "fair":
      return [pass(`${found}, ${formatLatency(difference, rate)} ${side} than reported.`)];
    case "misleading":
      return [
        warn(`${found}, but the driver reports ${formatLatency(reported, rate)}: ${framesToMs(difference, rate)} ${side}.`),
      ];
    case "invalid":
      return [warn(`${found}; the driver reports ${formatFrames(reported)}, which no path can have.`)];
    case null:
      return [pass(`${found}.`)];
  }
}

function judgeGlitches({ glitches, stream, timing }: Measured): readonly Judged[] {
  if (stream === null) return [];
  if (glitches.events.length > 0) return [fail(describeGlitches(glitches.events, stream.sampleRate))];
  if (glitches.count === null) return [];
  return [pass(`No glitches in ${formatDuration((timing.callbacks * stream.bufferFrames) / stream.sampleRate)}.`)];
}

function judgeIntegrity({ integrity, drift, stream }: Measured, path: PathAnalysis): readonly Judged[] {
  if (path.kind === "correlated") {
    const causes: string[] = [];
    if (integrity.resampled.innerSampleRate !== null) {
      causes.push(`resampled to ${formatRate(integrity.resampled.innerSampleRate)} on the way`);
    } else if (integrity.resampled.detected === true) causes.push("resampled on the way");
    if (drift.ppm !== null && drift.uncertaintyPpm !== null && Math.abs(drift.ppm) > 3 * drift.uncertaintyPpm) {
      causes.push(`input and output clocks differ by ${drift.ppm.toFixed(2)} ppm`);
    }
    const cause = causes.length > 0 ? causes.join(", ") : "noise, filtering or a fractional delay changed every sample";
    return [warn(`Not bit-exact: ${cause}. Single frames cannot be judged, so glitches were not counted.`)];
  }
  if (path.kind !== "tracked" || stream === null) return [];
  if (integrity.bitPerfect === true) {
    const apart = integrity.exactFraction === 1 ? "" : " outside the glitches";
    return [pass(`Bit-perfect: every sample came back unchanged${apart} (${integrity.effectiveBits ?? "?"} bits).`)];
  }
  const changes = [...levelChanges(integrity)];
  if (integrity.effectiveBits !== null && integrity.effectiveBits < 24) {
    changes.push(`about ${integrity.effectiveBits} bits of each sample survive`);
  }
  if (path.channels.some((channel) => channel.mixed)) changes.push("channels are mixed");
  return [warn(`Not bit-perfect: ${changes.length > 0 ? changes.join(", ") : "the samples were altered slightly"}.`)];
}

function* levelChanges(integrity: Report["integrity"]): Generator<string> {
  const gains = (integrity.gainDb ?? []).filter((gain) => gain !== null);
  const [first] = gains;
  if (first !== undefined && gains.some((gain) => Math.abs(gain) >= 0.005)) {
    const same = gains.every((gain) => Math.abs(gain - first) < 0.05);
    yield same ? `level changed by ${formatDb(first)}` : `levels changed by ${gains.map(formatDb).join(", ")}`;
  }
  const inverted = (integrity.inverted ?? []).flatMap((isInverted, channel) => (isInverted === true ? [channel + 1] : []));
  const known = (integrity.inverted ?? []).filter((isInverted) => isInverted !== null);
  if (inverted.length > 0) {
    yield inverted.length === known.length ? "polarity inverted" : `polarity inverted on input ${inverted.join(", ")}`;
  }
}

function judgeChannels({ kind, channels }: PathAnalysis): readonly Judged[] {
  if (kind !== "tracked" && kind !== "correlated") return [];
  const judged: Judged[] = [];
  const crossed = channels.flatMap(({ output, mixed }, input) =>
    !mixed && output !== null && output !== input && output < channels.length ? [`input ${input + 1} carries output ${output + 1}`] : [],
  );
  if (crossed.length > 0) judged.push(pass(`Channels are crossed: ${crossed.join(", ")}.`));
  const idle = channels.flatMap(({ output }, input) => (output === null ? [input + 1] : []));
  if (idle.length > 0) {
    judged.push(
      pass(`${formatCount(idle.length, "input channel carries", "input channels carry")} nothing of what was played: ${idle.join(", ")}.`),
    );
  }
  return judged;
}
