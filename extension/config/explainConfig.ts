import { fixedNumber } from "./numberText.ts";
import { t } from "./translate.ts";
import { backendFacts } from "../backends/backendFacts.ts";
import type { BackendFacts } from "../backends/backendFacts.ts";
import { backendWords } from "../backends/backendWords.ts";
import type { PathStep } from "../backends/backendWords.ts";
import { LAB_TABLE } from "./configDocument.ts";
import type { ConfigDocument, OptionTable, TableName } from "./configDocument.ts";
import { effectiveConfig } from "./effectiveConfig.ts";
import type { EffectiveConfig, EffectiveStream, Value } from "./effectiveConfig.ts";
import { optionSchema, optionsOf } from "./schema.ts";
import type { Range } from "./text.ts";
import { tomlFloat, tomlString } from "./tomlText.ts";

/** `flexlab explain --json`. */
export interface Explanation {
  readonly schema: "flexlab-explanation/1";
  readonly options: readonly ExplainedOption[];
  readonly directions: { readonly input: ExplainedDirection; readonly output: ExplainedDirection };
}

export interface ExplainedOption {
  readonly table: OptionTable;
  readonly key: string;
  /** As it would be written; null: left to the driver. */
  readonly value: string | number | boolean | null;
  readonly isDefault: boolean;
  /** Where the value stands; null for a default. */
  readonly range: Range | null;
  /** What it comes to in this file, in words. */
  readonly meaning: string;
  /** False: nothing looks at it in this file (another backend, a direction that is off, the other mode). */
  readonly applies: boolean;
}

export interface ExplainedDirection {
  readonly enabled: boolean;
  /** The backend that the path is told for; null: not known before the driver runs. */
  readonly backend: string | null;
  readonly mode: "shared" | "exclusive" | null;
  /** In the direction of the sound: playback towards the device, recording from it. Empty when the direction is off. */
  readonly path: readonly PathStep[];
  readonly mixes: boolean | null;
  readonly converts: boolean | null;
  readonly followsDefault: boolean | null;
  readonly notes: readonly string[];
}

/** Says in words what the file comes to: every option, and the way that the sound takes. */
export function explainConfig(document: ConfigDocument): Explanation {
  const config = effectiveConfig(document);
  const options: ExplainedOption[] = [];
  for (const table of ["top", "input", "output"] as const) {
    for (const key of optionsOf(table).keys()) {
      options.push(explainOption(config, table, key));
    }
  }
  for (const [key, value] of config.lab) {
    options.push({ ...placed(LAB_TABLE, key, value), ...(key === "clocks" ? clocksMeaning(config) : { meaning: labMeaning(key, value.value), applies: true }) });
  }
  return {
    schema: "flexlab-explanation/1",
    options,
    directions: {
      input: explainDirection(config, "input"),
      output: explainDirection(config, "output"),
    },
  };
}

function factsOf(config: EffectiveConfig, stream: EffectiveStream): BackendFacts | null {
  // Without a backend the driver takes DirectSound where there is one; elsewhere we cannot know before it runs.
  const name = config.backend.value ?? "Windows DirectSound";
  return backendFacts(name, stream.wasapiExclusiveMode.value ? "exclusive" : "shared");
}

function explainDirection(config: EffectiveConfig, direction: "input" | "output"): ExplainedDirection {
  const stream = config[direction];
  const facts = factsOf(config, stream);
  const backend = config.backend.value;
  if (!stream.enabled || facts === null) {
    return {
      enabled: stream.enabled,
      backend,
      mode: null,
      path: [],
      mixes: null,
      converts: null,
      followsDefault: null,
      notes: [],
    };
  }
  const driver: readonly PathStep[] = [
    { title: t("Host program"), does: "" },
    { title: t("ASIO driver"), does: t("Copies between the ASIO buffer and PortAudio in the same callback: adds 0 frames.") },
  ];
  const words = backendWords(facts);
  const path = [...driver, ...words.path];
  return {
    enabled: true,
    backend: facts.name,
    mode: facts.mode,
    path: direction === "output" ? path : path.toReversed(),
    mixes: facts.mixes,
    converts: facts.converts === "always" || (facts.converts === "if-allowed" && convertsIfAllowed(facts, stream)),
    followsDefault: facts.followsDefault && stream.device.value === null && stream.deviceRegex.value === null,
    notes: [
      ...(backend === null
        ? [t("No backend is set: this is told for Windows DirectSound, which the driver takes where there is one.")]
        : []),
      ...words.notes,
    ],
  };
}

function convertsIfAllowed(facts: BackendFacts, stream: EffectiveStream): boolean {
  return facts.name !== "Windows WASAPI" || stream.wasapiAutoConvert.value;
}

function explainOption(config: EffectiveConfig, table: TableName, key: string): ExplainedOption {
  if (table === "top") {
    const value = key === "backend" ? config.backend : config.bufferSizeSamples;
    return { ...placed(table, key, value), meaning: topMeaning(config, key), applies: true };
  }
  const stream = config[table];
  const value = stream[key as StreamKey];
  return { ...placed(table, key, value), ...streamMeaning(config, stream, key as StreamKey) };
}

type StreamKey = Exclude<keyof EffectiveStream, "table" | "enabled">;

function clocksMeaning({ clocks, input, output }: EffectiveConfig): { meaning: string; applies: boolean } {
  if (!input.enabled || !output.enabled) return { meaning: t("not used: there is one direction only"), applies: false };
  switch (clocks.value) {
    case "auto":
      return { meaning: t("two streams for two pieces of hardware, joined by a resampler; else one"), applies: true };
    case "one":
      return { meaning: t("one stream for both directions, whatever their hardware"), applies: true };
    case "two":
      return { meaning: t("two streams, joined by a resampler that follows the drift"), applies: true };
  }
}

function labMeaning(key: string, value: string | number | boolean | null): string {
  switch (key) {
    case "rateConversion":
      return value === true ? t("sample rates that the device does not run at are converted") : t("sample rates that the device does not run at are refused");
    case "powersOfTwo":
      return value === true ? t("only buffers of 64, 128, 256 … frames are offered") : t("buffers of any length are offered");
    case "equalSampleTypes":
      return value === true ? t("both directions get one sample type") : t("each direction has a sample type of its own");
    case "outputReady":
      return value === true ? t("host programs may hand their blocks over early") : t("one buffer more latency, for host programs that call outputReady wrongly");
    case "inputLatencyCorrection":
    case "outputLatencyCorrection":
      return value === null ? t("nothing is added to the latency that host programs are told") : t("{0} frames are added to the latency that host programs are told", Number(value));
    default:
      return value === null ? t("as without this option") : t("{0} frames", Number(value));
  }
}

function placed(
  table: OptionTable,
  key: string,
  value: Value<string | number | boolean | null>,
): Pick<ExplainedOption, "table" | "key" | "value" | "isDefault" | "range"> {
  return { table, key, value: value.value, isDefault: value.isDefault, range: value.range };
}

function topMeaning(config: EffectiveConfig, key: string): string {
  if (key === "backend") {
    const name = config.backend.value;
    if (name === null) {
      return t("Windows DirectSound where there is one, otherwise what PortAudio prefers on this machine");
    }
    const facts = backendFacts(name);
    return facts === null ? t("A backend that nothing is known of") : backendWords(facts).summary;
  }
  const frames = config.bufferSizeSamples.value;
  return frames === null
    ? t("the host program chooses; 20 ms are offered as preferred")
    : t("{0} at 48 kHz, {1} at 44.1 kHz; the host program has no choice", milliseconds(frames / 48000), milliseconds(frames / 44100));
}

function streamMeaning(
  config: EffectiveConfig,
  stream: EffectiveStream,
  key: StreamKey,
): { meaning: string; applies: boolean } {
  if (!stream.enabled) {
    return key === "device"
      ? { meaning: t("this direction is off"), applies: true }
      : { meaning: t("not used: this direction is off"), applies: false };
  }
  const wasapi = config.backend.value === "Windows WASAPI";
  const only = optionSchema("input", key)?.backends ?? null;
  if (only !== null && !wasapi) {
    return { meaning: t("not used: only {0} looks at it", only.join(", ")), applies: false };
  }
  const exclusive = wasapi && stream.wasapiExclusiveMode.value;
  const applies = true;
  switch (key) {
    case "device":
      return stream.device.value === null
        ? {
            meaning:
              stream.deviceRegex.value === null ? t("the backend's default device") : t("found by deviceRegex instead"),
            applies,
          }
        : { meaning: t("the device of exactly this name"), applies };
    case "deviceRegex":
      return stream.deviceRegex.value === null
        ? { meaning: t("not set"), applies }
        : { meaning: t("the one device whose name this matches somewhere"), applies };
    case "channels":
      return stream.channels.value === null
        ? { meaning: t("as many as the device has"), applies }
        : {
            meaning: wasapi
              ? t("{0} opened, without speaker names", stream.channels.value)
              : t("{0} opened", stream.channels.value),
            applies,
          };
    case "sampleType":
      return {
        meaning:
          stream.sampleType.value !== null
            ? t("between host program and backend")
            : exclusive
              ? t("the type that the device is set to")
              : "Float32",
        applies,
      };
    case "suggestedLatencySeconds":
      return { meaning: latencyMeaning(config, stream), applies };
    case "wasapiExclusiveMode":
      return {
        meaning: exclusive
          ? t("the device is opened for this program alone: no mixer, no effects, no conversion")
          : t("the device is shared with other programs through the Windows mixer"),
        applies,
      };
    case "wasapiAutoConvert":
      return exclusive
        ? { meaning: t("not used: exclusive mode converts nothing"), applies: false }
        : {
            meaning: stream.wasapiAutoConvert.value
              ? t("Windows converts sample rate and channels where they differ")
              : t("only the format that Windows is set to can be opened"),
            applies,
          };
    case "wasapiExplicitSampleFormat":
      return exclusive
        ? {
            meaning: stream.wasapiExplicitSampleFormat.value
              ? t("the device is opened with exactly this sample type")
              : t("Int32, Int24, Float32 and Int16 are tried in turn"),
            applies,
          }
        : { meaning: t("not used: the shared mixer works in floating point anyway"), applies: false };
  }
}

function latencyMeaning(config: EffectiveConfig, stream: EffectiveStream): string {
  const seconds = stream.suggestedLatencySeconds.value;
  if (seconds !== null) {
    return seconds === 0
      ? t("the smallest that the backend gives")
      : t("PortAudio is asked for {0} in this direction", milliseconds(seconds));
  }
  const frames = config.bufferSizeSamples.value;
  return frames === null
    ? t("three ASIO buffers")
    : t("three ASIO buffers: {0} frames, {1} at 48 kHz", 3 * frames, milliseconds((3 * frames) / 48000));
}

function milliseconds(seconds: number): string {
  const value = seconds * 1000;
  return `${fixedNumber(value, value >= 100 ? 0 : value >= 10 ? 1 : 2)} ms`;
}

/** The value as it would stand in the file. */
export function writtenValue(option: Pick<ExplainedOption, "table" | "key" | "value">): string | null {
  const { table, key, value } = option;
  if (value === null) {
    return null;
  }
  if (typeof value === "string") {
    return tomlString(value);
  }
  return typeof value === "number" && optionSchema(table, key)?.type === "number" ? tomlFloat(value) : String(value);
}
