import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The repository's own folder, whatever its name holds: spaces and letters of any language included. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** @param {...string} parts below the repository */
export const inRoot = (...parts) => join(root, ...parts);

export const artifacts = inRoot("artifacts");
export const logs = inRoot("artifacts", "logs");
/** @param {string} id of a step of the set-up: what its inputs were when it last succeeded */
export const stampOf = (id) => inRoot("artifacts", "stamps", id);
export const hostFolder = inRoot(".vscode-host");

/** The name that VS Code's package target and the addon's folder share: `linux-x64`. */
export const target = `${process.platform}-${process.arch}`;
export const addonFile = inRoot("native", "prebuilds", target, "flexlab.node");
export const vsixFile = inRoot("dist", "flexlab.vsix");
