import { built, type Machine, windowsPath, type WineLab } from "./wineLab.ts";

/** The drivers of test/wine/driver, by what becomes of them; see behaviour.h there. */
export const FOREIGN = {
  "Test Loop": 1,
  "Test Loop 24": 2,
  "Test Refuses": 3,
  "Test Mute": 4,
  "Test Hangs": 5,
  "Test Crashes": 6,
  "Test Never Calls": 7,
  "Test Stops": 8,
  "Test Odd Samples": 9,
  "Test No Buffers": 10,
  "Test Nonsense": 11,
} as const;

/** Of the loop of test/wine/driver/loop.h. */
export const LOOP_FRAMES = 1777;
/** What its driver reports of that. */
export const LOOP_REPORTED_FRAMES = 700;

const LIST = "HKEY_LOCAL_MACHINE\\SOFTWARE\\ASIO";
const CLASSES = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\CLSID";

export const clsidOf = (behaviour: number): string => `{F1E1AB00-4A51-4F0E-9000-0000000000${behaviour.toString(16).padStart(2, "0").toUpperCase()}}`;

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** An entry as installers make it. */
export const entry = (name: string, clsid: string, dll: string): string =>
  `[${LIST}\\${name}]\n"CLSID"=${quoted(clsid)}\n"Description"=${quoted(name)}\n\n[${CLASSES}\\${clsid}\\InprocServer32]\n@=${quoted(dll)}\n"ThreadingModel"="Apartment"\n`;

export const dllOf = (machine: Machine): string => windowsPath(built(machine, "asiodriver.dll"));

/** Enters all of them for 64-bit programs. */
export async function installForeign(lab: WineLab): Promise<void> {
  await lab.registry(Object.entries(FOREIGN).map(([name, behaviour]) => entry(name, clsidOf(behaviour), dllOf("x86_64"))).join("\n"));
}

export async function removeEntries(lab: WineLab, entries: readonly (readonly [name: string, clsid: string])[]): Promise<void> {
  await lab.registry(entries.map(([name, clsid]) => `[-${LIST}\\${name}]\n\n[-${CLASSES}\\${clsid}]\n`).join("\n"));
}

export async function removeForeign(lab: WineLab): Promise<void> {
  await removeEntries(lab, Object.entries(FOREIGN).map(([name, behaviour]) => [name, clsidOf(behaviour)]));
}
