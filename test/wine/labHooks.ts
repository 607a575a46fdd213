import { type Whereabouts, WineLab } from "./wineLab.ts";

let shared: Promise<WineLab> | null = null;

/** The lab of this run; it comes up with the first test that needs it. */
export function theLab(whereabouts: Whereabouts = "installed"): Promise<WineLab> {
  shared ??= WineLab.start(whereabouts);
  return shared;
}

after(async function () {
  this.timeout(60_000);
  // What kept it from coming up has been told by the test that needed it.
  await shared?.then((lab) => lab.stop(), () => undefined);
  shared = null;
});
