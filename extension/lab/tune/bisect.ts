/**
 * The first index of [0, count) that holds, given that all after it hold as well; null: not even the last one does.
 * Asks for about log2(count) + 1 of them.
 *
 * @param start is asked first: a good guess saves nothing, but the likely case is seen soon
 */
export async function firstThatHolds(count: number, start: number, holds: (index: number) => Promise<boolean>): Promise<number | null> {
  let below = -1; // does not hold
  let above = count; // holds, or lies beyond the end
  let next = Math.max(0, Math.min(count - 1, start));
  while (above - below > 1) {
    if (await holds(next)) above = next;
    else below = next;
    next = Math.floor((below + above) / 2);
  }
  return above === count ? null : above;
}
