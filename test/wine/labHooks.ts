import { type SoundDriver, WineLab } from "./wineLab.ts";

const shared = new Map<SoundDriver, WineLab>();

/** The lab of this run; it comes up with the first test that needs it. */
export async function theLab(sound: SoundDriver = "pulse"): Promise<WineLab> {
  const lab = shared.get(sound) ?? await WineLab.start(sound);
  shared.set(sound, lab);
  return lab;
}

after(async function () {
  this.timeout(60_000);
  for (const lab of shared.values()) await lab.stop();
  shared.clear();
});
