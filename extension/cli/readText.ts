import type { ScenarioSource } from "../audio/contract.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

/**
 * The text of a file, a byte order mark kept.
 * @throws UsageError when it cannot be read or is not UTF-8.
 */
export async function readText(terminal: Terminal, file: string): Promise<string> {
  const bytes = await terminal.read(file);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(file, bytes);
  }
}

export async function readScenario(terminal: Terminal, file: string | null): Promise<ScenarioSource | null> {
  if (file === null) return null;
  return { name: file, text: await readText(terminal, file) };
}

function notUtf8(file: string, bytes: Uint8Array): UsageError {
  const name = file === "-" ? "Standard input" : file;
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return new UsageError("unreadable-file", `${name} is UTF-16, and drivers read UTF-8 alone.`, "Save it with the encoding UTF-8.");
  const line = firstBadLine(bytes);
  return new UsageError(
    "unreadable-file",
    `${name} is not UTF-8: line ${String(line)} has bytes that mean nothing there.`,
    "Save it with the encoding UTF-8; device names with letters like é or ü are found only then.",
  );
}

/** Counted from 1. A line feed byte is never part of another character, so lines can be judged one by one. */
function firstBadLine(bytes: Uint8Array): number {
  const LINE_FEED = 10;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const stop = end === -1 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop;
  }
  return line;
}
