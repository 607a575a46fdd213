import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/**
 * Tells how much code does, as a number that is the same on every machine: how often functions (and, where the engine
 * knows them, blocks) of our own source were entered. Work inside the language's own functions, indexOf say, is not in it.
 */
export class WorkCounter {
  private readonly session = new Session();

  constructor() {
    this.session.connect();
    this.post("Profiler.enable");
    this.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** The work of `run` in the sources whose address matches. */
  count(part: RegExp, run: () => void): number {
    // A function is counted from its second call on; and what was counted before is forgotten by being taken.
    run();
    this.take();
    run();
    return this.take()
      .result.filter(({ url }) => part.test(url))
      .flatMap(({ functions }) => functions)
      .flatMap(({ ranges }) => ranges)
      .reduce((sum, { count }) => sum + count, 0);
  }

  close(): void {
    this.post("Profiler.stopPreciseCoverage");
    this.session.disconnect();
  }

  private take(): Coverage {
    return this.post("Profiler.takePreciseCoverage") as Coverage;
  }

  /** With a session of this same thread the answer is there when the call is over. */
  private post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.session.post(method, parameters, (error, result) => {
      if (error !== null) {
        throw error;
      }
      answer = result;
    });
    return answer;
  }
}
