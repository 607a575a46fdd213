import type { FromPanel } from "../../extension/editor/panelProtocol.ts";
import { pathSection } from "../path/pathSection.ts";
import { driversSection } from "../drivers/driversSection.ts";
import { resultsSection } from "../results/resultsSection.ts";
import { historySection } from "../history/historySection.ts";
import { compareSection } from "../runs/compareSection.ts";
import { dryRunSection } from "../runs/dryRunSection.ts";
import { selfTestSection } from "../runs/selfTestSection.ts";
import { tuneSection } from "../runs/tuneSection.ts";
import { streamSection } from "../stream/streamSection.ts";
import type { Section } from "./section.ts";

/** All parts of the panel, in the order of their tabs. */
export function allSections(post: (message: FromPanel) => void): readonly Section[] {
  return [
    pathSection(),
    streamSection(post),
    resultsSection(post),
    historySection(post),
    compareSection(post),
    tuneSection(post),
    dryRunSection(post),
    selfTestSection(post),
    driversSection(post),
  ];
}
