import type { AudioChild } from "./audioChild.ts";
import type { FromProcess, LiveSnapshot, Request } from "./contract.ts";
import { Deadline } from "./deadline.ts";
import { deferred } from "./deferred.ts";
import type { Deadlines } from "./deadlines.ts";
import { LabFailure } from "./failure.ts";
import type { ProbeControl } from "./probeControl.ts";
import { endFailure, type Doing, type ProcessEnd } from "./processFailure.ts";
import { RecordingParts } from "./recordingParts.ts";
import { check, type Shape } from "./shape.ts";

/** A request and all that is needed to see it through. */
export interface Task<T> {
  readonly request: Request;
  readonly answer: Shape<T>;
  readonly signal: AbortSignal | null;
  readonly onLive: ((snapshot: LiveSnapshot) => void) | null;
  readonly control: ProbeControl | null;
}

const DOING: Readonly<Record<LiveSnapshot["state"], Doing>> = {
  opening: "opening the device",
  running: "running the stream",
  stopping: "stopping the stream",
};

/**
 * One request on one child. It always ends: with the answer, the error that the process told, the end of the process,
 * or a deadline, which kills the process.
 *
 * A probe is watched by what it is at: opening and stopping have a deadline each, running must make progress.
 * The native side works on a thread of its own, so the process stays talkative even when the device is stuck.
 */
export class Exchange<T> {
  readonly result: Promise<T>;
  readonly #child: AudioChild;
  readonly #id: number;
  readonly #task: Task<T>;
  readonly #deadlines: Deadlines;
  readonly #answer = deferred<T>();
  readonly #total: Deadline | null;
  readonly #cancelDeadline: Deadline;
  readonly #parts = new RecordingParts();
  #phase: Deadline;
  #doing: Doing;
  #progress = "";
  #handingOver = false;
  #over = false;

  constructor(child: AudioChild, id: number, task: Task<T>, deadlines: Deadlines) {
    this.#child = child;
    this.#id = id;
    this.#task = task;
    this.#deadlines = deadlines;
    this.result = this.#answer.promise;
    const { request } = task;
    const hung = (): void => { child.kill({ kind: "hung" }); };
    this.#cancelDeadline = new Deadline(deadlines.cancel, hung);
    if (request.type === "devices") {
      this.#doing = "listing the devices";
      this.#phase = new Deadline(deadlines.devices, hung);
      this.#total = null;
      child.heartbeat.stop(); // Listing blocks the process; the deadline watches instead.
    } else if (request.type === "drivers") {
      this.#doing = "looking for running drivers";
      this.#phase = new Deadline(deadlines.drivers, hung);
      this.#total = null;
    } else if (request.type === "asioDrivers") {
      this.#doing = "looking for installed drivers";
      this.#phase = new Deadline(deadlines.drivers, hung);
      this.#total = null;
    } else {
      this.#doing = "opening the device";
      this.#phase = new Deadline(deadlines.open, hung);
      const { seconds } = request.plan;
      this.#total = seconds === null ? null : new Deadline(seconds * 1000 + deadlines.probeBeyondRecording, hung);
    }
    this.#phase.restart();
    this.#total?.restart();
    child.send({ type: "request", id, request });
    task.control?.connect({
      play: (playback) => { child.send({ type: "play", id, playback }); },
      look: (view) => { child.send({ type: "look", id, view }); },
    });
    if (request.type === "probe") { // A listing cannot be interrupted.
      task.signal?.addEventListener("abort", this.#cancel);
      if (task.signal?.aborted === true) this.#cancel();
    }
  }

  onMessage(message: Exclude<FromProcess, { type: "hello" | "pong" }>): void {
    if (this.#over || message.id !== this.#id) return;
    switch (message.type) {
      case "live":
        this.#follow(message.snapshot);
        this.#task.onLive?.(message.snapshot);
        break;
      case "part": // It is handing over; each piece is progress, and there is nothing left to cancel.
        this.#handingOver = true;
        this.#total?.clear();
        this.#cancelDeadline.clear();
        this.#phase.restart();
        this.#parts.add(message);
        break;
      case "error":
        this.#end(() => { this.#answer.reject(new LabFailure(message.error)); });
        break;
      case "result": {
        const answer = check(this.#task.answer, this.#parts.join(message.value), "result");
        if (answer.ok) this.#end(() => { this.#answer.resolve(answer.value); });
        else this.#child.kill({ kind: "protocol", problem: answer.problem });
        break;
      }
    }
  }

  onEnd(end: ProcessEnd, stderrTail: string): void {
    this.#end(() => { this.#answer.reject(endFailure(this.#doing, end, stderrTail)); });
  }

  #follow(snapshot: LiveSnapshot): void {
    const doing = DOING[snapshot.state];
    const progress = `${String(snapshot.seconds)} ${String(snapshot.counters.bufferSwitches)}`;
    if (doing !== this.#doing) {
      this.#doing = doing;
      this.#phase.clear();
      const { open, progress: running, stop } = this.#deadlines;
      const milliseconds = { opening: open, running, stopping: stop }[snapshot.state];
      this.#phase = new Deadline(milliseconds, () => { this.#child.kill({ kind: "hung" }); });
      this.#phase.restart();
    } else if (snapshot.state === "running" && progress !== this.#progress) {
      this.#phase.restart();
    }
    this.#progress = progress;
  }

  readonly #cancel = (): void => {
    if (this.#over || this.#handingOver) return;
    this.#child.send({ type: "cancel", id: this.#id });
    this.#cancelDeadline.restart();
  };

  #end(settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#phase.clear();
    this.#total?.clear();
    this.#cancelDeadline.clear();
    this.#task.signal?.removeEventListener("abort", this.#cancel);
    this.#task.control?.connect(null);
    settle();
  }
}
