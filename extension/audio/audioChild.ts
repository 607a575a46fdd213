import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { PROTOCOL_VERSION, type FromProcess, type ToProcess, type Versions } from "./contract.ts";
import { Deadline } from "./deadline.ts";
import { deferred } from "./deferred.ts";
import type { Deadlines } from "./deadlines.ts";
import { LabFailure } from "./failure.ts";
import { Heartbeat } from "./heartbeat.ts";
import { isFromProcess } from "./messages.ts";
import { endFailure, type ProcessEnd } from "./processFailure.ts";
import { check } from "./shape.ts";

const STDERR_TAIL_CHARACTERS = 2000;
/** What the process wrote before it died may still be on its way when we hear of its death. */
const LAST_WORDS_MS = 100;
/** A killed process is gone at once unless the kernel itself is stuck in a driver. */
const KILL_MS = 500;

export interface ChildOptions {
  /** The bundled audioProcess.cjs. */
  readonly processPath: string;
  /** The Node (or Electron) that runs it. */
  readonly execPath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly deadlines: Deadlines;
  readonly log: (line: string) => void;
}

export interface ChildListener {
  /** Everything but hello, pong and what breaks the protocol. */
  onMessage(message: Exclude<FromProcess, { type: "hello" | "pong" }>): void;
  /** The last thing that is heard of this child, exactly once. */
  onEnd(end: ProcessEnd, stderrTail: string): void;
}

/** One audio process: starts it, listens for its life, and ends it. */
export class AudioChild {
  /** The process has said hello in our protocol; rejects with a LabFailure when it never will. */
  readonly ready: Promise<Versions>;
  /** Resolves once the process is gone (or cannot be killed). */
  readonly gone: Promise<void>;
  readonly heartbeat: Heartbeat;
  readonly #process: ChildProcess;
  readonly #options: ChildOptions;
  readonly #listener: ChildListener;
  readonly #helloDeadline: Deadline;
  readonly #ready = deferred<Versions>();
  #stderrTail = "";
  #saidHello = false;
  /** Why it is ending, when we are the ones who end it. */
  #ending: ProcessEnd | null = null;
  #over = false;

  constructor(options: ChildOptions, listener: ChildListener) {
    this.#options = options;
    this.#listener = listener;
    this.ready = this.#ready.promise;
    this.ready.catch(() => undefined); // Whoever needs it awaits it; nobody may be there when it fails.

    this.#process = fork(options.processPath, [], {
      execPath: options.execPath,
      execArgv: [],
      env: childEnvironment(options.env),
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Out of the terminal's foreground group: Ctrl-C is for us to handle, the process must live to hand over its data.
      detached: process.platform !== "win32",
    });
    const { deadlines, log } = options;
    this.heartbeat = new Heartbeat(
      deadlines.beat,
      deadlines.missedBeats,
      (beat) => { this.send({ type: "ping", beat }); },
      () => { this.kill({ kind: "hung" }); },
    );
    this.#helloDeadline = new Deadline(deadlines.start, () => { this.kill({ kind: "hung" }); });
    this.#helloDeadline.restart();

    this.#process.on("message", (message: unknown) => { this.#receive(message); });
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-STDERR_TAIL_CHARACTERS);
      log(text.trimEnd());
    });
    this.gone = new Promise((resolve) => {
      this.#process.once("exit", (code, signal) => {
        resolve();
        void this.#buryAfterLastWords({ kind: "exited", code, signal });
      });
      this.#process.once("error", (error) => {
        if (this.#process.pid !== undefined) return; // A signal or message that did not arrive; the end itself will be told.
        resolve();
        this.#bury({ kind: "notStarted", reason: error.message });
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  send(message: ToProcess): void {
    if (!this.#process.connected) return; // Its end is on the way to us.
    this.#process.send(message, () => undefined);
  }

  /** Ends it at once, whatever it does. */
  kill(why: ProcessEnd): void {
    if (this.#over) return;
    this.#ending ??= why;
    this.#process.kill("SIGKILL");
    void Promise.race([this.gone, sleep(KILL_MS, undefined, { ref: false })]).then(() => { this.#bury(why); });
  }

  /** Asks it to end, and kills it when it does not; resolves when it is gone. */
  async stop(): Promise<void> {
    if (!this.#over) {
      this.#ending ??= { kind: "stopped" };
      this.heartbeat.stop();
      if (this.#process.connected) this.#process.disconnect();
      const deadline = new Deadline(this.#options.deadlines.dispose, () => { this.kill({ kind: "stopped" }); });
      deadline.restart();
      await Promise.race([this.gone, sleep(this.#options.deadlines.dispose + KILL_MS, undefined, { ref: false })]);
      deadline.clear();
    }
    this.#bury({ kind: "stopped" });
  }

  #receive(raw: unknown): void {
    if (this.#over || this.#ending !== null) return;
    const checked = check(isFromProcess, raw, "message");
    if (!checked.ok) {
      this.#options.log(`audio process: ignored a message: ${checked.problem}`);
      return;
    }
    const message = checked.value;
    this.heartbeat.noteLife();
    if (message.type === "hello") this.#greet(message.versions);
    else if (!this.#saidHello && message.type === "error") this.#refuse(message.error);
    else if (message.type !== "pong") this.#listener.onMessage(message);
  }

  #greet(versions: Versions): void {
    if (this.#saidHello) return;
    if (versions.protocol !== PROTOCOL_VERSION) {
      const problem =
        `The audio process speaks protocol ${String(versions.protocol)}, this FlexLab speaks ${String(PROTOCOL_VERSION)}.`;
      this.kill({ kind: "protocol", problem });
      return;
    }
    this.#saidHello = true;
    this.#helloDeadline.clear();
    this.heartbeat.start();
    this.#ready.resolve(versions);
  }

  /** It said what keeps it from working (no addon, for example): that is the failure to show, and no crash. */
  #refuse(error: LabFailure["error"]): void {
    this.#ready.reject(new LabFailure(error));
    this.kill({ kind: "stopped" });
  }

  async #buryAfterLastWords(end: ProcessEnd): Promise<void> {
    const stderr = this.#process.stderr;
    if (stderr !== null && !stderr.closed) {
      await Promise.race([once(stderr, "close"), sleep(LAST_WORDS_MS, undefined, { ref: false })]).catch(() => undefined);
    }
    this.#bury(end);
  }

  #bury(end: ProcessEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.heartbeat.stop();
    this.#helloDeadline.clear();
    this.#process.removeAllListeners("message");
    if (this.#process.connected) this.#process.disconnect();
    this.#process.stderr?.destroy();
    const told = this.#ending ?? end;
    const tail = this.#stderrTail.trim();
    this.#ready.reject(endFailure("starting", told, tail));
    this.#listener.onEnd(told, tail);
  }
}

/** The child is Node, plain: what debuggers and loaders put into the environment for their own process is not for it. */
function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, VSCODE_INSPECTOR_OPTIONS: _inspector, ...rest } = env;
  return process.versions["electron"] === undefined ? rest : { ...rest, ELECTRON_RUN_AS_NODE: "1" };
}
