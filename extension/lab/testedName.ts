import { t } from "@vscode/l10n";
import type { Report } from "./report.ts";

/** What a report calls the thing that was tested. */
export function testedName({ config, driver }: Pick<Report, "config" | "driver">): string {
  if (config === null) return t("ASIO driver {0}", driver?.name ?? "");
  return config.file === "-" ? t("standard input") : config.file;
}
