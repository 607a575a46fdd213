import type { LiveView, Playback } from "./contract.ts";

/** What a control passes on to the run that it is connected to. */
export interface ControlledRun {
  play(playback: Playback): void;
  look(view: LiveView | null): void;
}

/** The hand on a running probe. Wishes from before it runs are passed on when it does; the latest wins. */
export class ProbeControl {
  #run: ControlledRun | null = null;
  #playback: Playback | null = null;
  #view: LiveView | null = null;

  /** Fades to another playback. */
  play(playback: Playback): void {
    this.#playback = playback;
    this.#run?.play(playback);
  }

  /** Somebody looks at this channel from now on; null: nobody looks, and snapshots come without a frame. */
  look(view: LiveView | null): void {
    this.#view = view;
    this.#run?.look(view);
  }

  /** Called by whoever runs the probe; null when the run is over. */
  connect(run: ControlledRun | null): void {
    this.#run = run;
    if (this.#playback !== null) run?.play(this.#playback);
    if (this.#view !== null) run?.look(this.#view);
  }
}
