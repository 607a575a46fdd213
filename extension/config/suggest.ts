/** The name that was probably meant: the same but for upper and lower case first, then the nearest by slips. */
export function suggest(typed: string, names: Iterable<string>): string | null {
  const lower = typed.toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of names) {
    if (name.toLowerCase() === lower) {
      return name;
    }
    const limit = Math.max(1, Math.floor(Math.min(typed.length, name.length) / 3));
    const distance = slips(lower, name.toLowerCase(), limit);
    if (distance <= limit && distance < bestDistance) {
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

/**
 * How many letters were left out, added, replaced or swapped with their neighbour (optimal string alignment);
 * anything above the limit is `limit + 1`.
 */
export function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return limit + 1;
  }
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
