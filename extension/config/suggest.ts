/** The name that was probably meant: the same but for upper and lower case first, then the nearest by slips. */
export function suggest(typed: string, names: Iterable<string>): string | null {
  const lower = typed.toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of names) {
    const limit = Math.min(bestDistance - 1, Math.max(1, Math.floor(Math.min(typed.length, name.length) / 3)));
    if (Math.abs(lower.length - name.length) > Math.max(limit, 1)) {
      continue; // most names fall here, and cost nothing
    }
    const other = name.toLowerCase();
    if (other === lower) {
      return name;
    }
    const distance = slips(lower, other, limit);
    if (distance <= limit) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Whether no one could have meant another name: only case differs, or a slip or two in a long word. */
export function isSureGuess(typed: string, meant: string): boolean {
  const limit = meant.length < 6 ? 0 : meant.length < 12 ? 1 : 2;
  return slips(typed.toLowerCase(), meant.toLowerCase(), limit) <= limit;
}

/** Three rows of the table below, used again and again: a file can have thousands of names to compare. */
let rows: [number[], number[], number[]] = [[], [], []];

/**
 * How many letters were left out, added, replaced or swapped with their neighbour (optimal string alignment);
 * anything above the limit is `limit + 1`.
 */
export function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return limit + 1;
  }
  let [before, previous, row] = rows;
  for (let j = 0; j <= b.length; j++) {
    previous[j] = j;
  }
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const code = a.charCodeAt(i - 1);
    const codeBefore = i > 1 ? a.charCodeAt(i - 2) : -1;
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (code === other ? 0 : 1));
      if (j > 1 && code === b.charCodeAt(j - 2) && codeBefore === other) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    // A swap can make up for one slip of the row above, not for more.
    if (least > limit + 1) {
      return limit + 1;
    }
    [before, previous, row] = [previous, row, before];
  }
  rows = [before, previous, row];
  return Math.min(previous[b.length] ?? 0, limit + 1);
}
