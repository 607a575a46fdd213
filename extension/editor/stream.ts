import type * as vscode from "vscode";

import { ProbeControl } from "../audio/probeControl.ts";
import { showFailure, toLabError } from "./failures.ts";
import { blockingErrors } from "./findingsDiff.ts";
import type { Lab } from "./lab.ts";
import { localPath, portOf } from "./lab.ts";
import { followView } from "./liveWatch.ts";
import type { Outcome } from "./labStore.ts";
import type { StreamChoice } from "./panelProtocol.ts";
import { revealRange } from "./reveal.ts";
import { streamPlayback } from "./streamPlayback.ts";
import { requireTrust } from "./trust.ts";

/** The test stream of the panel: sounds until it is stopped, records nothing, and moves the meters. */
export class TestStream {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Resolves when the stream has ended. Never rejects. */
  async run(document: vscode.TextDocument, choice: StreamChoice): Promise<void> {
    if (!requireTrust()) return;
    const { documents, store, log } = this.#lab;
    const view = documents.view(document);
    const [error] = blockingErrors(view.findings);
    if (error !== undefined) {
      await revealRange(document, error.range);
      return;
    }
    const file = document.uri.toString();
    const abort = store.begin({ kind: "streaming", file, ...choice });
    if (abort === null) return;
    const control = new ProbeControl();
    const looking = followView(store, control);
    let playing = choice;
    const adjusting = store.changed.listen(() => {
      const { activity } = store;
      if (activity.kind !== "streaming" || isSameChoice(activity, playing)) return;
      playing = activity;
      control.play(streamPlayback(activity));
    });
    let outcome: Outcome = clean(store.outcome(file));
    try {
      const result = await portOf(this.#lab).probe(
        {
          configText: view.document.text,
          configFile: localPath(document),
          scenario: await this.#lab.scenario(document),
          sampleRate: null,
          bufferFrames: null,
          seconds: null,
          ...streamPlayback(choice),
        },
        {
          signal: abort,
          control,
          onLive: (snapshot) => {
            store.live.emit(snapshot);
          },
        },
      );
      if (result.error !== null) {
        outcome = { kind: "failed", error: result.error, measurement: store.measurement(file) };
        showFailure(result.error, log);
      }
    } catch (failure) {
      const error = toLabError(failure);
      outcome = { kind: "failed", error, measurement: store.measurement(file) };
      showFailure(error, log);
    } finally {
      adjusting.dispose();
      looking.dispose();
      store.end({ file, outcome });
    }
  }
}

function isSameChoice(one: StreamChoice, other: StreamChoice): boolean {
  return one.signal === other.signal && one.levelDb === other.levelDb && String(one.channels) === String(other.channels);
}

/** A stream that plays ends the error of the one before. */
function clean(outcome: Outcome): Outcome {
  if (outcome.kind !== "failed") return outcome;
  return outcome.measurement === null ? { kind: "none" } : { kind: "tested", measurement: outcome.measurement };
}
