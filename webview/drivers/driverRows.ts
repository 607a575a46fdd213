import { t } from "@vscode/l10n";
import type { PanelDriver } from "../../extension/editor/panelProtocol.ts";
import { decimal, framesWithUnit, NOT_MEASURED, sampleRateText, toMilliseconds } from "../units.ts";

export type Row = readonly [label: string, value: string];

/** What is not known is a dash, never a zero. */
export function driverRows(driver: PanelDriver): readonly Row[] {
  const { sampleRate, bufferFrames, input, output, startedAt, updatedAt } = driver;
  const ms = (frames: number | null): string => (frames === null || sampleRate === null ? NOT_MEASURED : `${decimal(toMilliseconds(frames, sampleRate), 2)} ms`);
  const inFrames = input?.latencyFrames ?? null;
  const outFrames = output?.latencyFrames ?? null;
  const trip = inFrames === null || outFrames === null ? null : inFrames + outFrames;
  const mode = driver.exclusive === null ? "" : ` · ${driver.exclusive ? t("exclusive") : t("shared")}`;
  const lost = driver.inputUnderflows + driver.inputOverflows + driver.outputUnderflows + driver.outputOverflows;
  return [
    [t("Backend"), driver.backend === null ? NOT_MEASURED : driver.backend + mode],
    [t("Output"), output === null ? t("off") : `${output.device} · ${output.sampleType}`],
    [t("Input"), input === null ? t("off") : `${input.device} · ${input.sampleType}`],
    [t("Sample rate"), sampleRate === null ? NOT_MEASURED : sampleRateText(sampleRate)],
    [t("Buffer"), bufferFrames === null ? NOT_MEASURED : `${framesWithUnit(bufferFrames)} · ${ms(bufferFrames)}`],
    [t("Reported latency"), trip === null ? NOT_MEASURED : t("{0} (output {1}, input {2})", ms(trip), ms(outFrames), ms(inFrames))],
    [t("Late callbacks"), t("{0} of {1}", decimal(driver.lateCallbacks, 0), decimal(driver.callbacks, 0))],
    [t("Lost buffers"), decimal(lost, 0)],
    [t("Late for the output"), decimal(driver.missedOutputReady, 0)],
    [t("Running for"), startedAt === null ? NOT_MEASURED : duration(updatedAt - startedAt)],
    [t("File"), driver.configPath ?? t("none: the defaults")],
  ];
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? clock : `${Math.floor(seconds / 3600)}:${clock}`;
}
