/** Draws with the display: in its next frame after `wake`, and in those that follow while the drawing says that it goes on. */
export class Animation {
  readonly #draw: (now: number) => boolean;
  #frame: number | null = null;

  /** `draw`: told the time of the frame in milliseconds, as of `performance.now()`. */
  constructor(draw: (now: number) => boolean) {
    this.#draw = draw;
  }

  wake(): void {
    this.#frame ??= requestAnimationFrame(this.#step);
  }

  readonly #step = (now: number): void => {
    this.#frame = null;
    if (this.#draw(now)) this.wake();
  };
}
