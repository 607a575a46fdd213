import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { complete } from "../../../extension/language/completion.ts";
import { hintTexts } from "../../../extension/language/hintTexts.ts";
import { hoverAt } from "../../../extension/language/hover.ts";
import type { LanguageContext } from "../../../extension/language/languageContext.ts";
import type { Measurement } from "../../../extension/language/measurement.ts";
import { snippetSyntax } from "../../../extension/language/snippet.ts";
import { measurementOf } from "../editor/fixtures.ts";
import { goldenIn } from "../golden.ts";
import { HERE, sceneOf } from "./scene.ts";
import type { Scene } from "./scene.ts";

const golden = goldenIn(new URL("golden/", import.meta.url));

const folder = new URL("files/", import.meta.url);
const files = readdirSync(folder).sort();

describe("hovers and completions of representative files", () => {
  it("are a dozen at least", () => {
    assert.ok(files.length >= 12);
  });

  for (const name of files) {
    const text = readFileSync(new URL(name, folder), "utf8");
    const scene = sceneOf(text);
    // One of them has been tested, with a result as users get it.
    const here = name === "virtual.toml" ? { ...HERE, measurement: tested(text) } : HERE;

    it(`hovers of ${name}`, () => {
      golden(`${name}.hovers.md`, hovers(scene, here));
    });
    it(`completions of ${name}`, () => {
      golden(`${name}.completions.txt`, completions(scene, here));
    });
    it(`hints of ${name}`, () => {
      const hints = hintTexts({ config: scene.config, document: scene.document, here, kinds: { units: true, defaults: true, measured: true } });
      golden(`${name}.hints.txt`, hints.map(({ position, parts, tooltip }) => `${position.line}:${position.character} ${parts.map(({ text: part, command }) => (command === null ? part : `<${part}: ${command}>`)).join("")}\n    ${tooltip.replaceAll("\n", "\n    ")}\n`).join(""));
    });
  }
});

function tested(text: string): Measurement {
  const measurement = measurementOf(text);
  return { ...measurement, report: { ...measurement.report, startedAt: "2026-11-20T10:00:00.000Z" } };
}

/** Every hover of the file once, in the order of the text. */
function hovers({ document, config }: Scene, here: LanguageContext): string {
  const seen = new Set<string>();
  let result = "";
  for (let offset = 0; offset <= document.text.length; offset++) {
    const hover = hoverAt(document, config, offset, here);
    if (hover === null) continue;
    const at = `${String(hover.span.start)}-${String(hover.span.end)}`;
    if (seen.has(at)) continue;
    seen.add(at);
    result += `# ${document.text.slice(hover.span.start, hover.span.end)}\n\n${hover.parts.join("\n\n")}\n\n`;
  }
  return result;
}

/** What is offered at the end of each line, behind each \`=\` and in each string. */
function completions({ document, config }: Scene, here: LanguageContext): string {
  let result = "";
  for (let line = 0; line < document.lines.lineCount; line++) {
    const { start, end } = document.lines.lineSpan(line);
    const text = document.text.slice(start, end);
    const places = new Set([end, ...[...text.matchAll(/= ?|["']/g)].map((match) => start + match.index + match[0].length)]);
    for (const offset of [...places].sort((a, b) => a - b)) {
      const { items } = complete(document, config, offset, here);
      result += `${text.slice(0, offset - start)}‸${text.slice(offset - start)}\n`;
      const sorted = [...items].sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
      for (const item of sorted) {
        const replaced = document.text.slice(item.span.start, item.span.end);
        result += `    ${item.label}${item.description === "" ? "" : `  (${item.description})`}${item.detail === "" ? "" : `  ${item.detail}`}  ${JSON.stringify(replaced)} → ${JSON.stringify(snippetSyntax(item.insert))}\n`;
      }
    }
  }
  return result;
}
