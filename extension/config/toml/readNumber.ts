import type { Span } from "../text.ts";
import type { TomlFloat, TomlInteger } from "../tomlValue.ts";

/** As nearly all numbers are written, and short enough that none of their digits is lost. */
const SIMPLE = /^[+-]?(?:0|[1-9][0-9]{0,14})(\.[0-9]+)?$/;
const INTEGER = /^[+-]?(?:0|[1-9][0-9_]*)$/;
const BASED = /^0(?:x[0-9A-Fa-f][0-9A-Fa-f_]*|o[0-7][0-7_]*|b[01][01_]*)$/;
const FLOAT = /^[+-]?(?:0|[1-9][0-9_]*)(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9][0-9_]*)?$/;
const NO_FINITE = /^([+-]?)(inf|nan)$/;
/** An underscore stands between two digits. */
const LOOSE_UNDERSCORE = /_(?![0-9])/;
const LOOSE_UNDERSCORE_BASED = /_(?![0-9A-Fa-f])/;

/** The number that is written so; null when none is. */
export function readNumber(raw: string, span: Span): TomlInteger | TomlFloat | "integer-too-large" | null {
  const simple = SIMPLE.exec(raw);
  if (simple !== null) {
    const value = Number(raw);
    return simple[1] === undefined ? { type: "integer", span, value: value + 0, exact: BigInt(value) } : { type: "float", span, value };
  }
  if (INTEGER.test(raw)) {
    return LOOSE_UNDERSCORE.test(raw) ? null : integer(raw.replaceAll("_", "").replace("+", ""), 20, span);
  }
  if (BASED.test(raw)) {
    const digits = raw.slice(2).replaceAll("_", "").replace(/^0+(?=.)/, "");
    return LOOSE_UNDERSCORE_BASED.test(raw) ? null : integer(raw.slice(0, 2) + digits, 2 + 64, span);
  }
  if (FLOAT.test(raw)) {
    return LOOSE_UNDERSCORE.test(raw) ? null : { type: "float", span, value: Number(raw.replaceAll("_", "")) };
  }
  const [, sign, name] = NO_FINITE.exec(raw) ?? [];
  return name === undefined ? null : { type: "float", span, value: name === "nan" ? NaN : sign === "-" ? -Infinity : Infinity };
}

/** Longer digits than `longest` are beyond 64 bits whatever they are; to turn them into a number takes more than linear time. */
function integer(digits: string, longest: number, span: Span): TomlInteger | "integer-too-large" {
  if (digits.length > longest) {
    return "integer-too-large";
  }
  const exact = BigInt(digits);
  return BigInt.asIntN(64, exact) === exact ? { type: "integer", span, value: Number(exact), exact } : "integer-too-large";
}
