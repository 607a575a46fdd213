import { t } from "./translate.ts";
import type { ConfigDocument } from "./configDocument.ts";
import { dottedFix } from "./dottedFix.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { FindingCode } from "./findingCodes.ts";
import { makeFinding, sureFix } from "./makeFinding.ts";
import type { KeyValueStatement, Statement } from "./statement.ts";
import { stockReads } from "./stockReader.ts";
import { stockVerdict } from "./stockVerdict.ts";
import { contains } from "./text.ts";
import type { Span } from "./text.ts";
import { tomlString } from "./tomlText.ts";
import type { TomlValue } from "./tomlValue.ts";

/**
 * Adds what only the older reader of stock FlexASIO minds, and makes the whole agree with that reader: an error holds
 * for `flexasio` if and only if it would not start with this file. The other layers judge piece by piece; the reader
 * judges the text, and has the last word.
 */
export function reconcileWithStock(document: ConfigDocument, findings: readonly Finding[]): Finding[] {
  const all = [...findings];
  for (const statement of document.statements) {
    if (isPlain(statement)) {
      continue;
    }
    const finding = dialectOf(document, statement);
    if (finding !== null) {
      all.push(finding);
    }
  }
  if (document.statements.every(isPlain) && !all.some((finding) => finding.severity === "error")) {
    return all; // nothing in it that the two readers could see differently; saves reading it twice
  }
  const stock = stockVerdict(document.text);
  if (stock.verdict === "ok") {
    return all.flatMap((finding) => (finding.severity === "error" ? withoutFlexasio(finding) : [finding]));
  }
  if (all.some((finding) => finding.severity === "error" && finding.drivers.includes("flexasio"))) {
    return all;
  }
  if (stock.verdict === "config") {
    // TOML 1.0 has an error there already, of another kind; it is the same line that must be written anew.
    const entry = document.findAll(stock.table, stock.key).find((one) => one.value === null);
    const span = entry === undefined ? null : document.statements[entry.statement]?.span;
    const line = span === null || span === undefined ? null : document.rangeOf(span);
    const there = line === null ? -1 : all.findIndex((one) => one.severity === "error" && contains(line, one.range.start));
    const one = all[there];
    if (one !== undefined) {
      all[there] = { ...one, drivers: BOTH_DRIVERS };
      return all;
    }
  }
  const hint = t("Its TOML reader is older and stricter in places; write it the simple way: name = value.");
  const more = { drivers: ["flexasio"] } as const;
  all.push(
    stock.verdict === "parse"
      ? makeFinding("stock-reader", document.rangeOf(lineAround(document, stock.offset)), t("FlexASIO cannot read this."), hint, more)
      : makeFinding(
          "stock-value",
          document.rangeOf(document.findAll(stock.table, stock.key)[0]?.keyPart.span ?? lineAround(document, 0)),
          t("FlexASIO does not start: it reads {0} differently.", stock.key),
          hint,
          more,
        ),
  );
  return all;
}

function withoutFlexasio(finding: Finding): Finding[] {
  const drivers = finding.drivers.filter((driver) => driver !== "flexasio");
  return drivers.length === 0 ? [] : [{ ...finding, drivers }];
}

function isPlain(statement: Statement): boolean {
  switch (statement.kind) {
    case "blank":
      return true;
    case "comment":
      return true;
    case "header":
      return !statement.array && statement.key.parts.length === 1 && statement.key.parts[0]?.quoted === false;
    case "keyValue":
      return statement.plain;
    case "error":
      return false;
  }
}

function lineAround(document: ConfigDocument, offset: number): Span {
  const line = document.lines.lineAt(Math.min(offset, Math.max(0, document.text.length - 1)));
  return document.lines.lineSpan(line);
}

function dialectOf(document: ConfigDocument, statement: Statement): Finding | null {
  if (statement.kind !== "keyValue" && statement.kind !== "header") {
    return null;
  }
  const text = document.text.slice(statement.span.start, statement.span.end);
  if (stockReads(text)) {
    return null;
  }
  const cause = statement.kind === "keyValue" ? causeOf(document, statement) : null;
  const range = document.rangeOf(cause?.span ?? statement.span);
  return makeFinding(
    cause?.code ?? "stock-reader",
    range,
    cause?.message ?? t("FlexASIO cannot read this line."),
    cause?.hint ?? t("Its TOML reader is older; write it the simple way: name = value."),
    {
      drivers: ["flexasio"],
      fixes:
        cause?.code === "dotted-key" && statement.kind === "keyValue"
          ? dottedFix(document, statement)
          : cause?.better === undefined
            ? []
            : [sureFix(t("Write {0}", cause.better), { range, newText: cause.better })],
    },
  );
}

interface Cause {
  readonly code: FindingCode;
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
  readonly better?: string;
}

function causeOf(document: ConfigDocument, statement: KeyValueStatement): Cause | null {
  if (statement.key.parts.length > 1) {
    const first = statement.key.parts[0]?.name ?? "";
    return {
      code: "dotted-key",
      message: t("FlexASIO cannot read a name with a dot."),
      hint: t("Write [{0}] on a line of its own and the option below it.", first),
      span: statement.key.span,
    };
  }
  return causeInValue(document, statement.value);
}

function causeInValue(document: ConfigDocument, value: TomlValue): Cause | null {
  const raw = document.text.slice(value.span.start, value.span.end);
  switch (value.type) {
    case "integer":
      return /^0[xob]/.test(raw)
        ? {
            code: "number-base",
            message: t("FlexASIO cannot read {0}: it knows decimal numbers only.", raw),
            hint: t("Write {0}.", String(value.exact)),
            span: value.span,
            better: String(value.exact),
          }
        : null;
    case "float":
      return Number.isFinite(value.value) || /[0-9]/.test(raw)
        ? null
        : {
            code: "infinity",
            message: t("FlexASIO cannot read {0}.", raw),
            hint: t("Write a number in digits."),
            span: value.span,
          };
    case "datetime":
      return {
        code: "local-time",
        message: t("FlexASIO cannot read {0}.", raw),
        hint: t("If it is meant as text, put it in quotes."),
        span: value.span,
      };
    case "string": {
      const better = tomlString(value.value);
      return {
        ...(stockReads(`x = ${better}`) ? { better } : {}),
        code: "stock-escape",
        message: t("FlexASIO does not know an escape in this text."),
        hint: t('It knows \\t \\n \\r \\" \\\\ \\uXXXX and \\UXXXXXXXX.'),
        span: value.span,
      };
    }
    case "array": {
      const inside = firstCause(document, value.items);
      return inside ?? {
        code: "mixed-list",
        message: t("FlexASIO wants values of one type in a list."),
        hint: t("No option is a list; remove it."),
        span: value.span,
      };
    }
    case "table":
      return firstCause(document, value.pairs.map((pair) => pair.value)) ?? (
        value.pairs.some((pair) => pair.key.parts.length > 1)
          ? {
              code: "dotted-key",
              message: t("FlexASIO cannot read a name with a dot."),
              hint: t("Write the table as a header with its options below."),
              span: value.span,
            }
          : null
      );
    case "boolean":
      return null;
  }
}

function firstCause(document: ConfigDocument, values: readonly TomlValue[]): Cause | null {
  for (const value of values) {
    const raw = document.text.slice(value.span.start, value.span.end);
    if (!stockReads(`x = ${raw}`)) {
      return causeInValue(document, value);
    }
  }
  return null;
}
