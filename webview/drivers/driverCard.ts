import { t } from "@vscode/l10n";
import type { PanelDriver } from "../../extension/editor/panelProtocol.ts";
import { Animation } from "../animation.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import type { StatusLevel } from "../kit/labStatus.ts";
import { Meters } from "../stream/meters.ts";
import { driverRows } from "./driverRows.ts";
import type { Row } from "./driverRows.ts";

/** One driver in one program: what it opened, what it reports, what went wrong, and how loud it is now. */
export function driverCard(): Part<PanelDriver> {
  const title = element("h2", "driver-title");
  const status = document.createElement("lab-status");
  const file = document.createElement("lab-status");
  const error = element("p", "driver-error");
  const facts = element("dl", "driver-facts");
  const output = new Meters("output", t("Output"));
  const input = new Meters("input", t("Input"));
  const animation = new Animation((now) => {
    const outputMoves = output.draw(now);
    return input.draw(now) || outputMoves;
  });
  const levels = element("div", "driver-levels", output.element, input.element);
  const card = element("section", "driver-card", element("div", "driver-head", title, status, file), error, facts, levels);
  return {
    element: card,
    update: (driver) => {
      const name = programName(driver);
      setText(title, name);
      card.setAttribute("aria-label", name);
      const { level, text } = stateWords(driver);
      status.level = level;
      status.text = text;
      setHidden(file, driver.file === "other");
      file.level = driver.file === "current" ? "pass" : "stale";
      file.text = driver.file === "current" ? t("uses this file") : t("uses an earlier state of this file");
      setHidden(error, driver.error === null);
      setText(error, driver.error === null ? "" : `${driver.error.message} ${driver.error.hint} (${driver.error.code})`);
      showFacts(facts, driverRows(driver));
      const runs = driver.state === "running";
      setHidden(levels, !runs);
      if (!runs) return;
      output.setChannels(driver.output?.peaks.length ?? 0);
      input.setChannels(driver.input?.peaks.length ?? 0);
      output.feed(driver.output?.peaks ?? []);
      input.feed(driver.input?.peaks ?? []);
      animation.wake();
    },
  };
}

/** A program's file name without the ending that says nothing. */
function programName({ program, processId }: PanelDriver): string {
  return t("{0}, process {1}", program === "" ? t("A program") : program.replace(/\.exe$/i, ""), processId);
}

function stateWords({ state }: PanelDriver): { readonly level: StatusLevel; readonly text: string } {
  switch (state) {
    case "running":
      return { level: "busy", text: t("Running") };
    case "prepared":
      return { level: "info", text: t("Devices open") };
    case "loaded":
      return { level: "idle", text: t("Loaded") };
    case "lost":
      return { level: "warn", text: t("Device lost") };
    case "failed":
      return { level: "fail", text: t("Does not start") };
  }
}

function showFacts(list: HTMLElement, rows: readonly Row[]): void {
  if (list.children.length !== rows.length) list.replaceChildren(...rows.map(() => element("div", "fact", element("dt"), element("dd"))));
  rows.forEach(([label, value], index) => {
    const [term, description] = list.children[index]?.children ?? [];
    if (term !== undefined) setText(term, label);
    if (description !== undefined) setText(description, value);
  });
}
