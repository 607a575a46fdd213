/** The first bytes of every PNG (PNG specification, 5.2). */
const PNG_SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10] as const;
/** More than any drawing of a report makes. */
const LARGEST_PNG = 4_000_000;

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length <= LARGEST_PNG && PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}
