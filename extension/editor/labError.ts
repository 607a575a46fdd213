import type { LabError } from "../audio/contract.ts";

/** A test report's error as every other failure is told. */
export function labError(error: Omit<LabError, "host"> & { readonly host?: string | null }): LabError {
  return { ...error, host: error.host ?? null };
}
