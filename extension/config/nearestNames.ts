import { slips } from "./suggest.ts";

export interface NearName {
  readonly name: string;
  /** Nobody could have meant another: only case, a number that Windows gave, or a cut end differ. */
  readonly sure: boolean;
}

/** The names of devices that were most probably meant, the likeliest first, three at most. */
export function nearestNames(typed: string, names: readonly string[], cutAt: number | null): readonly NearName[] {
  const scored = [...new Set(names)].flatMap((name) => {
    const score = distance(typed, name, cutAt);
    return score === null ? [] : [{ name, score }];
  });
  scored.sort((a, b) => a.score - b.score);
  const best = scored.slice(0, 3);
  return best.map(({ name, score }, index) => ({ name, sure: score < 1 && index === 0 && best[1]?.score !== score }));
}

/** Below 1: the same name in other words; null: another name. */
function distance(typed: string, name: string, cutAt: number | null): number | null {
  const a = typed.toLowerCase().trim();
  const b = name.toLowerCase().trim();
  if (a === b) {
    return 0;
  }
  if (cutAt !== null && name.length >= cutAt && a.startsWith(b)) {
    return 0.1;
  }
  if (withoutNumber(a) === withoutNumber(b)) {
    return 0.2;
  }
  if (Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a))) {
    return 1;
  }
  const limit = Math.floor(Math.min(a.length, b.length) / 3);
  const count = slips(a, b, limit);
  if (count <= limit) {
    return 2 + count / 100;
  }
  const common = commonWords(a, b);
  return common >= 0.5 ? 4 - common : null;
}

/** Windows puts `2- ` before the name of a device that was plugged in somewhere else. */
function withoutNumber(name: string): string {
  return name.replace(/(^|\()\d+- ?/g, "$1");
}

function commonWords(a: string, b: string): number {
  const words = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const of = new Set(words(b));
  const all = words(a);
  return all.length === 0 ? 0 : all.filter((word) => of.has(word)).length / Math.max(all.length, of.size);
}
