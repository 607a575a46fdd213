import { checkConfig } from "../../extension/config/checkConfig.ts";
import { effectiveConfig } from "../../extension/config/effectiveConfig.ts";
import { parseConfig } from "../../extension/config/parseConfig.ts";
import { complete } from "../../extension/language/completion.ts";
import { hoverAt } from "../../extension/language/hover.ts";
import { HERE } from "../unit/language/scene.ts";
import { configText } from "./configText.ts";
import { processorTime, time } from "./times.ts";
import type { Times } from "./times.ts";

/**
 * How long it takes from a text to its findings, and from a place in a text that was read to what is said there. Prints
 * one JSON document: milliseconds per run beside their budgets. Also times texts made to hurt, each at two sizes:
 * `growth` near 2 is linear time.
 */
interface Timing extends Times {
  readonly name: string;
  readonly runs: number;
  /** What p99 should stay under; null: none is set. */
  readonly budget: number | null;
}

function checking(lines: number, broken: boolean, runs: number, budget: number): Timing {
  const text = configText(lines, broken);
  // A comment at the end that differs each time: nothing of an earlier run can be of use.
  const times = time(runs, (index) => void checkConfig(parseConfig(`${text}# ${String(index)}`)));
  return { name: `parse and check ${String(lines)} lines${broken ? ", three broken" : ""}`, runs, budget, ...times };
}

function looking(lines: number): Timing[] {
  const text = configText(lines, true);
  const document = parseConfig(text);
  const config = effectiveConfig(document);
  const offset = (index: number): number => (index * 7919) % text.length;
  return [
    { name: `completion in ${String(lines)} lines`, runs: 2000, budget: 5, ...time(2000, (index) => void complete(document, config, offset(index), HERE)) },
    { name: `hover in ${String(lines)} lines`, runs: 2000, budget: 5, ...time(2000, (index) => void hoverAt(document, config, offset(index), HERE)) },
  ];
}

/** Processor time, the least of several: what is left of it on a machine that is busy with other things. */
function growth(name: string, text: (size: number) => string): { name: string; milliseconds: number; growth: number } {
  const best = (size: number): number => {
    const all = text(size);
    return Math.min(
      ...Array.from({ length: 5 }, () => {
        const before = processorTime();
        checkConfig(parseConfig(all));
        return processorTime() - before;
      }),
    );
  };
  best(1_000);
  // Both of a size at which the engine's room for young objects is long full; around it texts seem to cost more than twice.
  const small = best(16_000);
  const large = best(32_000);
  return { name, milliseconds: Number(large.toFixed(2)), growth: Number((large / small).toFixed(2)) };
}

const result = {
  timings: [
    checking(100, false, 3000, 1),
    checking(100, true, 3000, 1),
    checking(5000, false, 300, 20),
    checking(5000, true, 300, 20),
    ...looking(100),
    ...looking(5000),
  ],
  nasty: [
    growth("quotes", (size) => '"'.repeat(size * 10)),
    growth("brackets", (size) => `a = ${"[".repeat(size * 10)}`),
    growth("digits", (size) => `a = ${"1".repeat(size * 10)}`),
    growth("unclosed lists", (size) => "a = [\n".repeat(size)),
    growth("unclosed inline tables", (size) => "a = {\n".repeat(size)),
    growth("unclosed long strings", (size) => 'a = """\\\n'.repeat(size)),
    growth("the same table", (size) => "[input]\n".repeat(size)),
    growth("the same key", (size) => "channels = 0\n".repeat(size)),
    growth("unknown tables", (size) => Array.from({ length: size }, (_, index) => `[t${String(index)}]`).join("\n")),
    growth("dotted key", (size) => `${"a.".repeat(size)}b = 1`),
  ],
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
