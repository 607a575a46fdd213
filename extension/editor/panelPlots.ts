import { latencyPlot } from "../lab/export/latencyPlot.ts";
import { matrixPlot } from "../lab/export/matrixPlot.ts";
import { responsePlot } from "../lab/export/responsePlot.ts";
import { timingPlot } from "../lab/export/timingPlot.ts";
import type { Report } from "../lab/report.ts";
import { NO_PLOTS } from "./panelProtocol.ts";
import type { PanelPlots } from "./panelProtocol.ts";

/** Of a report that is shown again and again. */
const drawn = new WeakMap<Report, PanelPlots>();

/** The drawings of the HTML report, for the panel. */
export function panelPlots(report: Report | null): PanelPlots {
  if (report === null) return NO_PLOTS;
  const known = drawn.get(report);
  if (known !== undefined) return known;
  const plots: PanelPlots = {
    // Without a budget the panel's own bar says all that there is.
    latency: report.latency.budget == null ? "" : latencyPlot(report),
    timing: timingPlot(report),
    response: responsePlot(report),
    matrix: matrixPlot(report),
  };
  drawn.set(report, plots);
  return plots;
}
