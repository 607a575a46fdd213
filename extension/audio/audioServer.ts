import { t } from "@vscode/l10n";
import type { Addon, Probe } from "./addon.ts";
import type { FromProcess, LabError, LiveView, Playback, ProbePlan, Request, ToProcess } from "./contract.ts";
import { LIVE_INTERVAL_MS } from "./liveFrame.ts";
import { LiveReader } from "./liveReader.ts";
import { isLabError, isToProcess } from "./messages.ts";
import { splitRecording } from "./recordingParts.ts";
import { check, isCount, object } from "./shape.ts";

/** While nobody looks. */
const IDLE_INTERVAL_MS = 100;

interface Running {
  readonly id: number;
  readonly probe: Probe;
  readonly done: Promise<void>;
  look(view: LiveView | null): void;
}

/** Serves requests with the addon; one probe at a time. */
export class AudioServer {
  readonly #addon: Addon;
  readonly #send: (message: FromProcess) => void;
  #running: Running | null = null;

  constructor(addon: Addon, send: (message: FromProcess) => void) {
    this.#addon = addon;
    this.#send = send;
  }

  receive(raw: unknown): void {
    const checked = check(isToProcess, raw, "message");
    if (!checked.ok) {
      this.#send({ type: "error", id: idOf(raw), error: badMessage(checked.problem) });
      return;
    }
    this.#act(checked.value);
  }

  /** Stops a running probe; resolves when it has stopped. */
  async stop(): Promise<void> {
    this.#running?.probe.cancel();
    await this.#running?.done;
  }

  #act(message: ToProcess): void {
    switch (message.type) {
      case "ping":
        this.#send({ type: "pong", beat: message.beat });
        break;
      case "cancel":
        if (this.#running?.id === message.id) this.#running.probe.cancel();
        break;
      case "play":
        this.#play(message.id, message.playback);
        break;
      case "look":
        if (this.#running?.id === message.id) this.#running.look(message.view);
        break;
      case "request":
        this.#begin(message.id, message.request);
        break;
    }
  }

  /** What cannot be played is not: the stream goes on as it was. The reason is for the log. */
  #play(id: number, playback: Playback): void {
    if (this.#running?.id !== id) return;
    try {
      this.#running.probe.play(playback);
    } catch (error) {
      console.error(toLabError(error).message);
    }
  }

  #begin(id: number, request: Request): void {
    try {
      if (request.type === "devices") {
        this.#send({ type: "result", id, value: this.#addon.devices(request.scenario) });
      } else if (request.type === "drivers") {
        this.#send({ type: "result", id, value: this.#addon.drivers() });
      } else if (request.type === "asioDrivers") {
        this.#send({ type: "result", id, value: this.#addon.asioDrivers() });
      } else if (this.#running !== null) {
        this.#send({ type: "error", id, error: busy() });
      } else {
        this.#probe(id, request.plan);
      }
    } catch (error) {
      this.#send({ type: "error", id, error: toLabError(error) });
    }
  }

  #probe(id: number, plan: ProbePlan): void {
    const probe = this.#addon.probe(plan);
    const reader = new LiveReader(probe);
    let isLookedAt = false;
    const tell = (): void => { this.#send({ type: "live", id, snapshot: reader.read(isLookedAt) }); };
    tell();
    let timer = setInterval(tell, IDLE_INTERVAL_MS);
    const look = (view: LiveView | null): void => {
      probe.look(view);
      if (isLookedAt === (view !== null)) return;
      isLookedAt = view !== null;
      clearInterval(timer);
      timer = setInterval(tell, isLookedAt ? LIVE_INTERVAL_MS : IDLE_INTERVAL_MS);
    };
    const done = probe.result.then(
      (value) => {
        tell();
        const { parts, rest } = splitRecording(value);
        for (const part of parts) this.#send({ type: "part", id, ...part });
        this.#send({ type: "result", id, value: rest });
      },
      (error: unknown) => { this.#send({ type: "error", id, error: toLabError(error) }); },
    ).finally(() => {
      clearInterval(timer);
      this.#running = null;
    });
    this.#running = { id, probe, done, look };
  }
}

function busy(): LabError {
  return {
    code: "audio-process-busy",
    message: t("Another test is running: only one stream can be open at a time."),
    hint: t("Wait until it ends, or stop it."),
    where: null,
    host: null,
  };
}

/** What the addon threw: an Error with the fields of a LabError, or anything else if the addon itself is at fault. */
export function toLabError(thrown: unknown): LabError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // An Error's own `message` is not enumerable, but it is there to be read.
  if (check(isLabError, thrown, "error").ok) {
    const { code, hint, where, host } = thrown as LabError;
    return { code, message, hint, where, host };
  }
  return {
    code: "audio-process-failed",
    message: t("The audio process failed: {0}", message),
    hint: t("This is a fault of FlexLab: please report it."),
    where: null,
    host: thrown instanceof Error ? (thrown.stack ?? null) : null,
  };
}

/** So that even a request that makes no sense is answered. */
function idOf(raw: unknown): number | null {
  const hasId = object<{ id: number }>({ id: isCount });
  return check(hasId, raw, "message").ok ? (raw as { id: number }).id : null;
}

function badMessage(problem: string): LabError {
  return {
    code: "audio-process-protocol",
    message: t("The audio process was asked something that it does not understand: {0}.", problem),
    hint: t("Install FlexLab again, so that all its parts are of one version."),
    where: null,
    host: null,
  };
}
