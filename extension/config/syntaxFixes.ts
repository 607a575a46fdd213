import { t } from "./translate.ts";
import type { ConfigDocument } from "./configDocument.ts";
import type { Fix } from "./finding.ts";
import { possibleFix, sureFix } from "./makeFinding.ts";
import { parseConfig } from "./parseConfig.ts";
import { optionsOf } from "./schema.ts";
import type { OptionSchema } from "./schema.ts";
import type { ErrorStatement } from "./statement.ts";
import { suggest } from "./suggest.ts";
import type { Span, TextEdit } from "./text.ts";
import { tomlString } from "./tomlText.ts";

/** Ways to mend a broken statement, where what was meant can still be seen. */
export function syntaxFixes(document: ConfigDocument, statement: ErrorStatement): readonly Fix[] {
  const span = statement.errorSpan;
  const own = document.text.slice(span.start, span.end);
  switch (statement.code) {
    case "unclosed-header":
      return closeHeader(document, statement, own);
    case "text-after-header":
      return [possibleFix(t('Put "#" before it'), insert(document, span.start, "# "))];
    case "text-after-value":
      return behindValue(document, statement, own);
    case "inline-table-newline":
      return oneLine(document, statement);
    case "inline-table-comma":
      return [sureFix(t("Remove the comma"), edit(document, commaBefore(document, span), ""))];
    case "invalid-number":
      return write(document, span, optionOf(statement)?.type === "integer" && own.includes(",") ? thousands(own) : betterNumber(own));
    case "invalid-value":
      return write(document, span, betterValue(statement, own));
    case "invalid-escape":
      return singleQuotes(document, statement);
    case "unterminated-string":
      return closeQuote(document, statement);
    default:
      return [];
  }
}

function edit(document: ConfigDocument, span: Span, newText: string): TextEdit {
  return { range: document.rangeOf(span), newText };
}

function insert(document: ConfigDocument, offset: number, newText: string): TextEdit {
  return edit(document, { start: offset, end: offset }, newText);
}

function write(document: ConfigDocument, span: Span, better: string | null): readonly Fix[] {
  return better === null ? [] : [sureFix(t("Write {0}", better), edit(document, span, better))];
}

function closeHeader(document: ConfigDocument, statement: ErrorStatement, own: string): readonly Fix[] {
  const name = statement.key?.parts.map((part) => part.name).join(".") ?? "";
  const closing = statement.header === "array" ? "]]" : "]";
  const bare = own.replace(/\]+$/, "").trimEnd();
  if (name === "" || bare.length <= 1) {
    return [];
  }
  const close = edit(document, statement.errorSpan, bare + closing);
  const meant = ["input", "output"].find((table) => table !== name && table.startsWith(name.toLowerCase()));
  const fix = possibleFix(t("Close the header with {0}", closing), close);
  if (statement.header === "table" && meant !== undefined && document.tables.every(({ path }) => path[0] !== meant)) {
    return [possibleFix(t("Write {0}", `[${meant}]`), { ...close, newText: `[${meant}]` }), fix];
  }
  return [{ ...fix, preferred: closing === "]" && ["input", "output"].includes(name) }];
}

/** It may be a comment without its mark. */
function behindValue(document: ConfigDocument, { errorSpan }: ErrorStatement, own: string): readonly Fix[] {
  return /^[\p{L}(/;]/u.test(own) ? [possibleFix(t('Put "#" before it'), insert(document, errorSpan.start, /\s/.test(document.text[errorSpan.start - 1] ?? "") ? "# " : " # "))] : [];
}

function oneLine(document: ConfigDocument, { span, valueSpan }: ErrorStatement): readonly Fix[] {
  if (valueSpan === null) {
    return [];
  }
  const all = { start: valueSpan.start, end: span.end };
  const joined = document.text.slice(all.start, all.end).replace(/\s*[\r\n]\s*/g, " ").replace(/,\s*\}/g, " }");
  // A comment or a long string cannot be moved, and more may be wrong than the lines.
  if (/#|"""|'''/.test(joined) || parseConfig(`table = ${joined}`).statements.some(({ kind }) => kind === "error")) {
    return [];
  }
  return [sureFix(t("Put it on one line"), edit(document, all, joined))];
}

function commaBefore(document: ConfigDocument, span: Span): Span {
  const comma = document.text.lastIndexOf(",", span.start);
  return comma === -1 ? span : { start: comma, end: comma + 1 };
}

/** `.5`, `5.` and `007` with the digits that belong there; `0,01` with its point. */
function betterNumber(own: string): string | null {
  const match = /^([+-]?)(\d*)([.,]?)(\d*)$/.exec(own);
  if (match === null || (match[2] === "" && match[4] === "")) {
    return null;
  }
  const [, sign = "", whole = "", point = "", fraction = ""] = match;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  return sign + digits + (point === "" ? "" : `.${fraction || "0"}`);
}

/** `1,024` where a whole number is meant. */
function thousands(own: string): string | null {
  return /^[1-9]\d{0,2}(,\d{3})+$/.test(own) ? own.replaceAll(",", "") : null;
}

function optionOf({ key }: ErrorStatement): OptionSchema | undefined {
  const name = key?.parts[key.parts.length - 1]?.name ?? "";
  return optionsOf("top").get(name) ?? optionsOf("input").get(name);
}

/** `True`, `yes`, `off` where true or false is meant; a bare word in quotes where text is meant. */
function betterValue(statement: ErrorStatement, own: string): string | null {
  const option = optionOf(statement);
  if (option?.name === "device" && /^\(?none\)?$/i.test(own)) {
    return '""';
  }
  if (option?.type === "boolean") {
    const word = own.toLowerCase();
    return ["true", "yes", "on"].includes(word) ? "true" : ["false", "no", "off"].includes(word) ? "false" : null;
  }
  if (option?.type === "number" || option?.type === "integer") {
    return betterNumber(own);
  }
  // Word processors make quotes round.
  const bare = own.replace(/^[“”„«»‘’]+|[“”„«»‘’]+$/gu, "");
  if (option?.type === "string" && bare.trim() !== "" && /^[^"'#[\]{}=“”„«»]+$/u.test(bare)) {
    return tomlString(option.values === null ? bare : (suggest(bare, option.values) ?? bare));
  }
  return null;
}

/** A Windows path in double quotes is the usual reason; single quotes take it as it is. */
function singleQuotes(document: ConfigDocument, statement: ErrorStatement): readonly Fix[] {
  if (statement.valueSpan === null || statement.errorSpan.start < statement.valueSpan.start) {
    return [];
  }
  const value = document.text.slice(statement.valueSpan.start, statement.valueSpan.end);
  const match = /^"([^"'\r\n]*)"$/.exec(value);
  return match === null || value.includes("\\\\")
    ? []
    : [sureFix(t("Put the text in single quotes"), edit(document, statement.valueSpan, `'${match[1] ?? ""}'`))];
}

/** Where the text ends nobody knows for sure: at the end of the line, as far as there is no comment on it. */
function closeQuote(document: ConfigDocument, statement: ErrorStatement): readonly Fix[] {
  const { valueSpan, span } = statement;
  const value = valueSpan === null ? "" : document.text.slice(valueSpan.start, valueSpan.end);
  const quote = value[0];
  const plain = value.trimEnd();
  return valueSpan === null || (quote !== '"' && quote !== "'") || plain.length < 2 || /[\r\n#\\]/.test(value) || plain.slice(1).includes(quote) || span.end < valueSpan.end
    ? []
    : [possibleFix(t("Close it with {0}", quote), insert(document, valueSpan.start + plain.length, quote))];
}
