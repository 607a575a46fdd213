import { checkOption } from "./checkValue.ts";
import { LAB_TABLE } from "./configDocument.ts";
import type { ConfigDocument, ConfigEntry } from "./configDocument.ts";
import type { Finding } from "./finding.ts";
import { makeFinding, possibleFix } from "./makeFinding.ts";
import { labOptions } from "./schema.ts";
import { isSureGuess, suggest } from "./suggest.ts";
import type { Span } from "./text.ts";
import { t } from "./translate.ts";

const FLEXLAB = { drivers: ["flexlab"] } as const;

/** `[flexlab]`, against the schema: FlexASIO ignores it whatever it holds, FlexLab reads it as strictly as the rest. */
export function checkLabTable(document: ConfigDocument): Finding[] {
  const headers = document.tables.filter(({ path, complete }) => complete && path[0] === LAB_TABLE);
  const entries = document.entries.filter(({ path }) => path[0] === LAB_TABLE);
  const first = [...headers.map(({ keySpan }) => keySpan), ...entries.map(({ key }) => key.span)].sort((a, b) => a.start - b.start)[0];
  if (first === undefined) return [];
  return [ignoredByFlexasio(document, first), ...headers.flatMap((header) => checkHeader(document, header)), ...entries.flatMap((entry) => checkEntry(document, entry))];
}

function ignoredByFlexasio(document: ConfigDocument, span: Span): Finding {
  return makeFinding(
    "unknown-table",
    document.rangeOf(span),
    t("FlexASIO ignores [{0}]: only FlexLab's driver reads it.", LAB_TABLE),
    t("FlexLab's driver needs no change."),
    { drivers: ["flexasio"] },
  );
}

function checkHeader(document: ConfigDocument, { path, array, span }: ConfigDocument["tables"][number]): readonly Finding[] {
  const range = document.rangeOf(span);
  const [, name] = path;
  if (name !== undefined) {
    return labOptions.has(name)
      ? [makeFinding("wrong-type", range, t("{0} is an option, not a table.", name), t("Write {0} = … on a line of its own below [{1}].", name, LAB_TABLE), FLEXLAB)]
      : [];
  }
  if (!array) return [];
  const newText = `[${LAB_TABLE}]`;
  return [makeFinding("array-of-tables", range, t("[[{0}]] makes a list of tables; the driver wants one table.", LAB_TABLE), t("Write {0}.", newText), FLEXLAB)];
}

function checkEntry(document: ConfigDocument, entry: ConfigEntry): readonly Finding[] {
  const [, name] = entry.path;
  if (name === undefined) {
    return entry.value === null || entry.value.type === "table"
      ? []
      : [makeFinding("table-expected", document.rangeOf(entry.value.span), t("{0} must be a table.", LAB_TABLE), t("Write [{0}] on a line of its own and its options below.", LAB_TABLE), FLEXLAB)];
  }
  const option = labOptions.get(name);
  if (option === undefined) return entry.path.length === 2 ? [unknownOption(document, entry, name)] : [];
  return entry.path.length === 2 ? checkOption(document, entry, null, option).map((finding) => ({ ...finding, ...FLEXLAB })) : [];
}

function unknownOption(document: ConfigDocument, entry: ConfigEntry, name: string): Finding {
  const meant = suggest(name, [...labOptions.keys()]);
  const range = document.rangeOf(entry.keyPart.span);
  return makeFinding(
    "unknown-key",
    range,
    t('The driver ignores "{0}": there is no such option in [{1}].', name, LAB_TABLE),
    meant === null ? t("Remove the line, or make it a comment.") : t("Did you mean {0}?", meant),
    {
      ...FLEXLAB,
      fixes: meant === null ? [] : [{ ...possibleFix(t("Write {0}", meant), { range, newText: meant }), preferred: isSureGuess(name, meant) }],
    },
  );
}
