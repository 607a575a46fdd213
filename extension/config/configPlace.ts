/** What tells where the driver reads its file: pure values, so that every system can be tried on any. */
export interface ConfigSurroundings {
  /** As Node.js names it; "web" where there is no machine behind the window. */
  readonly platform: string;
  /** The user's profile folder on Windows, the home folder elsewhere; null when the system does not tell. */
  readonly home: string | null;
  /** The environment variable FLEXLAB_CONFIG: a file. */
  readonly configVariable: string | null;
}

/** What every driver calls it. */
export const CONFIG_FILE_NAME = "FlexASIO.toml";
/** The folder beside it where profiles lie. */
export const PROFILES_FOLDER_NAME = "FlexASIO.profiles";

/**
 * The path of the FlexASIO.toml that the drivers of this machine read; null when there is no such place from here.
 * On Windows that is the user's profile folder, whatever the environment says; elsewhere FLEXLAB_CONFIG, else home.
 */
export function configPlace({ platform, home, configVariable }: ConfigSurroundings): string | null {
  if (platform === "web") return null;
  if (platform !== "win32" && configVariable?.startsWith("/") === true) return configVariable;
  if (home === null || home === "") return null;
  return platform === "win32" ? `${home.replace(/[\\/]+$/, "")}\\${CONFIG_FILE_NAME}` : `${home.replace(/\/+$/, "")}/${CONFIG_FILE_NAME}`;
}

/** Whether both paths name one file there: Windows does not tell letter cases or slashes apart. */
export function isSamePath(a: string, b: string, platform: string): boolean {
  if (platform !== "win32") return a === b;
  const plain = (path: string): string => path.replaceAll("/", "\\").toLowerCase();
  return plain(a) === plain(b);
}
