import { t } from "@vscode/l10n";
import type { FromPanel, LiveFrame, PanelDriver, PanelState, Report } from "../../extension/editor/panelProtocol.ts";
import { PANEL_PROTOCOL_VERSION } from "../../extension/editor/panelProtocol.ts";
import { setHidden } from "../dom.ts";
import type { Host } from "../host.ts";
import { settingsBar } from "../settings/settingsBar.ts";
import { Announcer } from "./announcer.ts";
import { errorCard } from "./errorCard.ts";
import { header } from "./header.ts";
import { notice } from "./notice.ts";
import { allSections } from "./sections.ts";
import { SectionTabs } from "./sectionTabs.ts";
import { emptyOf, noticeOf } from "./trouble.ts";

/** Builds the panel in `root`, shows what was kept, and follows the host from there. */
export function startPanel(root: HTMLElement, host: Host): void {
  let state = host.load();
  const frame = new Frame(root, (message) => {
    // A page that was hidden comes back where it was, whatever the last state said.
    if (message.type === "choose" && state !== null) {
      state = { ...state, section: message.section };
      host.save(state);
    }
    host.post(message);
  });
  // What ran when the page went away may have ended: the extension tells in a moment.
  if (state !== null) frame.show({ ...state, activity: { kind: "idle" } });
  host.listen((message) => {
    switch (message.type) {
      case "state":
        ({ state } = message);
        host.save(state);
        frame.show(state);
        break;
      case "live":
        frame.feed(message.live);
        break;
      case "drivers":
        frame.watch(message.drivers);
        break;
      case "otherVersion":
        frame.showOtherVersion();
        break;
    }
  });
  host.post({ type: "ready", version: PANEL_PROTOCOL_VERSION });
}

/** The whole page: the head with its display, the configuration, what stands in the way, and the tabs with their parts. */
class Frame {
  readonly #post: (message: FromPanel) => void;
  readonly #header;
  readonly #settings;
  readonly #notice = notice("top-notice");
  readonly #error;
  readonly #empty = notice("empty");
  readonly #sections;
  readonly #announcer = new Announcer();

  constructor(root: HTMLElement, post: (message: FromPanel) => void) {
    this.#post = post;
    this.#header = header(post);
    this.#settings = settingsBar(post);
    this.#error = errorCard(post);
    this.#sections = new SectionTabs(allSections(post), post);
    root.replaceChildren(
      this.#header.element,
      this.#settings.element,
      this.#notice.element,
      this.#error.element,
      this.#empty.element,
      this.#sections.tabs,
      this.#sections.area,
      this.#announcer.element,
    );
  }

  show(state: PanelState): void {
    const { file, report } = state;
    this.#header.update(state);
    this.#settings.update(state);
    this.#notice.update(noticeOf(state, this.#post));
    this.#error.update(state.error ?? failureOf(report));
    this.#empty.update(emptyOf(state, this.#post));
    const hasParts = file !== null || report !== null;
    setHidden(this.#sections.tabs, !hasParts);
    setHidden(this.#sections.area, !hasParts);
    this.#sections.update(state);
    this.#announcer.follow(state);
  }

  feed(live: LiveFrame): void {
    this.#sections.feed(live);
  }

  watch(drivers: readonly PanelDriver[]): void {
    this.#sections.watch(drivers);
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
