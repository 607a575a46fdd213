import { t } from "@vscode/l10n";
import type { FromPanel, PanelState } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { fileName } from "../fileName.ts";
import { runTime } from "../history/runTime.ts";
import { display } from "../results/display.ts";
import { runWord } from "../runs/runWord.ts";
import { verdictWords } from "../results/sentences.ts";

/** The instrument's face: file, verdict and round trip, to be read from across the room, and the button that measures. */
export function header(post: (message: FromPanel) => void): Part<PanelState> {
  let state: PanelState | null = null;
  const file = element("span", "file-name");
  const activity = document.createElement("lab-status");
  activity.className = "activity";
  const verdict = document.createElement("lab-status");
  verdict.className = "verdict";
  const age = document.createElement("lab-status");
  age.className = "age";
  age.level = "stale";
  const time = element("time", "measured-at");
  const pin = document.createElement("lab-button");
  pin.appearance = "quiet";
  pin.addEventListener("lab-press", () => {
    if (state !== null) post({ type: "pin", pinned: !state.pinned });
  });
  const test = document.createElement("lab-button");
  test.addEventListener("lab-press", () => {
    post(state?.activity.kind === "testing" ? { type: "stop" } : { type: "test" });
  });
  const progress = document.createElement("lab-progress");
  const figures = display();
  const verdictLine = element("div", "verdict-line", verdict, age, time);
  const face = element("div", "face", figures.element, element("div", "face-side", verdictLine, test, progress));
  const box = element(
    "header",
    "head",
    element("div", "title-bar", element("h1", "", "FlexLab"), file, pin, activity),
    face,
  );

  return {
    element: box,
    update: (next) => {
      state = next;
      const { config, report } = next;
      setText(file, next.file === null ? "" : fileName(next.file));
      file.title = next.file ?? "";
      // A driver is in no editor that could be followed.
      setHidden(pin, config === null);
      pin.icon = next.pinned ? "lock" : "link";
      pin.label = next.pinned ? t("Stays with this file") : t("Follows the editor");
      pin.title = pin.label;
      activity.level = next.activity.kind === "idle" ? "idle" : "busy";
      activity.text = activityWord(next);
      setHidden(activity, next.file === null);
      setHidden(face, next.file === null && report === null);
      const isReplaced = next.activity.kind === "testing";
      const isOrphaned = next.file === null;
      face.classList.toggle("outdated", report !== null && (next.reportIsStale || isReplaced || isOrphaned));
      figures.update(report);
      // Dashes need no room, and while something sounds its own figures and meters are what is looked at.
      figures.element.classList.toggle("small", report === null || next.activity.kind === "streaming");
      setHidden(verdictLine, report === null);
      if (report !== null) {
        verdict.level = report.verdict.level;
        verdict.text = verdictWords(report.verdict.level);
        age.hidden = !next.reportIsStale && !isOrphaned && !isReplaced;
        age.text = isReplaced
          ? t("Previous run")
          : isOrphaned
            ? t("Measured before, of {0}", fileName(report.config?.file ?? ""))
            : t("Out of date: the file has changed since");
        time.dateTime = report.startedAt;
        setText(time, runTime(report.startedAt));
      }
      setHidden(test, next.file === null);
      showTest(next);
    },
  };

  function showTest({ activity: now, file: shown, config, hasAudio, trusted }: PanelState): void {
    const testing = now.kind === "testing";
    test.label = testing ? t("Cancel test") : config === null ? t("Test Driver") : t("Test Backend");
    test.icon = testing ? "stop" : "wave";
    test.appearance = testing || now.kind === "streaming" ? "secondary" : "primary";
    const canRun = hasAudio && trusted && shown !== null && (config === null || config.errors === 0);
    test.disabled = testing ? false : !canRun || now.kind !== "idle";
    setHidden(progress, !testing && now.kind !== "stopping");
    if (testing) {
      progress.text = now.step;
      progress.fraction = now.fraction;
    } else if (now.kind === "stopping") {
      progress.text = t("Stopping");
      progress.fraction = null;
    }
  }
}

function activityWord({ activity }: PanelState): string {
  switch (activity.kind) {
    case "idle":
      return t("Idle");
    case "testing":
      return t("Testing");
    case "running":
      return runWord(activity.run);
    case "streaming":
      return t("Streaming");
    case "stopping":
      return t("Stopping");
    case "elsewhere":
      return t("Busy with {0}", fileName(activity.file));
  }
}
