import { element, setText } from "../dom.ts";
import { onThemeChange, themeColor } from "../theme.ts";

export interface PlotColors {
  readonly line: string;
  readonly quiet: string;
  readonly grid: string;
  readonly warn: string;
}

/**
 * What a plot is drawn with; lengths in pixels of the canvas, `unit` of them are one of the page. Another face means
 * that the canvas is empty again.
 */
export interface PlotFace {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  readonly colors: PlotColors;
}

/** What is drawn. */
export interface PlotDrawing {
  /** The lines and words behind it, which stay. */
  ground(face: PlotFace): void;
  /** What moves, over what was drawn of it before. */
  draw(face: PlotFace): void;
}

/** A small plot that moves: a title, a canvas over a ground, and a line that says in words what can be seen. */
export class Plot {
  readonly element: HTMLElement;
  readonly #ground = element("canvas", "plot-canvas");
  readonly #canvas = element("canvas", "plot-canvas");
  readonly #words = element("p", "plot-words");
  readonly #drawing: PlotDrawing;
  #face: PlotFace | null = null;
  #size: readonly [width: number, height: number] = [0, 0];
  #isDue = false;

  constructor(className: string, title: string, drawing: PlotDrawing) {
    this.#drawing = drawing;
    this.#ground.setAttribute("aria-hidden", "true");
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", title);
    this.element = element(
      "div",
      `plot ${className}`,
      element("h3", "", title),
      element("div", "plot-face", this.#ground, this.#canvas),
      this.#words,
    );
    // The browser has just laid out: it knows the size without being made to work it out.
    new ResizeObserver(() => {
      this.#size = [this.#canvas.clientWidth, this.#canvas.clientHeight];
      this.#renew();
    }).observe(this.#canvas);
    onThemeChange(() => {
      this.#renew();
    });
  }

  set words(words: string) {
    setText(this.#words, words);
  }

  /** There is something else to draw. */
  touch(): void {
    this.#isDue = true;
  }

  /** Of a frame of the display. */
  draw(): void {
    if (!this.#isDue || this.#face === null) return;
    this.#isDue = false;
    this.#drawing.draw(this.#face);
  }

  /** The ground alone, until something is touched. */
  redrawGround(): void {
    const face = this.#face;
    const context = this.#ground.getContext("2d");
    if (face === null || context === null) return;
    context.clearRect(0, 0, face.width, face.height);
    context.font = `${String(Math.round(11 * face.unit))}px ${getComputedStyle(this.#ground).fontFamily}`;
    this.#drawing.ground({ ...face, context });
  }

  /** Another size or other colours. */
  #renew(): void {
    const unit = window.devicePixelRatio;
    const [width, height] = [Math.round(this.#size[0] * unit), Math.round(this.#size[1] * unit)];
    const context = this.#canvas.getContext("2d");
    this.#face = null;
    if (width === 0 || height === 0 || context === null) return;
    for (const canvas of [this.#ground, this.#canvas]) {
      // This empties it as well.
      canvas.width = width;
      canvas.height = height;
    }
    this.#face = { context, width, height, unit, colors: readColors() };
    this.redrawGround();
    this.#drawing.draw(this.#face);
  }
}

function readColors(): PlotColors {
  const styles = getComputedStyle(document.documentElement);
  return {
    line: themeColor(styles, "--vscode-charts-blue", "--vscode-foreground"),
    quiet: themeColor(styles, "--vscode-descriptionForeground", "--vscode-foreground"),
    grid: themeColor(styles, "--vscode-editorIndentGuide-background1", "--vscode-editorWidget-border", "--vscode-contrastBorder", "--vscode-descriptionForeground"),
    warn: themeColor(styles, "--vscode-charts-red", "--vscode-errorForeground", "--vscode-foreground"),
  };
}
