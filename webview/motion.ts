const query = matchMedia("(prefers-reduced-motion: reduce)");
let isWanted = !query.matches;
query.addEventListener("change", () => { isWanted = !query.matches; });

/** Whether things may move by themselves. For each frame of the display: to ask the browser lays the whole page out. */
export function wantsMotion(): boolean {
  return isWanted;
}
