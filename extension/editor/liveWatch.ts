import type { LiveSnapshot, LiveView } from "../audio/contract.ts";
import type { ProbeControl } from "../audio/probeControl.ts";
import type { LabStore } from "./labStore.ts";
import type { Subscription, Watcher } from "./panelStore.ts";

/**
 * All panels that watch what sounds. When the last one is closed, the stream ends, since nobody sees it any more; while
 * none of them looks, nothing is made for them to see. One channel at a time is looked at closely: the one asked for last.
 */
export class LiveWatch {
  readonly #store: LabStore;
  /** In the order in which they looked. */
  readonly #views = new Map<Watcher, LiveView | null>();

  constructor(store: LabStore) {
    this.#store = store;
  }

  listen(listener: (snapshot: LiveSnapshot) => void): Watcher {
    const subscription = this.#store.live.listen(listener);
    const watcher: Watcher = {
      look: (view) => {
        if (!this.#views.delete(watcher)) return;
        this.#views.set(watcher, view);
        this.#tell();
      },
      dispose: () => {
        if (!this.#views.delete(watcher)) return;
        subscription.dispose();
        this.#tell();
        if (this.#views.size === 0 && this.#store.activity.kind === "streaming") this.#store.stop();
      },
    };
    this.#views.set(watcher, null);
    return watcher;
  }

  #tell(): void {
    const view = [...this.#views.values()].findLast((each) => each !== null) ?? null;
    const now = this.#store.view;
    if (view?.direction !== now?.direction || view?.channel !== now?.channel) this.#store.view = view;
  }
}

/** Lets a run be looked at as the panels wish; ends with the run. */
export function followView(store: LabStore, control: ProbeControl): Subscription {
  control.look(store.view);
  return store.viewChanged.listen(() => {
    control.look(store.view);
  });
}
