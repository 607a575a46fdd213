import { t } from "@vscode/l10n";
import { formatDb, formatNumber } from "../formatFrames.ts";
import type { Report, SoundQuality } from "../report.ts";

/** One in a hundred: what anybody hears, and what clipping makes at once. */
const MUCH_DISTORTION_DB = -40;
/** A hum that stands in the pauses of quiet music. */
const MUCH_HUM_DBFS = -60;

/**
 * The report with the sound's quality put into sentences, after those that it has. More than 1 % of distortion, a hum
 * above -60 dBFS, sound that is cut off, and what could not be measured deserve a look (`warn`); a response is what it is.
 */
export function judgeQuality(report: Report): Report {
  const { quality, verdict } = report;
  if (quality == null) return report;
  const notes = [...response(quality), ...distortion(quality), ...loudness(quality), ...noise(quality), ...problems(quality)];
  const isWarning = notes.some(({ level }) => level === "warn");
  const level = verdict.level === "pass" && isWarning ? "warn" : verdict.level;
  // The gravest stays first: a new warning leads what was well until now.
  const warnings = notes.filter((note) => note.level === "warn").map(({ sentence }) => sentence);
  const rest = notes.filter((note) => note.level === "pass").map(({ sentence }) => sentence);
  const sentences = verdict.level === "pass" ? [...warnings, ...verdict.sentences, ...rest] : [...verdict.sentences, ...warnings, ...rest];
  return { ...report, verdict: { level, sentences } };
}

interface Note {
  readonly level: "pass" | "warn";
  readonly sentence: string;
}

function response({ response: found }: SoundQuality): readonly Note[] {
  if (found === null || found.channels.length === 0) return [];
  // The worst of the channels speaks for all of them.
  const deviation = Math.max(...found.channels.map(({ deviationDb }) => deviationDb));
  const low = Math.max(...found.channels.map(({ lowHz }) => lowHz ?? 0));
  const high = Math.min(...found.channels.map(({ highHz }) => highHz ?? Infinity));
  const top = Math.min(20_000, found.frequenciesHz.at(-1) ?? 20_000);
  if (low === 0 && high === Infinity) {
    return [{ level: "pass", sentence: t("Frequency response within {0} dB from 20 Hz to {1}.", formatNumber(Math.max(0.1, deviation), 1), kilohertz(top)) }];
  }
  if (low === 0) return [{ level: "pass", sentence: t("The frequency response ends at {0} (3 dB below 1 kHz).", kilohertz(high)) }];
  if (high === Infinity) return [{ level: "pass", sentence: t("The frequency response begins at {0} (3 dB below 1 kHz).", kilohertz(low)) }];
  return [{ level: "pass", sentence: t("The frequency response goes from {0} to {1} (3 dB below 1 kHz).", kilohertz(low), kilohertz(high)) }];
}

function distortion({ distortion: found }: SoundQuality): readonly Note[] {
  if (found === null) return [];
  if (found.channels.length === 0) return [{ level: "warn", sentence: t("The test tone of {0} did not come back as a tone.", kilohertz(found.playedHz)) }];
  const worst = Math.max(...found.channels.map(({ thdPlusNoiseDb }) => thdPlusNoiseDb ?? -Infinity));
  if (worst === -Infinity) return [{ level: "pass", sentence: t("The test tone came back without any distortion or noise.") }];
  const figure = `${formatDb(worst)} (${percentOf(worst)})`;
  return worst > MUCH_DISTORTION_DB
    ? [{ level: "warn", sentence: t("Much distortion: harmonics and noise of a tone of {0} are {1}. A level may be too high somewhere on the way.", kilohertz(found.playedHz), figure) }]
    : [{ level: "pass", sentence: t("Distortion and noise of a tone of {0}: {1}.", kilohertz(found.playedHz), figure) }];
}

function loudness({ loudness: found }: SoundQuality): readonly Note[] {
  const of = (kind: "clipped" | "limited"): number => Math.min(0, ...(found?.channels ?? []).flatMap((c) => (c.kind === kind ? [c.gainChangeDb] : [])));
  const [cut, turned] = [of("clipped"), of("limited")];
  if (cut < 0) return [{ level: "warn", sentence: t("Loud sound is cut off: near full scale a tone loses {0}. Turn the level down somewhere on the way.", formatChange(cut)) }];
  if (turned < 0) return [{ level: "pass", sentence: t("A limiter is on the way: near full scale a tone is turned down by {0}.", formatChange(turned)) }];
  return [];
}

/** A change of gain in dB, with as many digits as a small one needs: `0.035 dB`. */
export function formatChange(db: number): string {
  const size = Math.abs(db);
  return `${formatNumber(size, size < 0.1 ? 3 : size < 1 ? 2 : 1)} dB`;
}

function noise({ noise: found }: SoundQuality): readonly Note[] {
  if (found === null || found.channels.length === 0) return [];
  const level = Math.max(...found.channels.map(({ rmsDbfs }) => rmsDbfs ?? -Infinity));
  if (level === -Infinity) return [{ level: "pass", sentence: t("Silence comes back as digital silence.") }];
  const notes: Note[] = [{ level: "pass", sentence: t("Noise floor {0}.", `${formatNumber(level, 1)} dBFS`) }];
  const [hum] = found.channels.flatMap(({ tone }) => (tone === null || tone.dbfs < MUCH_HUM_DBFS ? [] : [tone])).sort((a, b) => b.dbfs - a.dbfs);
  if (hum !== undefined) notes.push({ level: "warn", sentence: t("A tone of {0} at {1} is in the silence: hum, or a device that whistles.", kilohertz(hum.hz), `${formatNumber(hum.dbfs, 1)} dBFS`) });
  return notes;
}

function problems({ problems: told }: SoundQuality): readonly Note[] {
  return told.map((problem) => ({ level: "warn", sentence: t("Part of the full test was not measured: {0}", problem) }));
}

/** `997 Hz`, `15.2 kHz` */
export function kilohertz(hz: number): string {
  return hz >= 1000 ? `${formatNumber(hz / 1000, 1)} kHz` : `${formatNumber(hz, hz < 100 ? 1 : 0)} Hz`;
}

/** A ratio in dB as a part of a hundred with two digits that mean something: `0.0013 %`. */
export function percentOf(db: number): string {
  const percent = 100 * 10 ** (db / 20);
  return `${formatNumber(percent, Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(percent)))))} %`;
}
