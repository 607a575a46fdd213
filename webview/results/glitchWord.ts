import { t } from "@vscode/l10n";
import type { GlitchEvent } from "../../extension/editor/panelProtocol.ts";

/** What happened to frames, in a word. */
export function glitchWord(kind: GlitchEvent["kind"]): string {
  switch (kind) {
    case "dropped":
      return t("dropped");
    case "inserted":
      return t("inserted");
    case "repeated":
      return t("repeated");
    case "zeroed":
      return t("zeroed");
    case "corrupted":
      return t("corrupted");
    case "reordered":
      return t("reordered");
    case "stalled":
      return t("stalled");
  }
}
