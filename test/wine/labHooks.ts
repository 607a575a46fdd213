import { type Whereabouts, WineLab } from "./wineLab.ts";

let shared: Promise<WineLab> | null = null;

/** The lab of this run; it comes up with the first test that needs it. */
export function theLab(whereabouts: Whereabouts = "installed"): Promise<WineLab> {
  shared ??= WineLab.start(whereabouts);
  return shared;
}

after(async function () {
  this.timeout(60_000);
  if (shared !== null) await (await shared).stop();
  shared = null;
});
