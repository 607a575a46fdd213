import { Worker } from "node:worker_threads";

/**
 * Ends this process when its parent is gone, even while its main thread is stuck inside a sound driver: a worker
 * looks once a second. (On Windows a parent's id stays; there the parent is asked for a sign of life.)
 */
export function dieWithParent(): void {
  const source = `
    const parent = require("node:worker_threads").workerData;
    const gone = () => {
      if (process.ppid !== parent) return true;
      try { process.kill(parent, 0); return false; } catch (error) { return error.code === "ESRCH"; }
    };
    setInterval(() => { if (gone()) process.kill(process.pid, "SIGKILL"); }, 1000);
  `;
  // The id is taken here and now: until the worker has started, the parent may be gone already.
  new Worker(source, { eval: true, workerData: process.ppid }).unref();
}
