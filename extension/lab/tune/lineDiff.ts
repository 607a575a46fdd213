/** Lines of context around a change. */
const CONTEXT = 2;

/** A unified diff of two short texts (a configuration is a page); empty when they are equal. */
export function lineDiff(before: string, after: string, name: string): string {
  if (before === after) return "";
  const [a, b] = [linesOf(before), linesOf(after)];
  const steps = walk(a, b);
  const shown = steps.map((_, i) => steps.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== " "));
  const out = [`--- ${name}`, `+++ ${name}`];
  for (let i = 0; i < steps.length; i++) {
    if (shown[i] !== true) continue;
    let end = i;
    while (end < steps.length && shown[end] === true) end++;
    const hunk = steps.slice(i, end);
    const [first] = hunk;
    const count = (mark: string): number => hunk.filter((step) => step.mark !== mark).length;
    out.push(`@@ -${(first?.a ?? 0) + 1},${count("+")} +${(first?.b ?? 0) + 1},${count("-")} @@`);
    out.push(...hunk.map(({ mark, line }) => mark + line));
    i = end;
  }
  return `${out.join("\n")}\n`;
}

interface Step {
  readonly mark: " " | "-" | "+";
  readonly line: string;
  /** Lines of either text that lie before it. */
  readonly a: number;
  readonly b: number;
}

function linesOf(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** The longest common subsequence, by the table that every textbook has. */
function walk(a: readonly string[], b: readonly string[]): readonly Step[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [down, right, both] = [common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0, common[(i + 1) * width + j + 1] ?? 0];
      common[i * width + j] = a[i] === b[j] ? both + 1 : Math.max(down, right);
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) steps.push({ mark: " ", line: x, a: i++, b: j++ });
    else if (x !== undefined && (y === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) steps.push({ mark: "-", line: x, a: i++, b: j });
    else if (y !== undefined) steps.push({ mark: "+", line: y, a: i, b: j++ });
  }
  return steps;
}
