import * as vscode from "vscode";

import { knownBackends } from "../backends/backendFacts.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { EffectiveConfig } from "../config/effectiveConfig.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { applyToEditor } from "./applyToEditor.ts";
import { choiceEdits, textWith } from "./pickChoices.ts";
import type { Choice } from "./pickChoices.ts";
import { textForBackend } from "./deviceEdits.ts";
import type { Devices } from "./devices.ts";
import type { Documents } from "./documents.ts";
import type { Emitter } from "./emitter.ts";
import type { Log } from "./log.ts";
import { backendRows, deviceRows } from "./pickerItems.ts";
import type { PickerRow } from "./pickerItems.ts";
import { bufferRows, modeRows } from "./streamRows.ts";
import { channelRows, patternRows, sampleTypeRows } from "./pickerRows.ts";
import type { PatternAnswer } from "./pickerRows.ts";
import { PickerSession } from "./pickerSession.ts";
import type { RowTest } from "./pickerSession.ts";
import { choiceText, firstStep, pickSteps, stepPlaceholder, stepTitle } from "./pickSteps.ts";
import type { PickScope, PickStep } from "./pickSteps.ts";
import { rowTestSentence } from "./rowTest.ts";
import type { TestEnd } from "./testBackend.ts";

/** What the picker works with. */
export interface PickerTools {
  readonly documents: Documents;
  readonly devices: Devices;
  readonly log: Log;
  /** Told the title of each page that comes to the front. */
  readonly shown: Emitter<string>;
  /** Tests a text that is not the file's; nothing is kept of it. Null: no sound from here. */
  readonly testText: ((document: vscode.TextDocument, text: string, signal: AbortSignal) => Promise<TestEnd>) | null;
}

/** What a row of a page means. */
type Answer =
  | { readonly kind: "choice"; readonly choice: Choice }
  /** Write what was chosen so far. */
  | { readonly kind: "done" }
  | { readonly kind: "pattern" };

/**
 * The picker: backend, device, channels, sample type, each page with a way back, and one edit at the end. Esc on any page
 * leaves the file as it is. True when the file says now what was picked.
 */
export async function pickConfiguration(tools: PickerTools, document: vscode.TextDocument, scope: PickScope): Promise<boolean> {
  const choices = await askForChoices(tools, document, scope);
  return choices !== null && applyChoices(tools, document, choices);
}

/** Writes choices as one step of undo; tells the user when it cannot be done. */
export async function applyChoices(tools: PickerTools, document: vscode.TextDocument, choices: readonly Choice[]): Promise<boolean> {
  const { version } = document;
  const edits = choiceEdits(textOf(tools, document), choices, tools.devices.current);
  if (edits !== null && (await applyToEditor(document, version, edits))) return true;
  void vscode.window.showErrorMessage(
    edits === null
      ? vscode.l10n.t("The choice was not written: the file has errors that make an edit unsafe. Correct them, then pick again.")
      : vscode.l10n.t("The choice was not written: the file changed meanwhile or cannot be edited. Pick again."),
  );
  return false;
}

async function askForChoices(
  tools: PickerTools,
  document: vscode.TextDocument,
  scope: PickScope,
): Promise<readonly Choice[] | null> {
  const session = new PickerSession(tools.devices, tools.log, tools.shown);
  const answered = new Map<string, Choice>();
  const before = (steps: readonly PickStep[]): readonly Choice[] => steps.flatMap(({ id }) => answered.get(id) ?? []);
  const draftOf = (choices: readonly Choice[]): EffectiveConfig => {
    const text = textOf(tools, document);
    return effectiveConfig(parseConfig(textWith(text, choices, tools.devices.current) ?? text));
  };
  try {
    let steps = pickSteps(scope, draftOf([]));
    for (let at = firstStep(scope); ; ) {
      const step = steps[at];
      const soFar = before(steps.slice(0, at));
      if (step === undefined) return soFar;
      const earlier = answered.get(step.id);
      const end = await session.ask<Answer>({
        title: stepTitle(step),
        placeholder: stepPlaceholder(step),
        number: { at: at + 1, of: steps.length },
        canGoBack: at > 0,
        value: "",
        answersTyping: step.kind === "channels" || step.kind === "buffer",
        rows: (typed) => [...doneRows(soFar), ...rowsOf(step, draftOf(soFar), tools, session, typed)],
        front: (typed) => {
          const wish = typed.trim() === "" ? null : Number(typed);
          if (step.kind === "channels" && wish !== null) {
            return { kind: "choice", choice: { kind: "channels", direction: step.direction, channels: wish } };
          }
          if (step.kind === "buffer" && wish !== null) return { kind: "choice", choice: { kind: "buffer", frames: wish } };
          if (earlier !== undefined) return { kind: "choice", choice: earlier };
          // Who picks one thing is mostly done with it: two Enters. Who configures everything goes on.
          return scope !== "all" && at > firstStep(scope) ? { kind: "done" } : null;
        },
        test: rowTest(tools, document, soFar),
        fills: () => null,
      });
      if (end.kind === "left") return null;
      if (end.kind === "back") {
        at -= 1;
        continue;
      }
      const { answer } = end;
      if (answer.kind === "done") return soFar;
      const choice = answer.kind === "choice" ? answer.choice : await askForPattern(tools, session, step, draftOf(soFar));
      if (choice === "left") return null;
      if (choice === null) continue;
      answered.set(step.id, choice);
      steps = pickSteps(scope, draftOf(before(steps.slice(0, at + 1))));
      at += 1;
    }
  } finally {
    session.dispose();
  }
}

/** Null: back to the devices. */
async function askForPattern(
  tools: PickerTools,
  session: PickerSession,
  step: PickStep,
  config: EffectiveConfig,
): Promise<Choice | null | "left"> {
  if (step.kind !== "device") return null;
  const { direction } = step;
  const end = await session.ask<PatternAnswer>({
    title: direction === "input" ? vscode.l10n.t("Match Input Device by Pattern") : vscode.l10n.t("Match Output Device by Pattern"),
    placeholder: vscode.l10n.t("A regular expression, found anywhere in the name; capital and small letters differ"),
    number: null,
    canGoBack: true,
    value: config[direction].deviceRegex.value ?? "",
    answersTyping: true,
    rows: (typed) => patternRows(direction, config, tools.devices.current, typed),
    front: () => null,
    test: () => null,
    fills: (answer, typed) => (answer.kind === "fill" ? answer.pattern : answer.kind === "nothing" ? typed : null),
  });
  if (end.kind === "left") return "left";
  if (end.kind === "back" || end.answer.kind !== "use") return null;
  return { kind: "device", direction, device: end.answer.device };
}

function rowsOf(
  step: PickStep,
  config: EffectiveConfig,
  tools: PickerTools,
  session: PickerSession,
  typed: string,
): readonly PickerRow<Answer>[] {
  const backends = tools.devices.current;
  switch (step.kind) {
    case "backend": {
      const known = session.failure === null ? [] : knownBackends.map(({ name }) => name);
      return answers(backendRows(config, backends, [...new Set(known)]), (backend) => ({ kind: "backend", backend }));
    }
    case "buffer":
      return answers(bufferRows(config, backends, typed), (frames) => ({ kind: "buffer", frames }));
    case "mode": {
      const { direction } = step;
      return answers(modeRows(direction, config), (exclusive) => ({ kind: "mode", direction, exclusive }));
    }
    case "device": {
      const { direction } = step;
      const rows = answers(deviceRows(direction, config, backends), (device) => ({ kind: "device", direction, device }));
      const pattern = config[direction].deviceRegex.value;
      const byPattern: PickerRow<Answer> = {
        kind: "item",
        label: vscode.l10n.t("Match by pattern…"),
        description: pattern === null ? "" : vscode.l10n.t("current"),
        detail: pattern ?? vscode.l10n.t("For names that change, such as “2- USB Audio”"),
        isCurrent: false,
        choice: { kind: "pattern" },
      };
      // Behind what needs no list, before the devices.
      return [...rows.slice(0, 2), byPattern, ...rows.slice(2)];
    }
    case "channels": {
      const { direction } = step;
      return answers(channelRows(direction, config, backends, typed), (channels) => ({ kind: "channels", direction, channels }));
    }
    case "sampleType": {
      const { direction } = step;
      return answers(sampleTypeRows(direction, config, backends), (sampleType) => ({ kind: "sampleType", direction, sampleType }));
    }
  }
}

/** Enough is chosen: in front of every page but the first, so that two Enters pick a device. */
function doneRows(choices: readonly Choice[]): readonly PickerRow<Answer>[] {
  if (choices.length === 0) return [];
  return [
    {
      kind: "item",
      label: vscode.l10n.t("Done"),
      description: vscode.l10n.t("the rest stays as it is"),
      detail: choices.map(choiceText).join(" · "),
      isCurrent: false,
      choice: { kind: "done" },
    },
  ];
}

function answers<T>(rows: readonly PickerRow<T>[], choiceOf: (value: T) => Choice): readonly PickerRow<Answer>[] {
  return rows.map((row) => (row.kind === "separator" ? row : { ...row, choice: { kind: "choice", choice: choiceOf(row.choice) } }));
}

function rowTest(tools: PickerTools, document: vscode.TextDocument, soFar: readonly Choice[]): (answer: Answer) => RowTest | null {
  const { testText } = tools;
  return (answer) => {
    if (testText === null || answer.kind !== "choice") return null;
    const { choice } = answer;
    if (choice.kind === "device" && (choice.device.kind === "off" || choice.device.kind === "pattern")) return null;
    return async (signal) => {
      const text = textToTest(tools, document, soFar, choice);
      if (text === null) return vscode.l10n.t("Not tested: the file has errors that make an edit unsafe.");
      return rowTestSentence(await testText(document, text, signal));
    };
  };
}

/** The file as it would be; a backend is tried with its default devices, because names of another one mean nothing to it. */
function textToTest(tools: PickerTools, document: vscode.TextDocument, soFar: readonly Choice[], choice: Choice): string | null {
  const text = textOf(tools, document);
  if (choice.kind === "backend" && choice.backend !== null) return textForBackend(text, choice.backend);
  return textWith(text, [...soFar, choice], tools.devices.current);
}

function textOf({ documents }: PickerTools, document: vscode.TextDocument): string {
  return documents.view(document).document.text;
}
