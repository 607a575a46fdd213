/** Milliseconds of single runs. */
export interface Times {
  /** The fastest: other programs on the machine can only add to it. */
  readonly min: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Processor time of a run on average: what is left of it on a machine that is busy with other things. */
  readonly cpu: number;
  /** Of it the 99th percentile, with what the engine's other threads do meanwhile (compiling, collecting). */
  readonly cpuP99: number;
}

/** `cpu`: processor time of each run. */
export function timesOf(milliseconds: readonly number[], cpu: readonly number[]): Times {
  const average = cpu.reduce((sum, one) => sum + one, 0) / cpu.length;
  return {
    min: quantile(milliseconds, 0), p50: quantile(milliseconds, 0.5), p99: quantile(milliseconds, 0.99), max: quantile(milliseconds, 1),
    cpu: Number(average.toFixed(3)), cpuP99: quantile(cpu, 0.99),
  };
}

function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0).toFixed(3));
}

/** How long each of so many runs takes, after a start that does not count. `run` gets the number of the run. */
export function time(runs: number, run: (index: number) => void): Times {
  const cpu: number[] = [];
  const once = (index: number): number => {
    const before = processorTime();
    const start = performance.now();
    run(index);
    const took = performance.now() - start;
    cpu.push(processorTime() - before);
    return took;
  };
  for (let index = 0; index < Math.min(runs, 200); index++) {
    once(index);
  }
  cpu.length = 0;
  const times = Array.from({ length: runs }, (_, index) => once(index));
  return timesOf(times, cpu);
}

/** Of this process so far, in milliseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
