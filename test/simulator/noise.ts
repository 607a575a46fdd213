/** Evenly spread numbers of 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let t = state ^ (state >>> 15);
    t = Math.imul(t, 0x2c1b3c6d);
    t ^= t >>> 12;
    return (t >>> 0) / 2 ** 32;
  };
}

/** Normally spread, of variance 1. */
export function gaussian(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
