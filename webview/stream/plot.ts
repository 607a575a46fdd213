import { element, setText } from "../dom.ts";
import { onThemeChange, themeColor } from "../theme.ts";

export interface PlotColors {
  readonly line: string;
  readonly quiet: string;
  readonly warn: string;
}

/** A line that stays behind what moves: upright at a share of the width from the left, or level at a share of the height
 * from the top; and what it stands for. */
export interface GridLine {
  readonly runs: "upright" | "level";
  readonly at: number;
  readonly label?: string;
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
  /** What moves, over what was drawn of it before. */
  draw(face: PlotFace): void;
}

/** A small plot that moves: a title, a canvas over a grid, and a line that says in words what can be seen. */
export class Plot {
  readonly element: HTMLElement;
  readonly #grid = element("div", "plot-grid-lines");
  readonly #canvas = element("canvas", "plot-canvas");
  readonly #words = element("p", "plot-words");
  readonly #drawing: PlotDrawing;
  #face: PlotFace | null = null;
  #size: readonly [width: number, height: number] = [0, 0];
  #isDue = false;

  constructor(className: string, title: string, drawing: PlotDrawing) {
    this.#drawing = drawing;
    this.#grid.setAttribute("aria-hidden", "true");
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", title);
    this.element = element(
      "div",
      `plot ${className}`,
      element("h3", "", title),
      element("div", "plot-face", this.#grid, this.#canvas),
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

  set grid(lines: readonly GridLine[]) {
    this.#grid.replaceChildren(...lines.map(({ runs, at, label = "" }) => {
      const line = element("span", `grid-line ${runs}`, element("span", "", label));
      line.style[runs === "upright" ? "left" : "top"] = `${String(100 * at)}%`;
      return line;
    }));
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

  /** Another size or other colours. */
  #renew(): void {
    const unit = window.devicePixelRatio;
    const [width, height] = [Math.round(this.#size[0] * unit), Math.round(this.#size[1] * unit)];
    const context = this.#canvas.getContext("2d");
    this.#face = null;
    if (width === 0 || height === 0 || context === null) return;
    // This empties it as well.
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#face = { context, width, height, unit, colors: readColors() };
    this.#drawing.draw(this.#face);
  }
}

function readColors(): PlotColors {
  const styles = getComputedStyle(document.documentElement);
  return {
    line: themeColor(styles, "--vscode-charts-blue", "--vscode-foreground"),
    quiet: themeColor(styles, "--vscode-descriptionForeground", "--vscode-foreground"),
    warn: themeColor(styles, "--vscode-charts-red", "--vscode-errorForeground", "--vscode-foreground"),
  };
}
