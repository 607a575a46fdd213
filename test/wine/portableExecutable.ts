/** What matters of a Windows program or DLL. */
export interface PortableExecutable {
  readonly machine: "x86_64" | "i686" | "other";
  /** DLLs it needs, in lower case. */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
}

const MACHINES = new Map<number, "x86_64" | "i686">([[0x8664, "x86_64"], [0x14c, "i686"]]);

/** Reads the headers of a PE file. */
export function readPortableExecutable(bytes: Buffer): PortableExecutable {
  const header = bytes.readUInt32LE(0x3c);
  const optional = header + 24;
  const directories = optional + (bytes.readUInt16LE(optional) === 0x20b ? 112 : 96);
  const sections = optional + bytes.readUInt16LE(header + 20);
  const count = bytes.readUInt16LE(header + 6);
  const offsetOf = (address: number): number => {
    for (let i = 0; i < count; ++i) {
      const section = sections + 40 * i;
      const begin = bytes.readUInt32LE(section + 12);
      const size = Math.max(bytes.readUInt32LE(section + 8), bytes.readUInt32LE(section + 16));
      if (address >= begin && address < begin + size) return address - begin + bytes.readUInt32LE(section + 20);
    }
    throw new RangeError(`No section holds address ${address}.`);
  };
  const text = (address: number): string => {
    const begin = offsetOf(address);
    return bytes.toString("latin1", begin, bytes.indexOf(0, begin));
  };

  const imports: string[] = [];
  const importTable = bytes.readUInt32LE(directories + 8);
  if (importTable !== 0) {
    for (let entry = offsetOf(importTable); bytes.readUInt32LE(entry + 12) !== 0; entry += 20) imports.push(text(bytes.readUInt32LE(entry + 12)).toLowerCase());
  }
  const exports: string[] = [];
  const exportTable = bytes.readUInt32LE(directories);
  if (exportTable !== 0) {
    const table = offsetOf(exportTable);
    const names = offsetOf(bytes.readUInt32LE(table + 32));
    for (let i = 0; i < bytes.readUInt32LE(table + 24); ++i) exports.push(text(bytes.readUInt32LE(names + 4 * i)));
  }
  return { machine: MACHINES.get(bytes.readUInt16LE(header + 4)) ?? "other", imports, exports };
}
