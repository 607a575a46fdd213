import type { LiveSnapshot } from "../audio/contract.ts";
import type { LabStore } from "./labStore.ts";
import type { Subscription } from "./panelStore.ts";

/** All panels that watch what sounds: when the last one is closed, the stream ends, since nobody sees it any more. */
export class LiveWatch {
  readonly #store: LabStore;
  #watchers = 0;

  constructor(store: LabStore) {
    this.#store = store;
  }

  listen(listener: (snapshot: LiveSnapshot) => void): Subscription {
    const subscription = this.#store.live.listen(listener);
    this.#watchers += 1;
    let ended = false;
    return {
      dispose: () => {
        if (ended) return;
        ended = true;
        subscription.dispose();
        this.#watchers -= 1;
        if (this.#watchers === 0 && this.#store.activity.kind === "streaming") this.#store.stop();
      },
    };
  }
}
