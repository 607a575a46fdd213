import { t } from "./translate.ts";
import { WASAPI, isExclusive, milliseconds, useBackend, writeInstead } from "./backendScene.ts";
import type { BackendScene, Direction } from "./backendScene.ts";
import type { Finding } from "./finding.ts";
import { makeFinding, possibleFix } from "./makeFinding.ts";
import { draftSetOption } from "./setOption.ts";

/** Shorter than one period of the Windows engine at any usual rate: 10 ms at 44.1 kHz. */
const ENGINE_PERIOD_FRAMES = 441;
/** Measured: with a suggested latency of 0, MME and DirectSound have no gaps from this buffer on. */
const WITHOUT_LATENCY_FRAMES = 1024;

/** Buffers and latencies that this backend makes something else of. */
export function backendBuffers(scene: BackendScene): readonly Finding[] {
  return [...buffer(scene), ...scene.on.flatMap((direction) => latency(scene, direction)), ...duplexLatency(scene)];
}

function buffer(scene: BackendScene): readonly Finding[] {
  const { facts, config, on } = scene;
  const size = config.bufferSizeSamples;
  const { value, range } = size;
  if (value === null || range === null || on.length === 0) {
    return [];
  }
  const ms = milliseconds(value);
  const { smallBuffer } = facts;
  if (smallBuffer !== null && value < smallBuffer.risky) {
    return [
      makeFinding(
        "small-buffer",
        range,
        value < smallBuffer.bad
          ? t("{0} breaks up with buffers as small as {1} frames ({2} ms at 48 kHz).", facts.shortName, value, ms)
          : t("{0} may break up with buffers of {1} frames ({2} ms at 48 kHz).", facts.shortName, value, ms),
        t("Use {0} frames or more, or the backend Windows WASAPI for less.", smallBuffer.risky),
        {
          severity: value < smallBuffer.bad ? "warning" : "information",
          fixes: [...writeInstead(size, String(smallBuffer.risky)), ...useBackend(scene, WASAPI)],
        },
      ),
    ];
  }
  const grain = facts.captureGrainSeconds;
  if (grain !== null && on.includes("input") && value < grain * 48000) {
    return [
      makeFinding(
        "capture-grains",
        range,
        t("{0} records in lumps of {1} ms, whatever the buffer: {2} frames make recording no faster.", facts.shortName, grain * 1000, value),
        t("For recording with less delay use the backend Windows WASAPI."),
        { fixes: useBackend(scene, WASAPI) },
      ),
    ];
  }
  const shared = on.filter((direction) => !isExclusive(scene, direction));
  if (scene.isWasapi && shared.length > 0 && value < ENGINE_PERIOD_FRAMES) {
    return [
      makeFinding(
        "engine-period",
        range,
        t("{0} ms are less than the 10 ms period of the Windows engine: in shared mode the latency does not get smaller.", ms),
        t("Use about 10 ms (480 frames at 48 kHz), or wasapiExclusiveMode = true."),
        { fixes: writeInstead(size, "480") },
      ),
    ];
  }
  if (facts.name === "JACK Audio Connection Kit" && (value & (value - 1)) !== 0) {
    return [
      makeFinding(
        "jack-period",
        range,
        t("{0} frames are hardly the period of a JACK server; another one adds latency that nobody reports.", value),
        t("Use the period that the server runs with, or leave the option out."),
      ),
    ];
  }
  return [];
}

function latency(scene: BackendScene, direction: Direction): readonly Finding[] {
  const { facts, config, document } = scene;
  const { suggestedLatencySeconds: seconds, wasapiExclusiveMode } = config[direction];
  const { value, range } = seconds;
  if (isExclusive(scene, direction)) {
    if (value !== null && range !== null) {
      return value === 0
        ? []
        : [
            makeFinding(
              "exclusive-latency",
              range,
              t("In exclusive mode a suggested latency above 0 adds to the delay, and has been seen to cause glitches."),
              t("0.0 is where to start; raise bufferSizeSamples if that breaks up."),
              { fixes: writeInstead(seconds, "0.0") },
            ),
          ];
    }
    const edit = document.findAll(direction, "suggestedLatencySeconds").length > 0 ? null : draftSetOption(document, direction, "suggestedLatencySeconds", 0);
    return wasapiExclusiveMode.range === null
      ? []
      : [
          makeFinding(
            "exclusive-latency",
            wasapiExclusiveMode.range,
            t("Exclusive mode is fast only with suggestedLatencySeconds = 0.0; without it three more buffers are asked for."),
            t("Add suggestedLatencySeconds = 0.0 to [{0}].", direction),
            { severity: "hint", fixes: edit === null ? [] : [possibleFix(t("Add suggestedLatencySeconds = 0.0"), edit)] },
          ),
        ];
  }
  const frames = config.bufferSizeSamples.value ?? 0;
  if (facts.smallBuffer === null || value !== 0 || range === null || frames >= WITHOUT_LATENCY_FRAMES) {
    return [];
  }
  const both = scene.on.length === 2 && scene.on.every((each) => config[each].suggestedLatencySeconds.value === 0);
  return [
    makeFinding(
      "zero-latency",
      range,
      both
        ? t("{0} breaks up with a suggested latency of 0 in both directions at once.", facts.shortName)
        : t("{0} may break up with a suggested latency of 0.", facts.shortName),
      t("Leave the option out, use buffers of {0} frames, or the backend Windows WASAPI.", WITHOUT_LATENCY_FRAMES),
      { severity: both ? "warning" : "information", fixes: writeInstead(seconds, "0.1") },
    ),
  ];
}

/** PortAudio gives the output of a full-duplex WASAPI stream the buffer of the input. */
function duplexLatency(scene: BackendScene): readonly Finding[] {
  const { input, output } = scene.config;
  const { value, range } = output.suggestedLatencySeconds;
  const other = input.suggestedLatencySeconds.value;
  if (!scene.isWasapi || scene.on.length < 2 || value === null || range === null || other === null || value === other) {
    return [];
  }
  return [
    makeFinding(
      "duplex-latency",
      range,
      t("With input and output on, WASAPI gives the output the buffer of the input: this latency has no effect of its own."),
      t("Set the same suggestedLatencySeconds in both tables."),
      { related: input.suggestedLatencySeconds.range === null ? [] : [{ message: t("The input's latency counts."), range: input.suggestedLatencySeconds.range }] },
    ),
  ];
}

