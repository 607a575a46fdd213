/** What asiohost.exe prints; see test/wine/host/. Answers are ASIO's numbers. */
export interface SessionFacts {
  readonly inputs: number;
  readonly outputs: number;
  readonly frames: number;
  readonly rate: number;
  readonly inputType: number;
  readonly outputType: number;
  readonly callbacks: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly longestGapMs: number;
  readonly firstPosition: number;
  readonly timeInfos: number;
  readonly wrongSteps: number;
  readonly wrongHalves: number;
  readonly timesBack: number;
  readonly wrongClock: number;
  readonly afterStop: number;
  readonly overlaps: number;
  readonly overloads: number;
  readonly latenciesChanged: number;
  /** When the driver asked for a reset: milliseconds since 1970. */
  readonly resets: readonly number[];
  /** Whether the host stopped and disposed from inside the reset request, and that went well. */
  readonly stoppedInside: boolean;
  readonly disposedInside: boolean;
  /** What came back of numbered frames, in frames; see frame_counter.h. `delay`: how many frames after they were played. */
  readonly counter: Record<"heard" | "inOrder" | "skips" | "back" | "wrong" | "silent" | "delay", number>;
  readonly input: { readonly frames: number; readonly rms: number; readonly hz: number };
}

export interface RunFacts {
  readonly init: number;
  readonly error: string;
  readonly name: string;
  readonly createBuffers: number;
  readonly createError: string;
  readonly inputLatency: number;
  readonly outputLatency: number;
  readonly outputLatencyAfter: number;
  readonly start: number;
  readonly stop: number;
  readonly dispose: number;
  readonly session: SessionFacts;
}

export interface HostOutcome<Result> {
  /** The HRESULT of CoCreateInstance. */
  readonly loaded: number;
  /** References left after Release. */
  readonly release: number;
  readonly result: Result;
}

/** A host that runs on, whatever happens. */
export interface LiveFacts {
  readonly runs: readonly SessionFacts[];
  readonly rebuilds: number;
  /** How often the driver asked for a reset. */
  readonly resets: number;
  readonly errors: readonly string[];
}

export const OK = 0;
export const INVALID_MODE = -997;
export const INVALID_PARAMETER = -998;
export const HARDWARE_MALFUNCTION = -999;
export const NOT_PRESENT = -1000;
export const NO_CLOCK = -995;
