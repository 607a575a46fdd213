const SVG = "http://www.w3.org/2000/svg";

/** Drawn on a grid of 16 units with lines of the text's colour; each differs in shape, not in colour alone. */
const shapes = {
  check: "M3 8.5 6.5 12 13 4.5",
  warning: "M8 2.5 14.5 13.5 H1.5 Z M8 6.5 V9.5 M8 11.4 V11.6",
  cross: "M4 4 12 12 M12 4 4 12",
  info: "M8 7.5 V11.5 M8 4.6 V4.8 M8 1.8 A6.2 6.2 0 1 1 7.99 1.8",
  dot: "M8 5.5 A2.5 2.5 0 1 1 7.99 5.5 Z",
  clock: "M8 1.8 A6.2 6.2 0 1 1 7.99 1.8 M8 4.5 V8 L10.5 9.5",
  chevron: "M4.5 6.5 8 10 11.5 6.5",
  line: "M3 4 H13 M3 8 H8 M3 12 H13 M11 6 13 8 11 10",
  play: "M5 3.5 12.5 8 5 12.5 Z",
  stop: "M4.5 4.5 H11.5 V11.5 H4.5 Z",
  wave: "M1.5 8 H4 L6 3 9.5 13 11.5 8 H14.5",
  link: "M6.5 9.5 9.5 6.5 M7 5 8.5 3.5 A2.8 2.8 0 0 1 12.5 7.5 L11 9 M9 11 7.5 12.5 A2.8 2.8 0 0 1 3.5 8.5 L5 7",
  lock: "M4 7.5 H12 V13.5 H4 Z M5.5 7.5 V5 A2.5 2.5 0 0 1 10.5 5 V7.5",
} as const;

export type IconName = keyof typeof shapes;

const filled: ReadonlySet<IconName> = new Set(["dot", "play", "stop"]);

/** A picture beside words; screen readers pass it over. */
export function makeIcon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("width", "16");
  svg.setAttribute("height", "16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shapes[name]);
  path.setAttribute("fill", filled.has(name) ? "currentColor" : "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.4");
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}
