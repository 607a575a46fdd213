import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The repository's own folder, whatever its name holds: spaces and letters of any language included. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** @param {...string} parts below the repository */
export const inRoot = (...parts) => join(root, ...parts);

export const artifacts = inRoot("artifacts");
export const logs = inRoot("artifacts", "logs");
export const hostFolder = inRoot(".vscode-host");

/** The name that VS Code's package target and the addon's folder share: `linux-x64`. */
export const target = `${process.platform}-${process.arch}`;
export const addonFile = inRoot("native", "prebuilds", target, "flexlab.node");
export const vsixFile = inRoot("dist", "flexlab.vsix");
