import type { ConfigDocument } from "../config/configDocument.ts";
import type { Span } from "../config/text.ts";

export type DocumentLink =
  | { readonly kind: "url"; readonly span: Span; readonly url: string }
  /** A file in the folder of this one, which may exist or not. */
  | { readonly kind: "file"; readonly span: Span; readonly name: string };

const URL = /https?:\/\/[^\s"'<>`\\^{}|]+/g;
/** The driver's log and other configurations: names without a folder, as people write them into comments. */
const FILE = /(?<![\w./\\-])(?:FlexASIO\.log|[\w-][\w.-]*\.toml)\b(?![\w/\\])/gi;

/** Addresses and names of files in comments. */
export function documentLinks(document: ConfigDocument): readonly DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const statement of document.statements) {
    const comment = "comment" in statement ? statement.comment : null;
    if (comment === null) continue;
    const text = document.text.slice(comment.start, comment.end);
    const urls = [...text.matchAll(URL)].map((match) => ({ start: match.index, text: withoutPunctuation(match[0]) }));
    for (const { start, text: url } of urls) {
      links.push({ kind: "url", span: { start: comment.start + start, end: comment.start + start + url.length }, url });
    }
    for (const match of text.matchAll(FILE)) {
      const start = match.index;
      if (urls.some((url) => url.start <= start && start < url.start + url.text.length)) continue;
      links.push({ kind: "file", span: { start: comment.start + start, end: comment.start + start + match[0].length }, name: match[0] });
    }
  }
  return links;
}

/** What ends a sentence does not belong to the address; a bracket does only when it was opened in it. */
function withoutPunctuation(url: string): string {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? "";
    const isOpened = (last === ")" && url.slice(0, end).includes("(")) || (last === "]" && url.slice(0, end).includes("["));
    if (!/[.,;:!?)\]*_]/.test(last) || isOpened) return url.slice(0, end);
    end--;
  }
}
