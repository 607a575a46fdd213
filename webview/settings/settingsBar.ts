import { t } from "@vscode/l10n";
import { SETTING_NAMES } from "../../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelSetting, PanelState, SettingName } from "../../extension/editor/panelProtocol.ts";
import { element, setAttribute, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";

/**
 * What decides the stream, each setting with its value in effect, what the file says, and what the last run got. Each
 * opens the picker of the editor, which edits the file.
 */
export function settingsBar(post: (message: FromPanel) => void): Part<PanelState> {
  const settings = SETTING_NAMES.map((name) => ({ name, part: settingCard(name, post) }));
  const runTitle = element("span", "setting-run");
  const head = element("div", "settings-head", element("span", "setting-effect", t("In effect")), element("span", "setting-file", t("File")), runTitle);
  // Each value has its own title for who hears it.
  head.setAttribute("aria-hidden", "true");
  const list = element("ul", "settings-list", ...settings.map(({ part }) => part.element));
  const bar = element("section", "settings", head, list);
  bar.setAttribute("aria-label", t("Devices and stream"));
  return {
    element: bar,
    update: ({ settings: shown, reportIsStale }) => {
      setHidden(bar, shown.length === 0);
      bar.classList.toggle("old-run", reportIsStale);
      setText(runTitle, runWord(reportIsStale));
      for (const { name, part } of settings) part.update({ setting: shown.find((one) => one.name === name) ?? null, isOld: reportIsStale });
    },
  };
}

interface CardState {
  readonly setting: PanelSetting | null;
  readonly isOld: boolean;
}

function settingCard(name: SettingName, post: (message: FromPanel) => void): Part<CardState> {
  const pick = document.createElement("lab-pick");
  pick.label = settingTitle(name);
  pick.addEventListener("lab-press", () => { post({ type: "pick", setting: name }); });
  const file = element("dd");
  const run = element("dd");
  const runTitle = element("dt");
  const facts = element(
    "dl",
    "setting-facts",
    element("div", "setting-file", element("dt", "", t("File")), file),
    element("div", "setting-run", runTitle, run),
  );
  const card = element("li", `setting setting-${name}`, pick, facts);
  return {
    element: card,
    update: ({ setting, isOld }) => {
      setHidden(card, setting === null);
      if (setting === null) return;
      pick.value = setting.effect;
      pick.tone = setting.tone;
      pick.disabled = !setting.canPick;
      pick.action = actionOf(setting);
      show(file, setting.file ?? (name === "rate" ? t("no option") : t("not set")), setting.file === null);
      setText(runTitle, runWord(isOld));
      show(run, setting.run === null ? t("none") : setting.differs ? `≠ ${setting.run}` : setting.run, setting.run === null);
      setAttribute(run, "title", setting.differs ? t("{0}: the run got something else than the file asks for", setting.run ?? "") : (setting.run ?? t("none")));
      run.classList.toggle("differs", setting.differs);
    },
  };
}

/** What is cut off can be read in the tooltip. */
function show(node: HTMLElement, text: string, isQuiet: boolean): void {
  setText(node, text);
  setAttribute(node, "title", text);
  node.classList.toggle("nothing", isQuiet);
}

function runWord(isOld: boolean): string {
  return isOld ? t("Earlier run") : t("Last run");
}

function settingTitle(name: SettingName): string {
  switch (name) {
    case "backend":
      return t("Backend");
    case "mode":
      return t("Mode");
    case "input":
      return t("Input");
    case "output":
      return t("Output");
    case "rate":
      return t("Rate");
    case "buffer":
      return t("Buffer");
    case "sampleType":
      return t("Sample type");
  }
}

function actionOf({ name, tone }: PanelSetting): string {
  switch (name) {
    case "backend":
      return tone === "wrong" ? t("Not on this machine. Pick backend…") : t("Pick backend…");
    case "mode":
      return t("Pick mode…");
    case "input":
      return tone === "wrong" ? t("Not on this machine. Pick input device…") : t("Pick input device…");
    case "output":
      return tone === "wrong" ? t("Not on this machine. Pick output device…") : t("Pick output device…");
    case "rate":
      return t("The music program chooses the rate; the driver starts with that of the devices");
    case "buffer":
      return t("Pick buffer size…");
    case "sampleType":
      return t("Pick sample type…");
  }
}
