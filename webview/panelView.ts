import { t } from "@vscode/l10n";
import type { FromPanel, LiveSnapshot, PanelState, Report } from "../extension/editor/panelProtocol.ts";
import { PANEL_PROTOCOL_VERSION } from "../extension/editor/panelProtocol.ts";
import { actions } from "./actions.ts";
import { Announcer } from "./announcer.ts";
import { element, setHidden, setText } from "./dom.ts";
import { errorCard } from "./errorCard.ts";
import { fileName } from "./fileName.ts";
import type { Host } from "./host.ts";
import { Levels } from "./levels.ts";
import { notice } from "./notice.ts";
import type { Notice } from "./notice.ts";
import { results } from "./results.ts";
import { signalBar } from "./signalBar.ts";

/** Builds the panel in `root`, shows what was kept, and follows the host from there. */
export function startPanel(root: HTMLElement, host: Host): void {
  const view = new PanelView(root, (message) => {
    host.post(message);
  });
  const kept = host.load();
  // What ran when the page went away may have ended: the extension tells in a moment.
  if (kept !== null) view.show({ ...kept, activity: { kind: "idle" } });
  host.listen((message) => {
    switch (message.type) {
      case "state":
        view.show(message.state);
        host.save(message.state);
        break;
      case "live":
        view.showLive(message.snapshot);
        break;
      case "otherVersion":
        view.showOtherVersion();
        break;
    }
  });
  host.post({ type: "ready", version: PANEL_PROTOCOL_VERSION });
}

class PanelView {
  readonly #post: (message: FromPanel) => void;
  readonly #file = element("span", "file-name");
  readonly #activity = document.createElement("lab-status");
  readonly #signalBar;
  readonly #actions;
  readonly #notice = notice("top-notice");
  readonly #error;
  readonly #results = results();
  readonly #empty = notice("empty");
  readonly #levels = new Levels();
  readonly #announcer = new Announcer();
  readonly #body = element("div", "body", this.#results.main, this.#levels.element, this.#results.wide);
  #runs = false;

  constructor(root: HTMLElement, post: (message: FromPanel) => void) {
    this.#post = post;
    this.#signalBar = signalBar(post);
    this.#actions = actions(post);
    this.#error = errorCard(post);
    root.replaceChildren(
      element("header", "title-bar", element("h1", "", "FlexLab"), this.#file, this.#activity),
      this.#signalBar.element,
      this.#actions.element,
      this.#notice.element,
      this.#error.element,
      this.#empty.element,
      this.#body,
      this.#announcer.element,
    );
  }

  show(state: PanelState): void {
    const { activity, config, report } = state;
    setText(this.#file, state.file === null ? "" : fileName(state.file));
    this.#file.title = state.file ?? "";
    this.#activity.level = activity.kind === "idle" ? "idle" : "busy";
    this.#activity.text = { idle: t("Idle"), testing: t("Testing"), streaming: t("Streaming"), stopping: t("Stopping") }[activity.kind];
    setHidden(this.#activity, state.file === null);
    this.#signalBar.update(config);
    setHidden(this.#actions.element, config === null);
    this.#actions.update({ activity, canRun: state.hasAudio && state.trusted && config !== null && config.errors === 0 });
    this.#notice.update(noticeOf(state, this.#post));
    this.#error.update(state.error ?? failureOf(report));
    this.#results.update({
      report,
      isStale: state.reportIsStale,
      isOrphaned: state.file === null,
      isReplaced: activity.kind === "testing",
    });
    this.#empty.update(emptyOf(state, this.#post));
    // A stream is watched and heard: its levels then stand next to its button, whatever the width.
    this.#body.classList.toggle("streaming", activity.kind === "streaming");
    this.#levels.showReport(report);
    const runs = activity.kind !== "idle";
    if (runs && !this.#runs) this.#levels.reset();
    if (!runs && this.#runs) this.#levels.end();
    this.#runs = runs;
    this.#announcer.follow(state);
  }

  showLive(snapshot: LiveSnapshot): void {
    // A last snapshot may come after the state that says the run is over.
    if (this.#runs) this.#levels.feed(snapshot);
  }

  showOtherVersion(): void {
    this.#notice.update({
      level: "warn",
      title: t("This page belongs to another version of FlexLab"),
      text: t("Close this tab and open the panel again."),
      action: null,
    });
  }
}

/** Why a run failed; that the user cancelled it is no failure. */
function failureOf(report: Report | null): Report["error"] {
  return report?.error?.code === "cancelled" ? null : (report?.error ?? null);
}

/** What stands in the way of a test, and the way out. */
function noticeOf(state: PanelState, post: (message: FromPanel) => void): Notice | null {
  const { config } = state;
  if (state.file === null || config === null) return null;
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
function emptyOf(state: PanelState, post: (message: FromPanel) => void): Notice | null {
  if (state.file === null || state.config === null) {
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
  if (!state.hasAudio || state.report !== null || state.error !== null || state.activity.kind !== "idle") return null;
  return {
    level: "idle",
    title: t("Nothing measured yet"),
    text: t("Test Backend plays a coded signal through the driver, records what comes back and compares every sample: true round trip, glitches and bit-exactness in a few seconds. Connect an output to an input first, by cable or in software."),
    action: null,
  };
}
