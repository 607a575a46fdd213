import type { LiveFrame, PanelDriver, PanelState, SectionName } from "../../extension/editor/panelProtocol.ts";

/**
 * One tab's worth of the panel. It is built when the user first comes to it, since each costs some milliseconds before the
 * panel can be seen; from then on it is told each complete state whether it is shown or not, so that what it shows is
 * always of now.
 */
export interface Section {
  readonly name: SectionName;
  /** Of its tab, translated. */
  readonly title: string;
  /** A count or a word behind the title; empty: none. */
  badge(state: PanelState): string;
  build(): SectionView;
}

/** What moves by itself asks whether it is shown, and rests while it is not. */
export interface SectionView {
  readonly element: HTMLElement;
  update(state: PanelState): void;
  /** Each live frame of a running test or stream. */
  feed?(live: LiveFrame): void;
  /** The drivers that run, while the section has asked for them. */
  watch?(drivers: readonly PanelDriver[]): void;
  /** The user came to it or left it; also called with false while the page is hidden. */
  show?(isShown: boolean): void;
}
