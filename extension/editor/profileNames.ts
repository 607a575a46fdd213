import { t } from "@vscode/l10n";

const EXTENSION = ".toml";
/** Names that Windows keeps for devices, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const LONGEST = 100;

/** Why a profile cannot be called so; null when it can. */
export function profileNameProblem(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === "") return t("A profile needs a name.");
  if (trimmed.length > LONGEST) return t("This name is too long.");
  if (/[\\/:*?"<>|\u0000-\u001f\u007f]/.test(trimmed)) return t('A name cannot hold any of \\ / : * ? " < > |');
  if (trimmed.startsWith(".") || trimmed.endsWith(".")) return t("A name cannot begin or end with a dot.");
  if (RESERVED.test(trimmed)) return t("Windows keeps this name for itself.");
  return null;
}

export function profileFileName(name: string): string {
  return `${name.trim()}${EXTENSION}`;
}

/** The name of the profile in this file; null: the file is none. */
export function profileNameOf(fileName: string): string | null {
  const isProfile = fileName.toLowerCase().endsWith(EXTENSION) && fileName.length > EXTENSION.length && !fileName.startsWith(".");
  return isProfile ? fileName.slice(0, -EXTENSION.length) : null;
}
