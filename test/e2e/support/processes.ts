import { readdirSync, readFileSync } from "node:fs";

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function allProcesses(): readonly Running[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name in brackets may hold anything; the parent is the second field after it.
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

/** What runs below a process, at any depth, and the process itself. */
export function processesBelow(ancestor: number): readonly { readonly pid: number; readonly command: string }[] {
  const all = allProcesses();
  const parentOf = new Map(all.map(({ pid, parent }) => [pid, parent]));
  return all.filter(({ pid }) => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parentOf.get(at)) if (at === ancestor) return true;
    return false;
  });
}

/** The audio processes among them. */
export function audioProcessesBelow(ancestor: number): readonly number[] {
  return processesBelow(ancestor).filter(({ command }) => command.includes("audioProcess.cjs")).map(({ pid }) => pid);
}
