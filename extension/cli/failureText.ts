import type { LabError } from "../audio/contract.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { styled } from "./style.ts";
import type { Look } from "./terminal.ts";

/** A failure in a few lines for people. */
export function failureText(error: Pick<LabError, "code" | "message" | "hint"> & { readonly host?: string | null }, look: Look): string {
  const code = error.code === "usage" ? "" : ` ${styled(look, `[${error.code}]`, "dim")}`;
  const lines = [`${styled(look, "error", "bold", "red")} ${error.message}${code}`];
  if (error.hint !== "") lines.push(`  ${error.hint}`);
  const host = error.host ?? "";
  if (host !== "") {
    lines.push(...host.trimEnd().split("\n").map((line) => styled(look, `  | ${line}`, "dim")));
  }
  return `${lines.join("\n")}\n`;
}

/** The audio process itself failed, or could not do its work at all; anything else is a failed test. */
export function exitCodeOf(error: Pick<LabError, "code">): ExitCode {
  if (error.code === "cancelled") return EXIT.interrupted;
  return /^audio-(process|addon)-/.test(error.code) ? EXIT.audioProcess : EXIT.failed;
}
