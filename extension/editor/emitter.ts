import type { Subscription } from "./panelStore.ts";

/** A list of listeners, without `vscode`, so that what uses it can be tested in bare Node. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  get listenerCount(): number {
    return this.#listeners.size;
  }

  listen(listener: (value: T) => void): Subscription {
    // A wrapper of its own for each subscription: the same function may listen twice.
    const own = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(own);
    return {
      dispose: () => {
        this.#listeners.delete(own);
      },
    };
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
