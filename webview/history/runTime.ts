import { t } from "@vscode/l10n";

/** When a run began, to the second: two runs of a minute are told apart. */
export function runTime(startedAt: string): string {
  const date = new Date(startedAt);
  if (Number.isNaN(date.getTime())) return startedAt;
  return date.toLocaleString(t("en-GB"), { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
