import { LineMap } from "../config/text.ts";
import type { TextEdit } from "../config/text.ts";

/** Beyond this many lines on both sides of a difference, the stretch that differs is replaced as a whole. */
const MOST_LINES = 1000;

/**
 * The edits that make one text the other, line by line: what both have in common stays untouched, so that cursors stay
 * where they are and a preview shows what really changes.
 */
export function lineEdits(from: string, to: string): readonly TextEdit[] {
  if (from === to) return [];
  const map = new LineMap(from);
  const before = linesOf(map);
  const after = linesOf(new LineMap(to));
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const old = before.slice(head, before.length - tail);
  const fresh = after.slice(head, after.length - tail);
  const hunks = old.length > MOST_LINES || fresh.length > MOST_LINES ? [{ at: 0, remove: old.length, insert: fresh }] : hunksOf(old, fresh);
  return hunks.map(({ at, remove, insert }) => {
    const start = offsetOfLine(map, head + at);
    return {
      range: map.rangeOf({ start, end: offsetOfLine(map, head + at + remove) }),
      newText: insert.join(""),
    };
  });
}

interface Hunk {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

/** The longest common subsequence of lines; what is not in it is taken out or put in. */
function hunksOf(old: readonly string[], fresh: readonly string[]): readonly Hunk[] {
  const width = fresh.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        old[i] === fresh[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const at = i;
    const insert: string[] = [];
    while ((i < old.length || j < fresh.length) && !(i < old.length && j < fresh.length && old[i] === fresh[j])) {
      const dropped = i < old.length ? (common[(i + 1) * width + j] ?? 0) : -1;
      const added = j < fresh.length ? (common[i * width + j + 1] ?? 0) : -1;
      if (dropped >= added) {
        i += 1;
      } else {
        insert.push(fresh[j] ?? "");
        j += 1;
      }
    }
    hunks.push({ at, remove: i - at, insert });
  }
  return hunks;
}

/** Every line with its line end; the last one has none. A byte order mark belongs to no line. */
function linesOf(map: LineMap): readonly string[] {
  return map.starts.map((start, line) => map.text.slice(start, map.starts[line + 1] ?? map.text.length));
}

function offsetOfLine(map: LineMap, line: number): number {
  return map.starts[line] ?? map.text.length;
}
