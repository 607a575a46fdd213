import { t } from "@vscode/l10n";
import type { FromPanel, PanelDriver } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import { notice } from "../frame/notice.ts";
import type { Section, SectionView } from "../frame/section.ts";
import { driverCard } from "./driverCard.ts";

/** The drivers that music programs have loaded now, live; looked for only while this is in sight. */
export function driversSection(post: (message: FromPanel) => void): Section {
  return { name: "drivers", title: t("Programs"), badge: () => "", build: () => driversView(post) };
}

function driversView(post: (message: FromPanel) => void): SectionView {
  const cards = new Map<string, ReturnType<typeof driverCard>>();
  const list = element("div", "driver-list");
  const empty = notice("empty");
  let isShown = false;
  empty.update(nothingYet());
  return {
    element: element("div", "drivers-section", empty.element, list),
    update: () => undefined,
    show: (shown) => {
      if (shown === isShown) return;
      isShown = shown;
      post({ type: "watch", drivers: shown });
    },
    watch: (drivers) => {
      const keys = new Set(drivers.map(keyOf));
      for (const [key, card] of cards) {
        if (keys.has(key)) continue;
        card.element.remove();
        cards.delete(key);
      }
      for (const driver of drivers) {
        const card = cards.get(keyOf(driver)) ?? driverCard();
        cards.set(keyOf(driver), card);
        card.update(driver);
        if (card.element.parentElement === null) list.append(card.element);
      }
      setHidden(list, drivers.length === 0);
      empty.update(drivers.length === 0 ? nothingYet() : null);
    },
  };
}

function nothingYet(): NonNullable<Parameters<ReturnType<typeof notice>["update"]>[0]> {
  return {
    level: "idle",
    title: t("No program uses the driver now"),
    text: t("Choose FlexLab as the ASIO driver in a music program: what it opens, its latency, its glitches and its levels are shown here while it runs."),
    action: null,
  };
}

function keyOf({ processId, loadedAt }: PanelDriver): string {
  return `${processId} ${loadedAt}`;
}
