import { t } from "./translate.ts";
import { WASAPI, isExclusive, removeLine, useBackend } from "./backendScene.ts";
import type { BackendScene, Direction } from "./backendScene.ts";
import type { Finding } from "./finding.ts";
import type { FindingCode } from "./findingCodes.ts";
import { makeFinding } from "./makeFinding.ts";
import { streamOptions } from "./schema.ts";

/** Options that this backend or mode does not look at, and those that nothing on the way makes true. */
export function backendOptions(scene: BackendScene): readonly Finding[] {
  return scene.on.flatMap((direction) => [
    ...(scene.isWasapi ? ofOtherMode(scene, direction) : ofWasapi(scene, direction)),
    ...formats(scene, direction),
  ]);
}

type WasapiKey = "wasapiExclusiveMode" | "wasapiAutoConvert" | "wasapiExplicitSampleFormat";

/** An ignored option. One that says what happens anyway does no harm. */
function ignored(
  scene: BackendScene,
  direction: Direction,
  key: WasapiKey,
  code: FindingCode,
  text: readonly [message: string, hint: string],
  harmless: boolean,
): readonly Finding[] {
  const entry = scene.document.find(direction, key);
  if (entry === null || scene.config[direction][key].isDefault) {
    return [];
  }
  return [
    makeFinding(code, scene.document.rangeOf(entry.keyPart.span), ...text, {
      severity: harmless ? "hint" : "warning",
      fixes: [...removeLine(scene, direction, key), ...(code === "wasapi-only" && !harmless ? useBackend(scene, WASAPI) : [])],
    }),
  ];
}

function ofWasapi(scene: BackendScene, direction: Direction): readonly Finding[] {
  const { facts, config } = scene;
  const keys = [...streamOptions.values()].filter(({ backends }) => backends !== null && !backends.includes(facts.name));
  return keys.flatMap(({ name, defaultValue }) => {
    const key = name as WasapiKey;
    const message =
      config.backend.value === null
        ? t("{0} has no effect: without a backend the driver takes {1}, which does not look at it.", key, facts.shortName)
        : t("{0} has no effect: {1} does not look at it.", key, facts.shortName);
    const hint = t("It is for the backend Windows WASAPI alone.");
    return ignored(scene, direction, key, "wasapi-only", [message, hint], config[direction][key].value === defaultValue);
  });
}

function ofOtherMode(scene: BackendScene, direction: Direction): readonly Finding[] {
  const stream = scene.config[direction];
  if (isExclusive(scene, direction)) {
    const text = [
      t("Exclusive mode converts nothing: wasapiAutoConvert has no effect beside it."),
      t("The device itself must know the sample rate and the channels, or use the shared mode."),
    ] as const;
    return ignored(scene, direction, "wasapiAutoConvert", "auto-convert-exclusive", text, !stream.wasapiAutoConvert.value);
  }
  const text = [
    t("wasapiExplicitSampleFormat has no effect in shared mode: the Windows engine works in Float32 anyway."),
    t("It is for wasapiExclusiveMode = true."),
  ] as const;
  return ignored(scene, direction, "wasapiExplicitSampleFormat", "explicit-format-shared", text, stream.wasapiExplicitSampleFormat.value);
}

/** Formats that are asked for where nobody converts, names of speakers that are lost, channels that do not open. */
function formats(scene: BackendScene, direction: Direction): readonly Finding[] {
  const { facts, config, isWasapi } = scene;
  const { channels, sampleType, device, wasapiAutoConvert, wasapiExplicitSampleFormat } = config[direction];
  const exclusive = isExclusive(scene, direction);
  const findings: Finding[] = [];
  const hardware = facts.name === "Windows WDM-KS" || (facts.name === "ALSA" && /(^|\()hw:/.test(device.value ?? ""));
  if (channels.range !== null && channels.value !== null) {
    const { value, range } = channels;
    if (facts.mostChannels !== null && value > facts.mostChannels) {
      findings.push(
        makeFinding(
          "too-many-channels",
          range,
          t("{0} does not open devices with more than {1} channels.", facts.shortName, facts.mostChannels),
          t("Use fewer, or the backend Windows WASAPI."),
          { fixes: useBackend(scene, WASAPI) },
        ),
      );
    }
    if (exclusive || hardware) {
      findings.push(
        makeFinding(
          "no-conversion",
          range,
          t("Nothing converts channels here: the device itself must open with exactly {0}.", value),
          t("Without the line all channels of the device are opened."),
          { fixes: removeLine(scene, direction, "channels") },
        ),
      );
    } else if (isWasapi && !wasapiAutoConvert.value) {
      findings.push(
        makeFinding(
          "no-conversion",
          range,
          t("With wasapiAutoConvert = false only the number of channels works that Windows is set to; is that {0}?", value),
          t("Without the line it is right by itself."),
          { fixes: removeLine(scene, direction, "channels") },
        ),
      );
    } else if (isWasapi) {
      findings.push(
        makeFinding(
          "speaker-names",
          range,
          t("With channels set, the host program no longer shows which channel is which speaker."),
          t("Without the line all channels are opened, with their names."),
          { fixes: removeLine(scene, direction, "channels") },
        ),
      );
    }
  }
  if (exclusive && wasapiExplicitSampleFormat.value && sampleType.value !== null && sampleType.range !== null) {
    findings.push(
      makeFinding(
        "no-conversion",
        sampleType.range,
        t("Nothing converts samples in exclusive mode: the device itself must take {0}.", sampleType.value),
        t("Without the line the driver takes the type that the device is set to; with wasapiExplicitSampleFormat = false it tries all."),
        { fixes: removeLine(scene, direction, "sampleType") },
      ),
    );
  }
  return findings;
}
