import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
} from "@vscode/webview-ui-toolkit";

import { LabButton } from "./labButton.ts";
import { LabChoice } from "./labChoice.ts";
import { LabLevel } from "./labLevel.ts";
import { LabPick } from "./labPick.ts";
import { LabProgress } from "./labProgress.ts";
import { LabSelect } from "./labSelect.ts";
import { LabStatus } from "./labStatus.ts";
import { LabSwitches } from "./labSwitches.ts";
import { LabTabs } from "./labTabs.ts";

/**
 * Makes our elements known to the page. This folder is the only one that knows the toolkit, and it uses only those of
 * its elements that work under a policy without inline styles (its dropdown does not).
 */
export function defineKit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeRadio(), vsCodeRadioGroup());
  // The toolkit takes the colours of the theme when the page has loaded. That was before its script came.
  if (document.readyState === "complete") window.dispatchEvent(new Event("load"));
  customElements.define("lab-button", LabButton);
  customElements.define("lab-choice", LabChoice);
  customElements.define("lab-level", LabLevel);
  customElements.define("lab-pick", LabPick);
  customElements.define("lab-progress", LabProgress);
  customElements.define("lab-select", LabSelect);
  customElements.define("lab-status", LabStatus);
  customElements.define("lab-switches", LabSwitches);
  customElements.define("lab-tabs", LabTabs);
}
