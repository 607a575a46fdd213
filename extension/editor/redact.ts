/** What may not be told, and what stands in its place. */
export interface Secrets {
  /** Names of devices, of this machine and of the file. */
  readonly devices: readonly string[];
  /** Regular expressions of the file: parts of such names. */
  readonly patterns: readonly string[];
  /** Folders of the user: shown as `~`. */
  readonly homes: readonly string[];
  /** Name of the user's account. */
  readonly users: readonly string[];
}

/** Names that are no secret and would make everything else unreadable if they were replaced. */
const HARMLESS = new Set(["default", "Virtual Cable", "pulse", "sysdefault", "jack", "system"]);
/** Shorter ones stand inside ordinary words. */
const SHORTEST = 3;

/**
 * The text with pseudonyms for every secret: the same one everywhere, so that what belongs together can still be seen.
 * Longer names go first, so that one inside another is not cut in two; writing with `\\` and `\"`, as in TOML and JSON,
 * is known too.
 */
export function redact(text: string, secrets: Secrets): string {
  const pairs = [
    ...secrets.homes.filter((home) => home.length >= SHORTEST).flatMap((home) => [pair(home, "~"), pair(home.replaceAll("\\", "/"), "~")]),
    ...numbered(secrets.devices.filter((name) => !HARMLESS.has(name)), "Device"),
    ...numbered(secrets.patterns, "Pattern"),
    ...numbered(secrets.users, "User"),
  ]
    .flatMap(({ secret, name }) => [pair(secret, name), pair(escaped(secret), name)])
    .filter(({ secret }) => secret.length >= SHORTEST)
    .sort((a, b) => b.secret.length - a.secret.length);
  const names = new Map(pairs.map(({ secret, name }) => [secret, name]));
  if (names.size === 0) return text;
  const any = new RegExp([...names.keys()].map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  return text.replace(any, (secret) => names.get(secret) ?? "");
}

function numbered(secrets: readonly string[], kind: string): readonly { readonly secret: string; readonly name: string }[] {
  return [...new Set(secrets)].map((secret, index) => pair(secret, `${kind} ${String(index + 1)}`));
}

function pair(secret: string, name: string): { readonly secret: string; readonly name: string } {
  return { secret, name };
}

function escaped(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
