import type { LabError } from "./contract.ts";

/** Every failed request to the audio process rejects with one of these. */
export class LabFailure extends Error {
  override readonly name = "LabFailure";
  readonly error: LabError;

  constructor(error: LabError) {
    super(error.message);
    this.error = error;
  }
}
