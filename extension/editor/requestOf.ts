import type * as vscode from "vscode";

import type { TestRequest } from "../lab/testRequest.ts";
import { localPath, reportName } from "./lab.ts";
import type { Lab } from "./lab.ts";
import { Settings } from "./settings.ts";

/** What is asked of the lab for a document: this text of it, with the scenario and the settings that hold there. */
export async function requestOf(lab: Lab, document: vscode.TextDocument, text: string): Promise<TestRequest> {
  return {
    text,
    file: reportName(document),
    configFile: localPath(document),
    scenario: await lab.scenario(document),
    seconds: new Settings(document.uri).testSeconds,
    sampleRate: null,
    bufferFrames: null,
  };
}
