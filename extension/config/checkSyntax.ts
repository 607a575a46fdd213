import { t } from "./translate.ts";
import type { ConfigDocument } from "./configDocument.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { makeFinding, sureFix } from "./makeFinding.ts";
import { stockReads } from "./stockReader.ts";
import { syntaxFixes } from "./syntaxFixes.ts";
import { syntaxTexts } from "./syntaxTexts.ts";

/** One finding per broken statement, at the statement; and one for line ends that no reader knows. */
export function checkSyntax(document: ConfigDocument): Finding[] {
  const { text, lines } = document;
  const findings: Finding[] = [];
  for (const statement of document.statements) {
    if (statement.kind === "error") {
      const { errorSpan, span } = statement;
      const [message, hint] = syntaxTexts(statement, text.slice(errorSpan.start, errorSpan.end));
      findings.push(
        makeFinding(statement.code, document.rangeOf(errorSpan), message, hint, {
          drivers: stockReads(text.slice(span.start, span.end)) ? ["flexlab"] : BOTH_DRIVERS,
          fixes: syntaxFixes(document, statement),
        }),
      );
    }
  }
  const lone = lines.firstLoneCarriageReturn;
  if (lone !== null) {
    findings.push(
      makeFinding(
        "lone-carriage-return",
        // The line before it: a carriage return itself cannot be seen.
        document.rangeOf(lines.lineSpan(lines.lineAt(lone))),
        t("The lines of this file end the way old Macs wrote them, which no TOML reader knows."),
        t("Change the line ends to LF or CRLF."),
        { fixes: modernLineEnds(document) },
      ),
    );
  }
  const lost = text.indexOf("\uFFFD");
  if (lost !== -1) {
    findings.push(
      makeFinding(
        "not-utf8",
        document.rangeOf({ start: lost, end: lost + 1 }),
        t("A character was lost here: the file is not written in UTF-8."),
        t("Write the character again and save the file as UTF-8; a device name must match letter by letter."),
      ),
    );
  }
  return findings;
}

/** Every CR without an LF becomes the line end that the file has otherwise. */
function modernLineEnds(document: ConfigDocument): Finding["fixes"] {
  const edits = [...document.text.matchAll(/\r(?!\n)/g)].map(({ index }) => ({
    range: document.rangeOf({ start: index, end: index + 1 }),
    newText: document.lineEnding,
  }));
  return [sureFix(t("Write modern line ends"), ...edits)];
}
