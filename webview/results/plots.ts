import { t } from "@vscode/l10n";
import { PLOTS } from "../../extension/editor/panelProtocol.ts";
import type { FromPanel, PanelPlots, PlotName } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden } from "../dom.ts";
import type { Part } from "../dom.ts";
import { plotImage } from "./plotImage.ts";

/** The drawings of the report, each with a way to save it as a picture. */
export function plots(post: (message: FromPanel) => void): Part<PanelPlots> {
  const parts = PLOTS.map((name) => ({ name, part: plot(name, post) }));
  return {
    element: element("div", "plots", ...parts.map(({ part }) => part.element)),
    update: (state) => {
      for (const { name, part } of parts) part.update(state[name]);
    },
  };
}

function plot(name: PlotName, post: (message: FromPanel) => void): Part<string> {
  const title = plotTitle(name);
  const picture = element("div", "plot-picture");
  // A picture wider than the panel scrolls by itself, by keyboard too.
  picture.tabIndex = 0;
  picture.setAttribute("role", "region");
  picture.setAttribute("aria-label", title);
  const save = document.createElement("lab-button");
  save.label = t("Save picture…");
  save.subject = title;
  save.appearance = "quiet";
  save.addEventListener("lab-press", () => {
    const drawn = picture.querySelector("svg");
    if (drawn !== null) void plotImage(drawn).then((png) => { post({ type: "savePlot", plot: name, png }); });
  });
  const box = element("section", "plot", element("div", "plot-head", element("h2", "", title), save), picture);
  let shown = "";
  return {
    element: box,
    update: (drawing) => {
      setHidden(box, drawing === "");
      if (drawing === shown) return;
      shown = drawing;
      // The extension has drawn it: what comes from a device or a file is text in it already.
      const drawn = new DOMParser().parseFromString(drawing, "text/html").querySelector("svg");
      picture.replaceChildren(...(drawn === null ? [] : [document.importNode(drawn, true)]));
    },
  };
}

function plotTitle(name: PlotName): string {
  switch (name) {
    case "latency":
      return t("Where the round trip goes");
    case "timing":
      return t("Callback timing");
    case "response":
      return t("Frequency response");
    case "matrix":
      return t("Channel matrix");
  }
}
