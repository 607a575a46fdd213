import { t } from "@vscode/l10n";
import type { FromPanel, PanelConfig } from "../extension/editor/panelProtocol.ts";
import type { LabPick } from "./kit/labPick.ts";
import { element, setHidden } from "./dom.ts";
import type { Part } from "./dom.ts";

/** Backend, devices and buffer in effect; each opens the picker of the editor or goes to its line. */
export function signalBar(post: (message: FromPanel) => void): Part<PanelConfig | null> {
  const backend = pick(t("Backend"), t("Pick backend…"), () => {
    post({ type: "pickBackend" });
  });
  const input = pick(t("Input"), t("Pick input device…"), () => {
    post({ type: "pickDevice", direction: "input" });
  });
  const output = pick(t("Output"), t("Pick output device…"), () => {
    post({ type: "pickDevice", direction: "output" });
  });
  const buffer = pick(t("Buffer"), t("Go to bufferSizeSamples in the file"), () => {
    post({ type: "reveal", table: "top", key: "bufferSizeSamples" });
  });
  buffer.icon = "line";
  const bar = element("section", "signal-bar", backend, input, output, buffer);
  bar.setAttribute("aria-label", t("Configuration in effect"));

  return {
    element: bar,
    update: (config) => {
      setHidden(bar, config === null);
      if (config === null) return;
      backend.value = config.backend;
      backend.tone = config.backendIsHere ? "normal" : "wrong";
      backend.action = config.backendIsHere ? t("Pick backend…") : t("Not on this machine. Pick backend…");
      showDevice(input, config.input);
      showDevice(output, config.output);
      buffer.value = config.buffer;
    },
  };
}

function pick(label: string, action: string, press: () => void): LabPick {
  const node = document.createElement("lab-pick");
  node.label = label;
  node.action = action;
  node.addEventListener("lab-press", press);
  return node;
}

function showDevice(node: LabPick, name: string | null): void {
  node.value = name ?? t("Off");
  node.tone = name === null ? "muted" : "normal";
}
