/** Text with places for the cursor, in the order in which Tab walks through them. */
export type SnippetPart =
  | string
  /** A place with a text that is selected there; empty for none. */
  | { readonly place: string }
  /** A place where one of these texts is chosen, the first one to begin with. */
  | { readonly choices: readonly string[] };

export type Snippet = readonly SnippetPart[];

/** In the syntax of VS Code's snippets. */
export function snippetSyntax(snippet: Snippet): string {
  let stop = 0;
  return snippet
    .map((part) => {
      if (typeof part === "string") return part.replace(/[\\$}]/g, "\\$&");
      stop++;
      if ("place" in part) return `\${${String(stop)}:${part.place.replace(/[\\$}]/g, "\\$&")}}`;
      return `\${${String(stop)}|${part.choices.map((choice) => choice.replace(/[\\,|]/g, "\\$&")).join(",")}|}`;
    })
    .join("");
}

/** What stands there once it is put in and nothing else is typed. */
export function plainText(snippet: Snippet): string {
  return snippet.map((part) => (typeof part === "string" ? part : "place" in part ? part.place : (part.choices[0] ?? ""))).join("");
}
