import { t } from "@vscode/l10n";
import type { Report } from "../report.ts";

/** Something about the runs themselves that was different. */
export interface Circumstance {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export function circumstances(before: Report, after: Report): readonly Circumstance[] {
  const facts = (r: Report): readonly (readonly [what: string, value: string])[] => [
    [t("file"), r.config?.sha256.slice(0, 12) ?? "–"],
    [t("driver"), r.driver === undefined ? "FlexLab" : `${r.driver.name} ${String(r.driver.version ?? "")}`.trimEnd()],
    [t("backend"), r.backend ?? "–"],
    [t("mode"), r.mode ?? "–"],
    [t("input"), r.devices.input === null ? "–" : `${r.devices.input.name} (${r.devices.input.channels})`],
    [t("output"), r.devices.output === null ? "–" : `${r.devices.output.name} (${r.devices.output.channels})`],
    [t("sample rate"), r.stream === null ? "–" : `${r.stream.sampleRate} Hz`],
    [t("buffer"), r.stream === null ? "–" : `${r.stream.bufferFrames}`],
    [t("sample types"), r.stream === null ? "–" : `${r.stream.inputSampleType ?? "–"}/${r.stream.outputSampleType ?? "–"}`],
    [t("real-time thread"), r.environment.realtime === null ? "–" : String(r.environment.realtime)],
    [t("operating system"), r.environment.os],
    ["PortAudio", r.environment.portaudio ?? "–"],
    ["FlexLab", r.flexlab],
    [t("failure"), r.error?.code ?? "–"],
  ];
  const others = new Map(facts(after));
  return facts(before).flatMap(([what, value]) => {
    const other = others.get(what) ?? "–";
    return other === value ? [] : [{ what, before: value, after: other }];
  });
}
