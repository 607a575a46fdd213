import type { PanelDriver } from "./panelProtocol.ts";
import type { Subscription } from "./panelStore.ts";

/** Often enough for levels to move, seldom enough to cost nothing. */
const EVERY_MS = 250;
/** After a look that failed: the audio process is on its way back, or will not come. */
const AFTER_FAILURE_MS = 5000;

/**
 * Looks again and again while somebody listens; the next look begins after the one before has ended. `look` null: there
 * is nothing to look at now. A look that fails is told as nothing.
 */
export function watchDrivers(look: () => Promise<readonly PanelDriver[] | null>, listener: (drivers: readonly PanelDriver[]) => void): Subscription {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ended = false;
  const plan = (milliseconds: number): void => {
    if (ended) return;
    timer = setTimeout(() => {
      look().then(
        (drivers) => {
          if (!ended) listener(drivers ?? []);
          plan(EVERY_MS);
        },
        () => {
          if (!ended) listener([]);
          plan(AFTER_FAILURE_MS);
        },
      );
    }, milliseconds);
  };
  plan(0);
  return {
    dispose: () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
