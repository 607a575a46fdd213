import { t } from "@vscode/l10n";
import type { PathAnalysis } from "../analysis/pathAnalysis.ts";
import { describeGlitches } from "./describeGlitches.ts";
import { formatDb, formatDuration, formatFrames, formatLatency, formatNumber, formatRate, framesToMs, movesText } from "./formatFrames.ts";
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
    ...judgeMethods(report),
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
function judgeReturn({ driver, opened, error, devices, stream, timing }: Measured, path: PathAnalysis): readonly Judged[] {
  if (!opened || stream === null) return [];
  if (devices.input === null || devices.output === null) {
    return [warn(driver === undefined ? directionOff(devices.input === null ? "input" : "output") : oneDirection())];
  }
  if (path.kind === "unrecorded") {
    return error === null ? [fail(t("Nothing was recorded: the driver started, but never delivered a buffer."))] : [];
  }
  if (path.kind !== "nothing") return [];
  const recorded = formatDuration((timing.callbacks * stream.bufferFrames) / stream.sampleRate);
  const heard = path.channels.every((channel) => channel.silent)
    ? t("the input is digital silence")
    : t("the input holds only other sound");
  const sentence = driver === undefined
    ? t("Nothing of what was played came back: {0}. Connect the output to the input with a cable, choose a loopback device as the input, or test longer if the round trip may exceed the {1} that were recorded.", heard, recorded)
    : t("Nothing of what was played came back: {0}. Connect the output to the input with a cable, or test longer if the round trip may exceed the {1} that were recorded.", heard, recorded);
  return [warn(sentence)];
}

function directionOff(direction: "input" | "output"): string {
  return direction === "input"
    ? t("Nothing to compare: the input is off, so the driver ran, but latency and glitches were not measured. Set an [input] device to measure the round trip.")
    : t("Nothing to compare: the output is off, so the driver ran, but latency and glitches were not measured. Set an [output] device to measure the round trip.");
}

/** Of a driver that has no file of ours. */
function oneDirection(): string {
  return t("Nothing to compare: the driver has channels in one direction only, so it ran, but latency and glitches were not measured. Choose other devices in its control panel.");
}

function judgeRoundTrip({ latency, stream }: Measured): readonly Judged[] {
  const { measuredRoundTripFrames: measured, reportedRoundTripFrames: reported } = latency;
  if (stream === null || measured === null) return [];
  const rate = stream.sampleRate;
  const found = roundTripText(latency, measured, rate);
  if (reported === null) return [pass(`${found}.`)];
  const difference = Math.abs(measured - reported);
  const more = measured > reported;
  switch (latency.verdict) {
    case "exact":
      return [pass(t("{0}, exactly as reported.", found))];
    case "good":
    case "fair":
      return [
        pass(
          more
            ? t("{0}, {1} more than reported.", found, formatLatency(difference, rate))
            : t("{0}, {1} less than reported.", found, formatLatency(difference, rate)),
        ),
      ];
    case "misleading":
      return [
        warn(
          more
            ? t("{0}, but the driver reports {1}: {2} more.", found, formatLatency(reported, rate), framesToMs(difference, rate))
            : t("{0}, but the driver reports {1}: {2} less.", found, formatLatency(reported, rate), framesToMs(difference, rate)),
        ),
      ];
    case "invalid":
      return [warn(t("{0}; the driver reports {1}, which no path can have.", found, formatFrames(reported)))];
    case null:
      return [pass(`${found}.`)];
  }
}

function roundTripText({ movesFrames, uncertaintyFrames }: Measured["latency"], frames: number, rate: number): string {
  const told = formatLatency(frames, rate);
  if (movesFrames != null) return t("Round trip {0} on average ({1})", told, movesText(movesFrames));
  if (uncertaintyFrames === null || uncertaintyFrames < WORTH_TELLING_FRAMES) return t("Round trip {0}", told);
  return t("Round trip {0}, give or take {1}", told, formatFrames(Number(uncertaintyFrames.toPrecision(2))));
}

/** Two ways of measuring that share no code must agree; where they do not, one of them is wrong, and it is said. */
function judgeMethods({ latency: { secondMethod } }: Measured): readonly Judged[] {
  if (secondMethod == null || secondMethod.agrees) return [];
  const apart = formatFrames(Number(Math.abs(secondMethod.differenceFrames).toPrecision(2)));
  return [warn(t("A second method of measuring finds a round trip that is {0} off: treat the figure with care.", apart))];
}

function judgeGlitches({ glitches, stream, timing }: Measured): readonly Judged[] {
  if (stream === null) return [];
  if (glitches.events.length > 0) return [fail(describeGlitches(glitches.events, stream.sampleRate))];
  if (glitches.count === null) return [];
  return [pass(t("No glitches in {0}.", formatDuration((timing.callbacks * stream.bufferFrames) / stream.sampleRate)))];
}

function judgeIntegrity({ integrity, drift, stream }: Measured, path: PathAnalysis): readonly Judged[] {
  if (path.kind === "correlated") {
    const causes: string[] = [];
    if (integrity.resampled.innerSampleRate !== null) {
      causes.push(t("resampled to {0} on the way", formatRate(integrity.resampled.innerSampleRate)));
    } else if (integrity.resampled.detected === true) causes.push(t("resampled on the way"));
    if (drift.ppm !== null && drift.uncertaintyPpm !== null && Math.abs(drift.ppm) > 3 * drift.uncertaintyPpm) {
      causes.push(t("input and output clocks differ by {0} ppm", formatNumber(drift.ppm, 2)));
    }
    const cause = causes.length > 0 ? causes.join(", ") : t("noise, filtering or a fractional delay changed every sample");
    return [
      warn(
        path.glitches === null
          ? t("Not bit-exact: {0}. Single frames cannot be judged, so glitches were not counted.", cause)
          : t("Not bit-exact: {0}. Glitches are what a model of this path does not explain.", cause),
      ),
    ];
  }
  if (path.kind !== "tracked" || stream === null) return [];
  if (integrity.bitPerfect === true) {
    const bits = integrity.effectiveBits ?? "?";
    return [
      pass(
        integrity.exactFraction === 1
          ? t("Bit-perfect: every sample came back unchanged ({0} bits).", bits)
          : t("Bit-perfect: every sample came back unchanged outside the glitches ({0} bits).", bits),
      ),
    ];
  }
  const changes = [...levelChanges(integrity)];
  if (integrity.effectiveBits !== null && integrity.effectiveBits < 24) {
    changes.push(t("about {0} bits of each sample survive", integrity.effectiveBits));
  }
  if (path.channels.some((channel) => channel.mixed)) changes.push(t("channels are mixed"));
  return [warn(t("Not bit-perfect: {0}.", changes.length > 0 ? changes.join(", ") : t("the samples were altered slightly")))];
}

function* levelChanges(integrity: Report["integrity"]): Generator<string> {
  const gains = (integrity.gainDb ?? []).filter((gain) => gain !== null);
  const [first] = gains;
  if (first !== undefined && gains.some((gain) => Math.abs(gain) >= 0.005)) {
    const same = gains.every((gain) => Math.abs(gain - first) < 0.05);
    yield same ? t("level changed by {0}", formatDb(first)) : t("levels changed by {0}", gains.map(formatDb).join(", "));
  }
  const inverted = (integrity.inverted ?? []).flatMap((isInverted, channel) => (isInverted === true ? [channel + 1] : []));
  const known = (integrity.inverted ?? []).filter((isInverted) => isInverted !== null);
  if (inverted.length > 0) {
    yield inverted.length === known.length ? t("polarity inverted") : t("polarity inverted on input {0}", inverted.join(", "));
  }
}

function judgeChannels({ kind, channels }: PathAnalysis): readonly Judged[] {
  if (kind !== "tracked" && kind !== "correlated") return [];
  const judged: Judged[] = [];
  const crossed = channels.flatMap(({ output, mixed }, input) =>
    !mixed && output !== null && output !== input && output < channels.length ? [t("input {0} carries output {1}", input + 1, output + 1)] : [],
  );
  if (crossed.length > 0) judged.push(pass(t("Channels are crossed: {0}.", crossed.join(", "))));
  const idle = channels.flatMap(({ output }, input) => (output === null ? [input + 1] : []));
  if (idle.length > 0) {
    judged.push(
      pass(
        idle.length === 1
          ? t("1 input channel carries nothing of what was played: {0}.", idle.join(", "))
          : t("{0} input channels carry nothing of what was played: {1}.", idle.length, idle.join(", ")),
      ),
    );
  }
  return judged;
}
