/**
 * What the extension and the panel's page say to each other: the only file they share.
 * State travels as complete snapshots, the latest wins; a hidden page may miss any number of them.
 */
import type { Direction, LabError, LiveSnapshot } from "../audio/contract.ts";
import type { Report } from "../lab/report.ts";

export const PANEL_PROTOCOL_VERSION = 1;

export interface PanelState {
  /** The FlexASIO.toml that the panel speaks of; null when none is open. */
  readonly file: string | null;
  /** Opening devices needs a trusted workspace. */
  readonly trusted: boolean;
  readonly config: PanelConfig | null;
  readonly activity: PanelActivity;
  readonly report: Report | null;
  /** The text that decides the report has changed since it was measured. */
  readonly reportIsStale: boolean;
  readonly error: LabError | null;
}

/** The configuration in effect, in words ready to be shown. */
export interface PanelConfig {
  readonly backend: string;
  /** False: this machine does not have that backend. */
  readonly backendIsHere: boolean;
  /** Null: the direction is off. */
  readonly input: string | null;
  readonly output: string | null;
  readonly buffer: string;
  /** How many errors stop the driver with this file. */
  readonly errors: number;
}

export type PanelActivity =
  | { readonly kind: "idle" }
  | { readonly kind: "testing"; readonly step: string; readonly fraction: number | null }
  | { readonly kind: "streaming"; readonly signal: StreamSignal }
  | { readonly kind: "stopping" };

export type StreamSignal = "sine" | "silence";

export type ToPanel =
  | { readonly type: "state"; readonly version: number; readonly state: PanelState }
  | { readonly type: "live"; readonly snapshot: LiveSnapshot };

export type FromPanel =
  | { readonly type: "ready"; readonly version: number }
  | { readonly type: "test" }
  | { readonly type: "start"; readonly signal: StreamSignal }
  | { readonly type: "stop" }
  | { readonly type: "pickDevice"; readonly direction: Direction }
  | { readonly type: "pickBackend" }
  | { readonly type: "reveal"; readonly table: "top" | Direction; readonly key: string | null };
