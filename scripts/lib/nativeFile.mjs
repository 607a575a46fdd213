/** Machine types by the first bytes of an executable format, as Node.js names the machine.
 * @type {Record<number, string>} */
const elf = { 0x3e: "x64", 0xb7: "arm64", 0x28: "arm", 0x03: "ia32" };
/** @type {Record<number, string>} */
const pe = { 0x8664: "x64", 0xaa64: "arm64", 0x014c: "ia32" };
/** @type {Record<number, string>} */
const macho = { 0x01000007: "x64", 0x0100000c: "arm64" };

/**
 * For which system and machine a shared library was made, as `process.platform`-`process.arch` would say it.
 * @param {Buffer} bytes
 * @returns {string | null} null: it is no shared library of a known kind
 */
export function nativeTarget(bytes) {
  if (bytes.length < 64) return null;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return `linux-${elf[bytes.readUInt16LE(18)]}`;
  if (bytes.readUInt16BE(0) === 0x4d5a) {
    const header = bytes.readUInt32LE(0x3c);
    return header + 6 <= bytes.length ? `win32-${pe[bytes.readUInt16LE(header + 4)]}` : null;
  }
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return `darwin-${macho[bytes.readUInt32LE(4)]}`;
  return null;
}
