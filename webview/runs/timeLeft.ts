import { t } from "@vscode/l10n";
import { decimal } from "../units.ts";

const MINUTE = 60;

/** An estimate in words, as coarse as it is: `about 12 s left`, `about 3 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 1) return t("about to end");
  if (seconds < 1.5 * MINUTE) return t("about {0} s left", decimal(seconds < 10 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5, 0));
  return t("about {0} min left", decimal(Math.ceil(seconds / MINUTE), 0));
}
