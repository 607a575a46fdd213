import { arch, release, type } from "node:os";
import { version } from "../../package.json";

/** The version of FlexLab that writes a report. */
export const flexlabVersion: string = version;

/** The operating system as reports name it: `Linux 6.1.0 x64`. */
export function operatingSystem(): string {
  return `${type()} ${release()} ${arch()}`;
}
