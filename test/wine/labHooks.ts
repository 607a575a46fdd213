import { WineLab } from "./wineLab.ts";

let shared: WineLab | null = null;

/** The lab of this run; it comes up with the first test that needs it. */
export async function theLab(): Promise<WineLab> {
  return (shared ??= await WineLab.start());
}

after(async function () {
  this.timeout(30_000);
  await shared?.stop();
  shared = null;
});
