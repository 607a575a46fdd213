/**
 * The chance that two counts differ as much as these, or more, when both come from the same rate (two-sided exact test
 * of Poisson rates: given their sum, the first count is binomial with p = time1 / (time1 + time2)).
 */
export function rateChangeProbability(count1: number, time1: number, count2: number, time2: number): number {
  const n = count1 + count2;
  if (n === 0) return 1;
  const p = time1 / (time1 + time2);
  const seen = logBinomial(n, count1, p);
  let chance = 0;
  // What is as unlikely as what was seen counts; the slack is for rounding.
  for (let k = 0; k <= n; k++) {
    const log = logBinomial(n, k, p);
    if (log <= seen + 1e-9) chance += Math.exp(log);
  }
  return Math.min(1, chance);
}

function logBinomial(n: number, k: number, p: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log(1 - p);
}

function logFactorial(n: number): number {
  // Stirling's series; below 20 the product is short.
  if (n < 20) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k;
    return Math.log(product);
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
