import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../../extension/editor/panelProtocol.ts";
import type { Notice } from "./notice.ts";

/** What stands in the way of a test, and the way out. */
export function noticeOf(state: PanelState, post: (message: FromPanel) => void): Notice | null {
  const { config } = state;
  if (state.file === null) return null;
  if (!state.hasAudio) {
    return {
      level: "info",
      title: t("Sound devices cannot be reached from this window."),
      text: t("Testing needs FlexLab on the machine with the sound devices: open the file in VS Code there."),
      action: null,
    };
  }
  if (!state.trusted) {
    return {
      level: "warn",
      title: t("This workspace is not trusted"),
      text: t("Editing works. Audio devices are opened only when you trust the folder."),
      action: {
        label: t("Manage trust"),
        press: () => {
          post({ type: "manageTrust" });
        },
      },
    };
  }
  // An installed driver has a configuration of its own.
  if (config === null) return null;
  if (config.errors > 0) {
    return {
      level: "fail",
      title: config.errors === 1 ? t("The file has an error") : t("The file has {0} errors", config.errors),
      text: t("The driver does not start with it. Correct what is underlined, then test."),
      action: {
        label: t("Go to the file"),
        press: () => {
          post({ type: "reveal", table: "top", key: null });
        },
      },
    };
  }
  if (!config.backendIsHere) {
    return {
      level: "info",
      title: t("{0} is not on this machine", config.backend),
      text: t("The file is fine. Test Backend offers a backend that is here and leaves the file as it is."),
      action: null,
    };
  }
  return null;
}

/** What to do when there is nothing to show yet. */
export function emptyOf(state: PanelState, post: (message: FromPanel) => void): Notice | null {
  if (state.file === null) {
    return {
      level: "info",
      title: t("No FlexASIO.toml is open"),
      text: t("Open one, or create one, to check its devices, test the sound path and measure the true latency."),
      action: {
        label: t("Open FlexASIO.toml"),
        press: () => {
          post({ type: "openConfig" });
        },
      },
    };
  }
  return null;
}
