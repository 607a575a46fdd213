import type * as vscode from "vscode";

import type { DriverName } from "../config/finding.ts";
import { isStale } from "../language/measurement.ts";
import type { LanguageContext, Platform } from "../language/languageContext.ts";
import type { Devices } from "./devices.ts";
import type { ConfigView, Documents } from "./documents.ts";
import type { FileFindings } from "./fileFindings.ts";
import type { LabStore } from "./labStore.ts";
import { Settings } from "./settings.ts";

/** Where the language features take what they know: one reading per version, the devices as last listed, the last test. */
export interface LanguageSources {
  readonly documents: Documents;
  readonly devices: Devices;
  readonly store: LabStore;
}

/** The same for the features that lead to other things than the text. */
export interface FeatureSources extends LanguageSources {
  readonly files: FileFindings;
  /** False: nothing can be tested from this window. */
  readonly hasLab: boolean;
}

export interface LanguageScene {
  readonly view: ConfigView;
  readonly here: LanguageContext;
}

/** What is known of this document now. Never waits; the first one who looks starts a listing of the devices. */
export function languageScene({ documents, devices, store }: LanguageSources, document: vscode.TextDocument): LanguageScene {
  const view = documents.view(document);
  devices.wish();
  const latest = store.measurement(document.uri.toString());
  return {
    view,
    here: {
      devices: devices.current,
      listing: devices.isListing,
      measurement: latest === null || isStale(latest, view.config) ? null : latest,
      platform: platformHere(),
      drivers: new Settings(document.uri).drivers as ReadonlySet<DriverName>,
    },
  };
}

/** Of the machine that this extension host, and with it the audio devices, is on. In a browser there is none. */
function platformHere(): Platform {
  const { process } = globalThis as { readonly process?: { readonly platform?: string } };
  switch (process?.platform) {
    case "win32":
      return "windows";
    case "darwin":
      return "mac";
    case "linux":
      return "linux";
    default:
      return "web";
  }
}
