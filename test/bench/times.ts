/** Milliseconds of single runs. */
export interface Times {
  /** The fastest: other programs on the machine can only add to it. */
  readonly min: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Processor time of a run on average: what is left of it on a machine that is busy with other things. */
  readonly cpu: number;
}

export function timesOf(milliseconds: readonly number[], cpu: number): Times {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (fraction: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0).toFixed(3));
  return { min: at(0), p50: at(0.5), p99: at(0.99), max: at(1), cpu: Number((cpu / milliseconds.length).toFixed(3)) };
}

/** How long each of so many runs takes, after a start that does not count. `run` gets the number of the run. */
export function time(runs: number, run: (index: number) => void): Times {
  const once = (index: number): number => {
    const start = performance.now();
    run(index);
    return performance.now() - start;
  };
  for (let index = 0; index < Math.min(runs, 200); index++) {
    once(index);
  }
  const before = processorTime();
  const times = Array.from({ length: runs }, (_, index) => once(index));
  return timesOf(times, processorTime() - before);
}

/** Of this process so far, in milliseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
