import { t } from "@vscode/l10n";

import { backendFacts } from "../backends/backendFacts.ts";
import type { BackendDevices, Direction } from "../audio/contract.ts";
import type { EffectiveConfig, EffectiveStream } from "../config/effectiveConfig.ts";
import { backendInEffect, deviceInEffect, rateInEffect, resolvedDevice } from "../language/inEffect.ts";
import { frames, framesToMilliseconds, milliseconds, sampleRate } from "../language/units.ts";
import type { Report } from "../lab/report.ts";
import type { PanelSetting, SettingName } from "./panelProtocol.ts";
import { deviceWords } from "./panelState.ts";

const WASAPI = "Windows WASAPI";

/** What is known of the stream of a file. */
interface Scene {
  readonly config: EffectiveConfig;
  readonly backends: readonly BackendDevices[] | null;
  /** Of the last run that came to a stream. */
  readonly run: (Report & { readonly stream: NonNullable<Report["stream"]> }) | null;
}

/** A value that the run can be held against; null: nobody can say what it should be. */
type Wanted = string | number | null;

/**
 * Each setting of the stream as the text has it, as it is in effect with the defaults, and as the last run negotiated it.
 * `isOld`: the run was of another text, so that a difference means nothing.
 */
export function panelSettings(
  config: EffectiveConfig,
  backends: readonly BackendDevices[] | null,
  report: Report | null,
  isOld: boolean,
): readonly PanelSetting[] {
  const run = report?.stream == null ? null : { ...report, stream: report.stream };
  const scene: Scene = { config, backends, run };
  return [backendOf(scene), modeOf(scene), deviceOf(scene, "input"), deviceOf(scene, "output"), rateOf(scene), bufferOf(scene), sampleTypeOf(scene)].map(
    ({ wanted, got, ...setting }) => ({ ...setting, differs: !isOld && wanted !== null && got !== null && wanted !== got }),
  );
}

type Compared = Omit<PanelSetting, "differs"> & { readonly wanted: Wanted; readonly got: Wanted };

function setting(name: SettingName, words: { readonly file: string | null; readonly effect: string; readonly run: string | null }, wanted: Wanted, got: Wanted): Compared {
  return { name, ...words, tone: "normal", canPick: true, wanted, got };
}

function backendOf({ config, backends, run }: Scene): Compared {
  const { name, isHere } = backendInEffect(config, backends);
  const got = run?.backend ?? null;
  return { ...setting("backend", { file: config.backend.value, effect: name ?? t("Default backend"), run: got }, name, got), tone: isHere === false ? "wrong" : "normal" };
}

/** Only WASAPI has both modes; of the others it is known which one they are. */
function modeOf({ config, backends, run }: Scene): Compared {
  const { name } = backendInEffect(config, backends);
  const got = run?.mode ?? null;
  const gotWords = got === null ? null : modeWord(got === "exclusive");
  const written = both(config, ({ wasapiExclusiveMode: { isDefault, value } }) => (isDefault ? null : modeWord(value)));
  if (name !== WASAPI) {
    const facts = name === null ? null : backendFacts(name);
    const effect = facts === null ? "–" : facts.exclusive ? modeWord(true) : facts.mixes ? modeWord(false) : "–";
    return { ...setting("mode", { file: written, effect, run: gotWords }, null, got), canPick: false, tone: effect === "–" ? "muted" : "normal" };
  }
  const effect = both(config, ({ wasapiExclusiveMode }) => modeWord(wasapiExclusiveMode.value)) ?? "–";
  const on = streamsOf(config);
  const isExclusive = on.every((stream) => stream.wasapiExclusiveMode.value);
  const isMixed = !isExclusive && on.some((stream) => stream.wasapiExclusiveMode.value);
  return setting("mode", { file: written, effect, run: gotWords }, isMixed ? null : isExclusive ? "exclusive" : "shared", got);
}

function deviceOf({ config, backends, run }: Scene, direction: Direction): Compared {
  const inEffect = deviceInEffect(config, direction, backends);
  // That it is the default one is said by the file, which names none.
  const words = inEffect.kind === "default" && inEffect.device != null ? inEffect.device.name : deviceWords(inEffect);
  const got = run?.devices[direction] ?? null;
  const { device, deviceRegex, enabled } = config[direction];
  const file = deviceRegex.value !== null ? `/${deviceRegex.value}/` : !enabled ? t("off") : device.value;
  const runWords = run === null ? null : got === null ? t("off") : got.name;
  const wanted = inEffect.kind === "off" ? "" : (resolvedDevice(inEffect)?.name ?? null);
  const compared = setting(direction, { file, effect: words ?? t("off"), run: runWords }, wanted, run === null ? null : (got?.name ?? ""));
  return { ...compared, tone: words === null ? "muted" : inEffect.kind === "named" && inEffect.device === null ? "wrong" : "normal" };
}

/** No option: the music program chooses it, and the driver starts with that of the devices. */
function rateOf({ config, backends, run }: Scene): Compared {
  const isKnown = backends !== null;
  const effect = isKnown ? sampleRate(rateInEffect(config, backends)) : "–";
  const got = run === null ? null : sampleRate(run.stream.sampleRate);
  return { ...setting("rate", { file: null, effect, run: got }, isKnown ? effect : null, got), canPick: false, tone: isKnown ? "normal" : "muted" };
}

function bufferOf({ config, backends, run }: Scene): Compared {
  const { value } = config.bufferSizeSamples;
  const words = (size: number, rate: number): string => `${frames(size)} = ${milliseconds(framesToMilliseconds(size, rate))}`;
  const file = value === null ? null : frames(value);
  const effect = value === null ? t("program’s choice") : words(value, run?.stream.sampleRate ?? rateInEffect(config, backends));
  const got = run === null ? null : value === null ? words(run.stream.bufferFrames, run.stream.sampleRate) : frames(run.stream.bufferFrames);
  return setting("buffer", { file, effect, run: got }, value, run?.stream.bufferFrames ?? null);
}

function sampleTypeOf({ config, backends, run }: Scene): Compared {
  const { name } = backendInEffect(config, backends);
  const typeOf = ({ sampleType, wasapiExclusiveMode }: EffectiveStream): string | null =>
    sampleType.value ?? (name === WASAPI && wasapiExclusiveMode.value ? null : "Float32");
  const effect = both(config, (stream) => typeOf(stream) ?? t("the device’s own")) ?? "–";
  const wanted = streamsOf(config).every((stream) => typeOf(stream) !== null) ? effect : null;
  const file = both(config, ({ sampleType }) => sampleType.value);
  const types = run === null ? [] : [run.stream.inputSampleType, run.stream.outputSampleType];
  const [first, second] = types.filter((type) => type !== null);
  const got = first === undefined ? null : second === undefined || second === first ? first : directed(first, second);
  return setting("sampleType", { file, effect, run: got }, wanted, got);
}

function streamsOf(config: EffectiveConfig): readonly EffectiveStream[] {
  return [config.input, config.output].filter(({ enabled }) => enabled);
}

/** One word for both directions where they agree; null: neither says anything, or they cannot be named together. */
function both({ input, output }: EffectiveConfig, wordOf: (stream: EffectiveStream) => string | null): string | null {
  if (!input.enabled || !output.enabled) return input.enabled ? wordOf(input) : output.enabled ? wordOf(output) : null;
  const [one, other] = [wordOf(input), wordOf(output)];
  if (one === other) return one;
  return directed(one ?? t("not set"), other ?? t("not set"));
}

function directed(input: string, output: string): string {
  return t("{0} in, {1} out", input, output);
}

function modeWord(exclusive: boolean): string {
  return exclusive ? t("exclusive") : t("shared");
}
