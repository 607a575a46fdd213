import { t } from "@vscode/l10n";
import type { RunKind } from "../../extension/editor/panelProtocol.ts";

/** What goes on while a table fills, in a word. */
export function runWord(run: RunKind): string {
  switch (run) {
    case "compare":
      return t("Comparing");
    case "tune":
      return t("Tuning");
    case "dryRun":
      return t("Dry run");
    case "selfTest":
      return t("Self-test");
  }
}
