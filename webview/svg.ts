const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing with its attributes. */
export function svg(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
