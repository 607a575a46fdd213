/** Pixels to one unit of a drawing: sharp on a display of twice the usual density. */
const SCALE = 2;

/**
 * A drawing as it stands on the page, as a PNG in the colours of the theme. The page may load no image, not even its own
 * drawing, so what the drawings of the report are made of is painted anew: rectangles, lines, circles, paths and texts.
 */
export async function plotImage(drawing: SVGSVGElement): Promise<Uint8Array> {
  const { width, height } = drawing.viewBox.baseVal;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * SCALE);
  canvas.height = Math.round(height * SCALE);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws nothing");
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(SCALE, SCALE);
  for (const shape of drawing.querySelectorAll<SVGGraphicsElement>("rect, line, circle, path, text")) {
    if (shape.closest("defs, pattern") === null) paint(context, shape);
  }
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, "image/png"); });
  if (blob === null) throw new Error("this drawing is too large for a picture");
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(context: CanvasRenderingContext2D, shape: SVGGraphicsElement): void {
  const style = getComputedStyle(shape);
  context.save();
  context.fillStyle = fillOf(context, shape, style.fill);
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[\s,]+/).map(Number.parseFloat));
  const fills = style.fill !== "none";
  const strokes = style.stroke !== "none";
  if (shape instanceof SVGTextElement) {
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.textAlign = style.textAnchor === "middle" ? "center" : style.textAnchor === "end" ? "end" : "start";
    context.lineJoin = "round";
    const at = [numberOf(shape, "x"), numberOf(shape, "y")] as const;
    // The outline keeps letters readable on lines: it lies below them.
    if (strokes) context.strokeText(shape.textContent, ...at);
    context.fillText(shape.textContent, ...at);
  } else {
    const outline = outlineOf(shape);
    context.globalAlpha = Number.parseFloat(style.fillOpacity);
    if (fills && !(shape instanceof SVGLineElement)) context.fill(outline);
    context.globalAlpha = Number.parseFloat(style.strokeOpacity);
    if (strokes) context.stroke(outline);
  }
  context.restore();
}

function outlineOf(shape: SVGGraphicsElement): Path2D {
  const of = (name: string): number => numberOf(shape, name);
  if (shape instanceof SVGPathElement) return new Path2D(shape.getAttribute("d") ?? "");
  const path = new Path2D();
  if (shape instanceof SVGRectElement) path.roundRect(of("x"), of("y"), of("width"), of("height"), of("rx"));
  else if (shape instanceof SVGCircleElement) path.arc(of("cx"), of("cy"), of("r"), 0, 2 * Math.PI);
  else {
    path.moveTo(of("x1"), of("y1"));
    path.lineTo(of("x2"), of("y2"));
  }
  return path;
}

/** A colour, or the pattern that `url(#…)` names. */
function fillOf(context: CanvasRenderingContext2D, shape: SVGGraphicsElement, fill: string): string | CanvasPattern {
  const name = /^url\("?#([\w-]+)"?\)/.exec(fill)?.[1];
  const pattern = name === undefined ? null : shape.ownerSVGElement?.querySelector(`#${name}`);
  if (!(pattern instanceof SVGPatternElement)) return fill;
  const tile = document.createElement("canvas");
  tile.width = numberOf(pattern, "width") * SCALE;
  tile.height = numberOf(pattern, "height") * SCALE;
  const small = tile.getContext("2d");
  if (small === null) return "transparent";
  small.scale(SCALE, SCALE);
  for (const part of pattern.querySelectorAll("rect")) paint(small, part);
  const made = context.createPattern(tile, "repeat");
  const turn = Number.parseFloat(/rotate\(([\d.]+)\)/.exec(pattern.getAttribute("patternTransform") ?? "")?.[1] ?? "0");
  made?.setTransform(new DOMMatrix().rotate(turn).scale(1 / SCALE));
  return made ?? "transparent";
}

function numberOf(shape: Element, name: string): number {
  return Number.parseFloat(shape.getAttribute(name) ?? "0");
}
