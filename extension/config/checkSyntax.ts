import type { ConfigDocument } from "./configDocument.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";
import { stockReads } from "./stockReader.ts";
import { suggest } from "./suggest.ts";
import { optionsOf } from "./schema.ts";
import type { ErrorStatement, SyntaxErrorCode } from "./statement.ts";
import type { Span } from "./text.ts";
import { tomlString } from "./tomlText.ts";

/** One finding per broken statement, at the statement; and one for line ends that no reader knows. */
export function checkSyntax(document: ConfigDocument): Finding[] {
  const findings: Finding[] = [];
  for (const statement of document.statements) {
    if (statement.kind === "error") {
      findings.push(describe(document, statement));
    }
  }
  const lone = document.lines.firstLoneCarriageReturn;
  if (lone !== null) {
    findings.push({
      code: "lone-carriage-return",
      severity: "error",
      layer: "syntax",
      message: "The lines of this file end the way old Macs wrote them, which no TOML reader knows.",
      hint: "Change the line ends to LF or CRLF.",
      // The line before it: a carriage return itself cannot be seen.
      range: document.rangeOf({ ...document.lines.lineSpan(document.lines.lineAt(lone)) }),
      drivers: BOTH_DRIVERS,
      fixes: [],
    });
  }
  const lost = document.text.indexOf("\uFFFD");
  if (lost !== -1) {
    findings.push({
      code: "not-utf8",
      severity: "warning",
      layer: "dialect",
      message: "A character was lost here: the file is not written in UTF-8.",
      hint: "Write the character again and save the file as UTF-8; a device name must match letter by letter.",
      range: document.rangeOf({ start: lost, end: lost + 1 }),
      drivers: BOTH_DRIVERS,
      fixes: [],
    });
  }
  return findings;
}

function describe(document: ConfigDocument, statement: ErrorStatement): Finding {
  const own = document.text.slice(statement.errorSpan.start, statement.errorSpan.end);
  const { message, hint } = words(statement, own);
  const text = document.text.slice(statement.span.start, statement.span.end);
  return {
    code: statement.code,
    severity: "error",
    layer: "syntax",
    message,
    hint,
    range: document.rangeOf(statement.errorSpan),
    drivers: stockReads(text) ? ["flexlab"] : BOTH_DRIVERS,
    fixes: fixes(document, statement),
  };
}

function words(statement: ErrorStatement, own: string): { message: string; hint: string } {
  const name = statement.key?.parts.map((part) => part.name).join(".") ?? "";
  const shown = own.length > 40 ? `${own.slice(0, 39)}…` : own;
  const texts: Record<SyntaxErrorCode, { message: string; hint: string }> = {
    "missing-value": {
      message: name === "" ? "A value is missing behind the equals sign." : `${name} has no value.`,
      hint: `Write a value behind "=", or remove the line.`,
    },
    "missing-equals": {
      message: `"${shown}" is not an option: there is no "=".`,
      hint: `Write it as: name = value. A comment starts with "#".`,
    },
    "invalid-key": {
      message: `"${shown}" cannot be the name of an option.`,
      hint: `A line is an option (name = value), a table ([input]), or a comment (# …).`,
    },
    "invalid-value": {
      message: `${shown} is not a value.`,
      hint: `Text stands in quotes; true and false are written small; numbers have no unit.`,
    },
    "invalid-number": {
      message: `${shown} is not a number that TOML knows.`,
      hint: "Write digits on both sides of the point, no zeros in front, no unit.",
    },
    "invalid-escape": {
      message: "This backslash starts no escape that TOML knows.",
      hint: `In double quotes write \\\\ for one backslash, or put the text in single quotes.`,
    },
    "invalid-date": { message: `${shown} is not a date or time.`, hint: "If it is meant as text, put it in quotes." },
    "integer-too-large": {
      message: `${shown} is too large: a whole number has 64 bits at most.`,
      hint: "Write a smaller number.",
    },
    "unterminated-string": {
      message: "The text has no closing quote.",
      hint: "Close it with the quote that it starts with, on the same line.",
    },
    "unclosed-bracket": { message: "This bracket is not closed.", hint: `Close it with "]" or "}".` },
    "unclosed-header": { message: `The header ${shown} is not closed.`, hint: `Write a "]" at its end.` },
    "inline-table-newline": {
      message: "A table in braces must stand on one line.",
      hint: name === "" ? "Put it on one line." : `Put it on one line, or write [${name}] and its options below.`,
    },
    "inline-table-comma": {
      message: "There is a comma too many at the end of this table.",
      hint: "Remove the last comma.",
    },
    "inline-table-duplicate": { message: "This name stands twice in the table.", hint: "Remove one of the two." },
    "text-after-value": {
      message: `"${shown}" does not belong behind the value.`,
      hint: `One option per line; a comment starts with "#".`,
    },
    "text-after-header": {
      message: `"${shown}" does not belong behind the table header.`,
      hint: `Options stand on the lines below; a comment starts with "#".`,
    },
    "control-character": {
      message: "There is an invisible control character here.",
      hint: "Remove it; in double quotes it can be written as \\uXXXX.",
    },
    "nested-too-deep": { message: "Brackets are nested too deep to be read.", hint: "No option needs this." },
    "syntax-error": { message: "This line is not valid TOML.", hint: "Write it as: name = value." },
  };
  return texts[statement.code];
}

function fixes(document: ConfigDocument, statement: ErrorStatement): Fix[] {
  const span = statement.errorSpan;
  const own = document.text.slice(span.start, span.end);
  switch (statement.code) {
    case "unclosed-header": {
      const closing = statement.header === "array" ? "]]" : "]";
      const bare = own.replace(/\]+$/, "");
      const name = statement.key?.parts.map((part) => part.name).join(".") ?? "";
      const fix = replace(document, `Close the header with ${closing}`, span, bare.trimEnd() + closing);
      return name !== "" && bare.length > 1 ? [{ ...fix, preferred: closing === "]" && ["input", "output"].includes(name) }] : [];
    }
    case "inline-table-comma":
      return [replace(document, "Remove the comma", commaBefore(document, span), "")];
    case "invalid-number": {
      const better = betterNumber(own);
      return better === null ? [] : [replace(document, `Write ${better}`, span, better)];
    }
    case "invalid-value": {
      const better = betterValue(statement, own);
      return better === null ? [] : [replace(document, `Write ${better}`, span, better)];
    }
    case "invalid-escape":
      return literalFix(document, statement);
    default:
      return [];
  }
}

function replace(document: ConfigDocument, title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ range: document.rangeOf(span), newText }], preferred: true };
}

function commaBefore(document: ConfigDocument, span: Span): Span {
  const comma = document.text.lastIndexOf(",", span.start);
  return comma === -1 ? span : { start: comma, end: comma + 1 };
}

/** `.5`, `5.` and `007` with the digits that belong there. */
function betterNumber(own: string): string | null {
  const match = /^([+-]?)(\d*)(\.?)(\d*)$/.exec(own);
  if (match === null || (match[2] === "" && match[4] === "")) {
    return null;
  }
  const [, sign = "", whole = "", point = "", fraction = ""] = match;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  return sign + digits + (point === "" ? "" : `.${fraction || "0"}`);
}

/** `True`, `yes`, `off` where true or false is meant; a bare word in quotes where text is meant. */
function betterValue(statement: ErrorStatement, own: string): string | null {
  const name = statement.key?.parts[statement.key.parts.length - 1]?.name ?? "";
  if (name === "device" && /^\(?none\)?$/i.test(own)) {
    return '""';
  }
  const option = optionsOf("top").get(name) ?? optionsOf("input").get(name);
  if (option?.type === "boolean") {
    const word = own.toLowerCase();
    return ["true", "yes", "on"].includes(word) ? "true" : ["false", "no", "off"].includes(word) ? "false" : null;
  }
  if (option?.type === "string" && /^[^"'#[\]{}=]+$/.test(own)) {
    return tomlString(option.values === null ? own : (suggest(own, option.values) ?? own));
  }
  return null;
}

/** A Windows path in double quotes is the usual reason; single quotes take it as it is. */
function literalFix(document: ConfigDocument, statement: ErrorStatement): Fix[] {
  if (statement.valueSpan === null) {
    return [];
  }
  const value = document.text.slice(statement.valueSpan.start, statement.valueSpan.end);
  const match = /^"([^"'\r\n]*)"$/.exec(value);
  return match === null || value.includes("\\\\")
    ? []
    : [replace(document, "Put the text in single quotes", statement.valueSpan, `'${match[1] ?? ""}'`)];
}
