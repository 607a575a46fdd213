import { Worker } from "node:worker_threads";

/** Keeps that many threads of this machine busy until they are let go. */
export function busyThreads(count: number): { stop(): Promise<void> } {
  const workers = Array.from({ length: count }, () => new Worker("for (;;);", { eval: true }));
  return { stop: async () => { await Promise.all(workers.map(async (worker) => worker.terminate())); } };
}
