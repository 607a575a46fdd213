/** How the sound was damaged. See the contract `flexlab-report/1`. */
export type GlitchKind = "dropped" | "inserted" | "repeated" | "zeroed" | "corrupted" | "reordered" | "stalled";

/** One place where what came back is not what was played. */
export interface GlitchEvent {
  readonly direction: "input" | "output";
  /** null: all channels of the direction at once. */
  readonly channel: number | null;
  /** Position in the recorded input of the first bad frame. */
  readonly frame: number;
  readonly lengthFrames: number;
  readonly kind: GlitchKind;
  /** Change of the round trip across it: lost frames negative, added positive, damaged in place 0. */
  readonly deltaFrames: number;
  /** How far the frame may be off, either way; absent: it is exact. */
  readonly uncertaintyFrames?: number;
}
