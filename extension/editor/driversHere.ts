import type * as vscode from "vscode";

import type { RunningDriver } from "../audio/contract.ts";
import type { Lab } from "./lab.ts";
import { localPath, portOf } from "./lab.ts";
import type { LabFiles } from "./labFiles.ts";
import type { PanelDriver } from "./panelProtocol.ts";

/** The drivers that programs have loaded now, our own tests aside, each with what it has to do with this file. */
export async function driversHere(lab: Lab, document: vscode.TextDocument, files: LabFiles): Promise<readonly PanelDriver[]> {
  const path = localPath(document);
  const foreign = (await portOf(lab).drivers()).filter(({ own }) => !own);
  return Promise.all(foreign.map(async (driver) => ({ ...driver, file: await useOf(driver, path, files) })));
}

async function useOf({ configPath, configSha256 }: RunningDriver, path: string | null, files: LabFiles): Promise<PanelDriver["file"]> {
  if (path === null || configPath === null || !(await files.isSame(configPath, path))) return "other";
  return configSha256 === (await files.sha256(path)) ? "current" : "earlier";
}
