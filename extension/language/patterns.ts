/** Regular expressions for device names, in the ECMAScript dialect of the drivers: found anywhere in the name. */

/** A pattern that finds this text, letter by letter. */
export function plainPattern(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A pattern that finds this name and no longer one. */
export function exactPattern(name: string): string {
  return `^${plainPattern(name)}$`;
}

/** Windows counts devices of one kind: `Speakers (2- USB Audio)`. The pattern finds the name with any number or none. */
export function patternWithoutNumber(name: string): string | null {
  const numbered = /^(.*\()[0-9]+- (.+)$/.exec(name);
  if (numbered === null) return null;
  const [, before = "", behind = ""] = numbered;
  return `${plainPattern(before)}([0-9]+- )?${plainPattern(behind)}`;
}
