import { element, setText } from "../dom.ts";
import { onThemeChange, themeColor } from "../theme.ts";

export interface PlotColors {
  readonly line: string;
  readonly quiet: string;
  readonly grid: string;
  readonly warn: string;
}

/** What a plot is drawn with; lengths in pixels of the canvas, `unit` of them are one of the page. */
export interface PlotFace {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  readonly colors: PlotColors;
}

/** A small plot that moves: a title, a canvas, and a line that says in words what can be seen. */
export class Plot {
  readonly element: HTMLElement;
  readonly #canvas = element("canvas", "plot-canvas");
  readonly #words = element("p", "plot-words");
  readonly #draw: (face: PlotFace) => void;
  #colors: PlotColors | null = null;
  #family: string | null = null;
  #size: readonly [width: number, height: number] = [0, 0];

  constructor(className: string, title: string, draw: (face: PlotFace) => void) {
    this.#draw = draw;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", title);
    this.element = element("div", `plot ${className}`, element("h3", "", title), this.#canvas, this.#words);
    new ResizeObserver(() => {
      this.#size = [this.#canvas.clientWidth, this.#canvas.clientHeight];
      this.draw();
    }).observe(this.#canvas);
    onThemeChange(() => {
      this.#colors = null;
      this.#family = null;
      this.draw();
    });
  }

  set words(words: string) {
    setText(this.#words, words);
  }

  draw(): void {
    const canvas = this.#canvas;
    const unit = window.devicePixelRatio;
    const [width, height] = [Math.round(this.#size[0] * unit), Math.round(this.#size[1] * unit)];
    const context = canvas.getContext("2d");
    if (width === 0 || height === 0 || context === null) return;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.clearRect(0, 0, width, height);
    this.#colors ??= readColors();
    // Asking for the style while others write would make the browser work it all out anew, for each frame.
    this.#family ??= getComputedStyle(canvas).fontFamily;
    context.font = `${String(Math.round(11 * unit))}px ${this.#family}`;
    this.#draw({ context, width, height, unit, colors: this.#colors });
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
