import { t } from "./translate.ts";
import type { ErrorStatement } from "./statement.ts";

/** What to say about a broken statement; `own` is the text to underline. */
export function syntaxTexts(statement: ErrorStatement, own: string): readonly [message: string, hint: string] {
  const name = statement.key?.parts.map((part) => part.name).join(".") ?? "";
  const shown = own.length > 40 ? `${own.slice(0, 39)}…` : own;
  switch (statement.code) {
    case "missing-value":
      return [
        name === "" ? t("A value is missing behind the equals sign.") : t("{0} has no value.", name),
        t('Write a value behind "=", or remove the line.'),
      ];
    case "missing-equals":
      return [t('"{0}" is not an option: there is no "=".', shown), t('Write it as: name = value. A comment starts with "#".')];
    case "invalid-key":
      return [
        t('"{0}" cannot be the name of an option.', shown),
        t("A line is an option (name = value), a table ([input]), or a comment (# …)."),
      ];
    case "invalid-value":
      return [
        t("{0} is not a value.", shown),
        t("Text stands in straight quotes; true and false are written small; numbers have no unit."),
      ];
    case "invalid-number":
      return [
        t("{0} is not a number that TOML knows.", shown),
        t("Write digits on both sides of the point, no zeros in front, no unit."),
      ];
    case "invalid-escape":
      return [
        t("This backslash starts no escape that TOML knows."),
        t("In double quotes write \\\\ for one backslash, or put the text in single quotes."),
      ];
    case "invalid-date":
      return [t("{0} is not a date or time.", shown), t("If it is meant as text, put it in quotes.")];
    case "integer-too-large":
      return [t("{0} is too large: a whole number has 64 bits at most.", shown), t("Write a smaller number.")];
    case "unterminated-string":
      return [
        t("The text has no closing quote."),
        t("Close it with the quote that it starts with, on the same line."),
      ];
    case "unclosed-bracket":
      return [t("This bracket is not closed."), t('Close it with "]" or "}".')];
    case "unclosed-header":
      return [t("The header {0} is not closed.", shown), t('Write a "]" at its end.')];
    case "inline-table-newline":
      return [
        t("A table in braces must stand on one line."),
        name === "" ? t("Put it on one line.") : t("Put it on one line, or write [{0}] and its options below.", name),
      ];
    case "inline-table-comma":
      return [t("There is a comma too many at the end of this table."), t("Remove the last comma.")];
    case "inline-table-duplicate":
      return [t("This name stands twice in the table."), t("Remove one of the two.")];
    case "text-after-value":
      return [
        t('"{0}" does not belong behind the value.', shown),
        t('One option per line; a comment starts with "#".'),
      ];
    case "text-after-header":
      return [
        t('"{0}" does not belong behind the table header.', shown),
        t('Options stand on the lines below; a comment starts with "#".'),
      ];
    case "control-character":
      return [
        t("There is an invisible control character here."),
        t("Remove it; in double quotes it can be written as \\uXXXX."),
      ];
    case "nested-too-deep":
      return [t("Brackets are nested too deep to be read."), t("No option needs this.")];
    case "syntax-error":
      return [t("This line is not valid TOML."), t("Write it as: name = value.")];
  }
}
