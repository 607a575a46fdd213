import { LabFailure } from "./failure.ts";

/** What the audio process was at when it failed, as words that follow "while". */
export type Doing =
  | "starting"
  | "idle"
  | "listing the devices"
  | "looking for running drivers"
  | "opening the device"
  | "running the stream"
  | "stopping the stream";

/** How a process came to its end. */
export type ProcessEnd =
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: string | null }
  /** It did not answer in time and we killed it. */
  | { readonly kind: "hung" }
  /** It broke the protocol and we killed it. */
  | { readonly kind: "protocol"; readonly problem: string }
  /** It never came to life: the operating system's own words. */
  | { readonly kind: "notStarted"; readonly reason: string }
  /** We told it to end. */
  | { readonly kind: "stopped" };

const AGAIN = "FlexLab starts a new audio process for the next request; nothing else was harmed.";

const REMEDY: Readonly<Record<Doing, string>> = {
  "starting": "Run it again; if it keeps failing, install FlexLab again.",
  "idle": AGAIN,
  "listing the devices": `${AGAIN} If it happens again, unplug or disable devices one by one to find the driver that fails.`,
  "looking for running drivers": AGAIN,
  "opening the device": `${AGAIN} If it happens again, choose another device or backend, or close other programs that use the device.`,
  "running the stream": `${AGAIN} If it happens again, choose another device or backend.`,
  "stopping the stream": `${AGAIN} The recording of this run is lost. If it happens again, choose another device or backend.`,
};

/** The failure of a request that was under way, or of a start, when the process ended in this way. */
export function endFailure(doing: Doing, end: ProcessEnd, stderrTail: string): LabFailure {
  const host = stderrTail === "" ? null : stderrTail;
  switch (end.kind) {
    case "exited": {
      const killed = end.signal === "SIGKILL" || end.signal === "SIGTERM";
      const how = end.signal === null ? `exit code ${String(end.code)}` : `signal ${end.signal}`;
      return doing === "starting"
        ? failure("audio-process-start-failed", `The audio process ended before it was ready (${how}).`, REMEDY[doing], host)
        : failure(
            "audio-process-crashed",
            `The audio process ${killed ? "was killed" : "crashed"} while ${doing} (${how}).`,
            REMEDY[doing],
            host,
          );
    }
    case "hung":
      return doing === "starting"
        ? failure("audio-process-start-failed", "The audio process did not get ready in time and was ended.", REMEDY[doing], host)
        : failure("audio-process-hung", `The audio process hung while ${doing} and was ended.`, REMEDY[doing], host);
    case "protocol":
      return doing === "starting"
        ? failure("audio-process-start-failed", end.problem, "Install FlexLab again and reload the window.", host)
        : failure(
            "audio-process-protocol",
            `The audio process answered something that cannot be right, while ${doing}: ${end.problem}.`,
            "This is a fault of FlexLab: please report it. Installing FlexLab again helps if its parts are of different versions.",
            host,
          );
    case "notStarted":
      return failure("audio-process-start-failed", `The audio process could not be started: ${end.reason}.`, REMEDY.starting, host);
    case "stopped":
      return failure("audio-process-stopped", `The audio process was told to end while ${doing}.`, "", host);
  }
}

export function tooManyCrashes(crashes: number, minutes: number): LabFailure {
  return failure(
    "audio-process-start-failed",
    `The audio process crashed ${String(crashes)} times within ${String(minutes)} minutes and is not started again for now.`,
    "Choose another device or backend, then restart the audio process.",
    null,
  );
}

export function busy(): LabFailure {
  return failure(
    "audio-process-busy",
    "Another test is running: only one stream can be open at a time.",
    "Wait until it ends, or stop it.",
    null,
  );
}

export function cancelled(): LabFailure {
  return failure("cancelled", "Cancelled.", "", null);
}

function failure(code: string, message: string, hint: string, host: string | null): LabFailure {
  return new LabFailure({ code, message, hint, where: null, host });
}
