import { config } from "@vscode/l10n";

/**
 * The sentences of the user's language, as the extension wrote them into the page. Imported before everything else, so
 * that no text is made earlier. Without them all texts are English.
 */
const data = document.getElementById("translation")?.textContent ?? "";
if (data !== "") config({ contents: data });
