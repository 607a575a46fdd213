import * as vscode from "vscode";

import { ProbeControl } from "../audio/probeControl.ts";
import { runFullTest } from "../lab/full/runFullTest.ts";
import type { QualityStep } from "../lab/full/fullPlan.ts";
import type { GlitchWave } from "../lab/glitchWaves.ts";
import type { Report } from "../lab/report.ts";
import { runTest } from "../lab/runTest.ts";
import type { TestStep } from "../lab/runTest.ts";
import type { TestRequest } from "../lab/testRequest.ts";
import { portOf } from "./lab.ts";
import type { Lab } from "./lab.ts";
import { followView } from "./liveWatch.ts";

export interface Measured {
  readonly report: Report;
  readonly waves: readonly GlitchWave[];
}

export interface MeasureOptions {
  readonly title: string;
  readonly location: vscode.ProgressLocation;
  /** Ends the test; the report then holds what was recorded so far. */
  readonly signal: AbortSignal;
  /** With noise, distortion and frequency response. */
  readonly full?: boolean;
}

/** Runs a test that the store has begun, with its progress in a popup or in the status bar, and in the store. */
export async function measure(lab: Lab, request: TestRequest, { title, location, signal, full = false }: MeasureOptions): Promise<Measured> {
  const { store } = lab;
  const port = portOf(lab);
  let waves: readonly GlitchWave[] = [];
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const cancellation = token.onCancellationRequested(() => {
      store.stop();
    });
    let shown = 0;
    const control = new ProbeControl();
    const looking = followView(store, control);
    try {
      const report = await (full ? runFullTest : runTest)(request, port, {
        signal,
        onProgress: (step: TestStep | QualityStep, fraction: number | null) => {
          const percent = fraction === null ? shown : Math.round(fraction * 100);
          progress.report({ message: stepText(step), increment: Math.max(0, percent - shown) });
          shown = Math.max(shown, percent);
          store.progress(stepText(step), fraction);
        },
        control,
        onLive: (snapshot) => {
          store.live.emit(snapshot);
        },
        onWaves: (found) => {
          waves = found;
        },
      });
      return { report, waves };
    } finally {
      cancellation.dispose();
      looking.dispose();
    }
  });
}

export function stepText(step: TestStep | QualityStep): string {
  switch (step) {
    case "open":
      return vscode.l10n.t("Opening the device");
    case "play":
      return vscode.l10n.t("Playing and recording");
    case "analyse":
      return vscode.l10n.t("Analysing the recording");
    case "noise":
      return vscode.l10n.t("Listening to the noise floor");
    case "distortion":
      return vscode.l10n.t("Playing a tone");
    case "loudness":
      return vscode.l10n.t("Playing a soft and a loud tone");
    case "response":
      return vscode.l10n.t("Playing a sweep");
  }
}
