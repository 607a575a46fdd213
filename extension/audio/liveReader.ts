import type { Probe } from "./addon.ts";
import type { LiveSnapshot } from "./contract.ts";
import { MOST_LIVE_BYTES, readLiveHead } from "./liveFrame.ts";

/** Looks at one run, whenever it is asked to; looking changes nothing. */
export class LiveReader {
  readonly #probe: Pick<Probe, "live" | "stream">;
  readonly #memory = new Uint8Array(MOST_LIVE_BYTES);

  constructor(probe: Pick<Probe, "live" | "stream">) {
    this.#probe = probe;
  }

  /** `withFrame`: all that can be seen; without it only what says how far the run is. */
  read(withFrame: boolean): LiveSnapshot {
    const frame = this.#memory.subarray(0, this.#probe.live(this.#memory));
    // The next look writes over it.
    return { ...readLiveHead(frame), stream: this.#probe.stream(), frame: withFrame ? frame.slice() : null };
  }
}
