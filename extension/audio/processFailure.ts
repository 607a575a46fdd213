import { t } from "@vscode/l10n";
import { LabFailure } from "./failure.ts";

/** What the audio process was at when it failed, as words that follow "while". */
export type Doing =
  | "starting"
  | "idle"
  | "listing the devices"
  | "looking for running drivers"
  | "looking for installed drivers"
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

function again(): string {
  return t("FlexLab starts a new audio process for the next request; nothing else was harmed.");
}

function remedy(doing: Doing): string {
  switch (doing) {
    case "starting":
      return t("Run it again; if it keeps failing, install FlexLab again.");
    case "idle":
    case "looking for running drivers":
    case "looking for installed drivers":
      return again();
    case "listing the devices":
      return `${again()} ${t("If it happens again, unplug or disable devices one by one to find the driver that fails.")}`;
    case "opening the device":
      return `${again()} ${t("If it happens again, choose another device or backend, or close other programs that use the device.")}`;
    case "running the stream":
      return `${again()} ${t("If it happens again, choose another device or backend.")}`;
    case "stopping the stream":
      return `${again()} ${t("The recording of this run is lost. If it happens again, choose another device or backend.")}`;
  }
}

function doingText(doing: Doing): string {
  switch (doing) {
    case "starting":
      return t("starting");
    case "idle":
      return t("idle");
    case "looking for running drivers":
      return t("looking for running drivers");
    case "looking for installed drivers":
      return t("looking for installed drivers");
    case "listing the devices":
      return t("listing the devices");
    case "opening the device":
      return t("opening the device");
    case "running the stream":
      return t("running the stream");
    case "stopping the stream":
      return t("stopping the stream");
  }
}

/** The failure of a request that was under way, or of a start, when the process ended in this way. */
export function endFailure(doing: Doing, end: ProcessEnd, stderrTail: string): LabFailure {
  const host = stderrTail === "" ? null : stderrTail;
  const isStart = doing === "starting";
  switch (end.kind) {
    case "exited": {
      const how = end.signal === null ? t("exit code {0}", String(end.code)) : t("signal {0}", end.signal);
      if (isStart) return startFailed(t("The audio process ended before it was ready ({0}).", how), host);
      const message =
        end.signal === "SIGKILL" || end.signal === "SIGTERM"
          ? t("The audio process was killed while {0} ({1}).", doingText(doing), how)
          : t("The audio process crashed while {0} ({1}).", doingText(doing), how);
      return failure("audio-process-crashed", message, remedy(doing), host);
    }
    case "hung":
      return isStart
        ? startFailed(t("The audio process did not get ready in time and was ended."), host)
        : failure("audio-process-hung", t("The audio process hung while {0} and was ended.", doingText(doing)), remedy(doing), host);
    case "protocol":
      return isStart
        ? failure("audio-process-start-failed", end.problem, t("Install FlexLab again and reload the window."), host)
        : failure(
            "audio-process-protocol",
            t("The audio process answered something that cannot be right, while {0}: {1}.", doingText(doing), end.problem),
            t("This is a fault of FlexLab: please report it. Installing FlexLab again helps if its parts are of different versions."),
            host,
          );
    case "notStarted":
      return startFailed(t("The audio process could not be started: {0}.", end.reason), host);
    case "stopped":
      return failure("audio-process-stopped", t("The audio process was told to end while {0}.", doingText(doing)), "", host);
  }
}

function startFailed(message: string, host: string | null): LabFailure {
  return failure("audio-process-start-failed", message, remedy("starting"), host);
}

export function tooManyCrashes(crashes: number, minutes: number): LabFailure {
  return failure(
    "audio-process-start-failed",
    t("The audio process crashed {0} times within {1} minutes and is not started again for now.", crashes, minutes),
    t("Choose another device or backend, then restart the audio process."),
    null,
  );
}

export function busy(): LabFailure {
  return failure(
    "audio-process-busy",
    t("Another test is running: only one stream can be open at a time."),
    t("Wait until it ends, or stop it."),
    null,
  );
}

export function cancelled(): LabFailure {
  return failure("cancelled", t("Cancelled."), "", null);
}

function failure(code: string, message: string, hint: string, host: string | null): LabFailure {
  return new LabFailure({ code, message, hint, where: null, host });
}
