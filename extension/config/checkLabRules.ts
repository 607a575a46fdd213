import { LAB_TABLE } from "./configDocument.ts";
import type { EffectiveConfig, Value } from "./effectiveConfig.ts";
import type { Finding } from "./finding.ts";
import { makeFinding } from "./makeFinding.ts";
import type { Range } from "./text.ts";
import { t } from "./translate.ts";

/** An option that is written, as a number of frames. */
interface Frames {
  readonly name: string;
  readonly count: number;
  readonly range: Range;
}

/** What options of `[flexlab]` ask for that cannot be together; only FlexLab's driver reads them, and it does not start. */
export function checkLabRules(config: EffectiveConfig): Finding[] {
  const least = written("minBufferSamples", config);
  const most = written("maxBufferSamples", config);
  const preferred = written("preferredBufferSamples", config);
  const buffer = framesOf("bufferSizeSamples", config.bufferSizeSamples);
  return [
    ...ordered(least, most),
    ...ordered(least, preferred),
    ...ordered(preferred, most),
    ...(config.lab.get("powersOfTwo")?.value === true ? againstPowersOfTwo(config, [least, most, preferred, buffer]) : []),
  ];
}

function written(name: string, { lab }: EffectiveConfig): Frames | null {
  const value = lab.get(name);
  return value === undefined ? null : framesOf(name, value);
}

function framesOf(name: string, { value, range }: Value<string | number | boolean | null>): Frames | null {
  return typeof value === "number" && range !== null ? { name, count: value, range } : null;
}

function ordered(less: Frames | null, more: Frames | null): Finding[] {
  if (less === null || more === null || less.count <= more.count) return [];
  return [
    disagree(
      less.range,
      t("{0} is {1}, more than {2}, which is {3}.", less.name, less.count, more.name, more.count),
      t("Make it smaller, or remove one of the two."),
    ),
  ];
}

function againstPowersOfTwo(config: EffectiveConfig, lengths: readonly (Frames | null)[]): Finding[] {
  const step = written("bufferGranularity", config);
  const odd = lengths.filter((one) => one !== null && !isPowerOfTwo(one.count)) as readonly Frames[];
  return [
    ...(step === null ? [] : [disagree(step.range, t("{0} and {1} cannot both be set.", step.name, "powersOfTwo"), t("Remove one of the two."))]),
    ...odd.map(({ name, count, range }) =>
      disagree(
        range,
        t("{0} is {1}: no power of two, as powersOfTwo in [{2}] asks for.", name, count, LAB_TABLE),
        t("Write 64, 128, 256, 512, 1024 or another power of two."),
      ),
    ),
  ];
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function disagree(range: Range, message: string, hint: string): Finding {
  return makeFinding("options-disagree", range, message, hint, { drivers: ["flexlab"] });
}
