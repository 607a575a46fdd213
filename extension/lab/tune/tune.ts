import { t } from "@vscode/l10n";
import { createHash } from "node:crypto";
import type { AudioPort } from "../../audio/audioPort.ts";
import type { LabError, ProbeStream } from "../../audio/contract.ts";
import { effectiveConfig } from "../../config/effectiveConfig.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { removeOption, setOption } from "../../config/setOption.ts";
import { applyEdits } from "../../config/text.ts";
import type { TextEdit } from "../../config/text.ts";
import { flexlabVersion, operatingSystem } from "../environment.ts";
import type { Report } from "../report.ts";
import { runTest } from "../runTest.ts";
import type { TestRequest } from "../testRequest.ts";
import { firstThatHolds } from "./bisect.ts";
import { busyThreads } from "./busyThreads.ts";
import { lineDiff } from "./lineDiff.ts";
import type { Trial, Tuning, TuningResult } from "./tuning.ts";

export interface TuneRequest extends TestRequest {
  /** Length of the final proof. */
  readonly proofMinutes: number;
  readonly loadThreads: number;
}

export interface TuneHooks {
  readonly onProgress?: ((trial: Pick<Trial, "step" | "bufferFrames" | "suggestedLatencySeconds">, fraction: number | null) => void) | undefined;
  readonly onTrial?: ((trial: Trial) => void) | undefined;
  /** Stops at once; nothing is proposed then. */
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_PROOF_MINUTES = 0.5;

/** Powers of two and what lies half way between them: finer steps are gone with the next driver update. */
const SIZES = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192] as const;
/** Of a buffer, smallest first. */
const LATENCY_PERIODS = [0, 0.5, 1, 1.5, 2, 3, 4, 6] as const;
/** How often sound without a glitch has to be that much longer before the bound is a tenth: the rule of three. */
const RULE_OF_THREE = 3;
/** A round trip is seldom longer than so many buffers. */
const LIKELY_BUFFERS = 6;
const SLOWEST_COMMON_RATE = 44_100;
const DIRECTIONS = ["input", "output"] as const;

/** What a trial changes about the file. */
export interface Setting {
  readonly bufferFrames: number;
  readonly suggestedLatencySeconds: number | null;
}

/**
 * Searches the smallest buffer at which a trial brings the sound back without a glitch, then the smallest suggested
 * latency, then proves both for longer; what fails the proof is left for the next larger buffer.
 *
 * A suggested latency is proposed only where it shortens the round trip. Resolves whatever the sound system does.
 */
export async function tune(request: TuneRequest, audio: AudioPort, hooks: TuneHooks = {}): Promise<Tuning> {
  const startedAt = new Date().toISOString();
  const load = busyThreads(request.loadThreads);
  const search = new Search(request, audio, hooks);
  let found: TuningResult | null = null;
  try {
    found = await search.run();
  } finally {
    await load.stop();
  }
  const complete = hooks.signal?.aborted !== true;
  const proposed = found === null || !complete ? request.text : textWith(request.text, found);
  return {
    schema: "flexlab-tuning/1",
    startedAt,
    flexlab: flexlabVersion,
    config: { file: request.file, sha256: createHash("sha256").update(request.text, "utf8").digest("hex") },
    environment: { os: operatingSystem(), portaudio: audio.versions()?.portaudio ?? null, node: process.version },
    complete,
    error: complete ? search.error : null,
    loadThreads: request.loadThreads,
    trials: search.trials,
    result: complete ? found : null,
    edits: found === null || !complete ? [] : editsFor(request.text, found),
    diff: lineDiff(request.text, proposed, request.file),
  };
}

class Search {
  readonly trials: Trial[] = [];
  error: LabError | null = null;
  readonly #request: TuneRequest;
  readonly #audio: AudioPort;
  readonly #hooks: TuneHooks;
  /** Of the file as it stands. A trial has to be longer than its round trip, or nothing comes back in it. */
  #roundTripSeconds = 0;

  constructor(request: TuneRequest, audio: AudioPort, hooks: TuneHooks) {
    this.#request = request;
    this.#audio = audio;
    this.#hooks = hooks;
  }

  async run(): Promise<TuningResult | null> {
    const seen = await this.#look();
    if (seen === null) return null;
    const { stream, report } = seen;
    const usual = SIZES.filter((size) => size >= stream.bufferSizes.min && size <= stream.bufferSizes.max);
    const sizes: readonly number[] = usual.length > 0 ? usual : [stream.bufferSizes.preferred];
    const preferred = sizes.findIndex((size) => size >= stream.bufferSizes.preferred);
    const tried = new Map<number, Trial>();
    let first = await firstThatHolds(sizes.length, preferred < 0 ? sizes.length - 1 : preferred, async (index) => {
      if (this.#isStopped()) return true; // The search ends at once; its result is not used.
      const trial = await this.#try("buffer", { bufferFrames: sizes[index] ?? 0, suggestedLatencySeconds: null }, this.#request.seconds);
      tried.set(index, trial);
      return trial.held;
    });
    for (; first !== null && first < sizes.length && !this.#isStopped(); first++) {
      const bufferFrames = sizes[first] ?? 0;
      const withFile = tried.get(first) ?? (await this.#try("buffer", { bufferFrames, suggestedLatencySeconds: null }, this.#request.seconds));
      const setting = withFile.held ? await this.#lowerLatency(withFile, stream.sampleRate) : null;
      if (setting === null || this.#isStopped()) continue;
      const proof = await this.#try("proof", setting, this.#request.proofMinutes * 60);
      if (!proof.held || proof.roundTripFrames === null) continue;
      const proofMinutes = proof.seconds / 60;
      return {
        ...setting,
        sampleRate: stream.sampleRate,
        roundTripFrames: proof.roundTripFrames,
        roundTripFramesBefore: report.latency.measuredRoundTripFrames,
        proofMinutes,
        glitchesPerMinuteBelow: RULE_OF_THREE / proofMinutes,
      };
    }
    if (!this.#isStopped()) this.error = nothingHolds(this.trials);
    return null;
  }

  /** The file as it stands, with the buffer size free: what sizes there are, and whether sound comes back at all. */
  async #look(): Promise<{ readonly stream: ProbeStream; readonly report: Report } | null> {
    const { text } = this.#request;
    const document = parseConfig(text);
    const open = applyEdits(text, removeOption(document, "top", "bufferSizeSamples"));
    const ranges = await this.#test(open, Math.min(0.2, this.#request.seconds));
    const report = (await this.#test(text, this.#request.seconds)).report;
    if (this.#isStopped()) return null;
    const stream = ranges.stream;
    const error = report.error ?? ranges.report.error;
    if (stream === null || error !== null) {
      this.error = error === null ? nothingHolds([]) : { ...error, host: error.host ?? null };
      return null;
    }
    if (report.latency.measuredRoundTripFrames === null) {
      this.error = {
        code: "nothing-came-back",
        message: report.verdict.sentences[0] ?? t("Nothing of what was played came back."),
        hint: "",
        where: null,
        host: null,
      };
      return null;
    }
    this.#roundTripSeconds = report.latency.measuredRoundTripFrames / stream.sampleRate;
    return { stream, report };
  }

  /** The smallest suggested latency that holds at this buffer, where it shortens the round trip at all. */
  async #lowerLatency(withFile: Trial, sampleRate: number): Promise<Setting> {
    const { bufferFrames } = withFile;
    const unchanged: Setting = { bufferFrames, suggestedLatencySeconds: null };
    const config = effectiveConfig(parseConfig(this.#request.text));
    const now = Math.max(...DIRECTIONS.map((d) => config[d].suggestedLatencySeconds.value ?? (3 * bufferFrames) / sampleRate));
    // Six digits: as a person would write it.
    const seconds = LATENCY_PERIODS.map((periods) => Number(((periods * bufferFrames) / sampleRate).toFixed(6))).filter((s) => s < now);
    const trials = new Map<number, Trial>();
    const first = await firstThatHolds(seconds.length, 0, async (index) => {
      if (this.#isStopped()) return true;
      const trial = await this.#try("latency", { bufferFrames, suggestedLatencySeconds: seconds[index] ?? 0 }, this.#request.seconds);
      trials.set(index, trial);
      return trial.held;
    });
    const best = first === null ? undefined : trials.get(first);
    const shortens = best?.roundTripFrames != null && best.roundTripFrames <= (withFile.roundTripFrames ?? Infinity) - 1;
    return best !== undefined && shortens ? { bufferFrames, suggestedLatencySeconds: best.suggestedLatencySeconds } : unchanged;
  }

  async #try(step: Trial["step"], setting: Setting, seconds: number): Promise<Trial> {
    this.#hooks.onProgress?.({ step, ...setting }, null);
    const rate = this.#request.sampleRate ?? SLOWEST_COMMON_RATE;
    const longest = seconds + this.#roundTripSeconds + (LIKELY_BUFFERS * setting.bufferFrames) / rate;
    const { report } = await this.#test(textWith(this.#request.text, setting), longest, (fraction) => this.#hooks.onProgress?.({ step, ...setting }, fraction));
    const { stream, latency, glitches, timing, error } = report;
    const whole = stream !== null && stream.bufferFrames === setting.bufferFrames;
    const held = error === null && whole && latency.measuredRoundTripFrames !== null && glitches.count === 0;
    const why = held ? null : stream !== null && !whole && error === null ? t("The driver took {0} frames instead.", stream.bufferFrames) : (report.verdict.sentences[0] ?? "");
    const trial: Trial = {
      step,
      ...setting,
      seconds: stream === null ? 0 : (timing.callbacks * stream.bufferFrames) / stream.sampleRate,
      held,
      glitches: glitches.count,
      roundTripFrames: latency.measuredRoundTripFrames,
      why,
    };
    if (this.#isStopped()) return trial;
    this.trials.push(trial);
    this.#hooks.onTrial?.(trial);
    return trial;
  }

  async #test(text: string, seconds: number, onFraction?: (fraction: number) => void): Promise<{ readonly report: Report; readonly stream: ProbeStream | null }> {
    let stream: ProbeStream | null = null;
    const report = await runTest({ ...this.#request, text, seconds, bufferFrames: null }, this.#audio, {
      signal: this.#hooks.signal,
      onRecorded: (result) => { stream = result.stream; },
      onProgress: (step, fraction) => { if (step === "play" && fraction !== null) onFraction?.(fraction); },
    });
    return { report, stream };
  }

  #isStopped(): boolean {
    return this.#hooks.signal?.aborted === true;
  }
}

/** The file with a setting in it, by the smallest edits. */
export function textWith(text: string, setting: Setting): string {
  return steps(text, setting).reduce((now, step) => applyEdits(now, setOption(parseConfig(now), step.table, step.key, step.value)), text);
}

/** Each edit of one value touches its own place, so all can be made against the same text. */
function editsFor(text: string, setting: Setting): readonly TextEdit[] {
  const document = parseConfig(text);
  return steps(text, setting).flatMap((step) => setOption(document, step.table, step.key, step.value));
}

function steps(text: string, { bufferFrames, suggestedLatencySeconds }: Setting): readonly { readonly table: "top" | "input" | "output"; readonly key: string; readonly value: number }[] {
  const config = effectiveConfig(parseConfig(text));
  return [
    { table: "top", key: "bufferSizeSamples", value: bufferFrames },
    ...(suggestedLatencySeconds === null
      ? []
      : DIRECTIONS.filter((d) => config[d].enabled).map((table) => ({ table, key: "suggestedLatencySeconds", value: suggestedLatencySeconds }))),
  ];
}

function nothingHolds(trials: readonly Trial[]): LabError {
  return {
    code: "nothing-holds",
    message: t("No buffer size brought the sound back without a glitch."),
    hint: trials.at(-1)?.why ?? "",
    where: null,
    host: null,
  };
}
