import { t } from "./translate.ts";
import type { Finding } from "./finding.ts";
import type { FindingCode } from "./findingCodes.ts";
import { makeFinding } from "./makeFinding.ts";
import type { TextEncoding } from "./encoding.ts";
import type { Range } from "./text.ts";

/** What is known of the file around the text. Null, everywhere: not known here (on the web, in an untitled document). */
export interface FileFacts {
  /** Without its folder. */
  readonly name: string | null;
  /** False for a file that no driver looks at where it is. A profile or an example is meant to be: null. */
  readonly folderIsWhereTheDriverReads: boolean | null;
  readonly encoding: TextEncoding | null;
  /** Names of the other files in the folder, when that is where the driver reads. */
  readonly neighbours: readonly string[] | null;
}

/** What helps; the text cannot. Each is a command of the editor. */
export type FileRemedy =
  /** Give this file the name that drivers read. */
  | { readonly kind: "rename"; readonly to: string }
  /** Put its text into the file that drivers read. */
  | { readonly kind: "move" }
  | { readonly kind: "save-as-utf8" }
  /** Delete or rename a file beside it. */
  | { readonly kind: "remove-neighbour"; readonly name: string };

export interface FileFinding {
  readonly finding: Finding;
  readonly remedy: FileRemedy | null;
}

export const CONFIG_NAME = "FlexASIO.toml";
const LOG_NAME = "FlexASIO.log";

/**
 * What users trip on that the text itself cannot tell: a name or folder in which no driver looks, an encoding that it
 * does not read, a log that is on. `text` as decoded with that encoding. All of them stand at the start of the file.
 */
export function checkFile(facts: FileFacts, text: string): readonly FileFinding[] {
  return [...checkName(facts), ...checkFolder(facts), ...checkEncoding(facts, text), ...checkNeighbours(facts)];
}

function checkName({ name, folderIsWhereTheDriverReads }: FileFacts): readonly FileFinding[] {
  if (name === null || name === CONFIG_NAME || !looksLikeConfig(name)) {
    return [];
  }
  const rename: FileRemedy = { kind: "rename", to: CONFIG_NAME };
  if (name.toLowerCase() === CONFIG_NAME.toLowerCase()) {
    return [
      told(
        "file-name-case",
        t("A driver that runs does not notice changes of {0}: it watches for {1}, letter by letter.", name, CONFIG_NAME),
        t("Rename the file to {0}.", CONFIG_NAME),
        rename,
      ),
    ];
  }
  return folderIsWhereTheDriverReads === false
    ? []
    : [
        told(
          "file-name",
          t("No driver reads a file called {0}: it must be called {1}.", name, CONFIG_NAME),
          t("Rename it. Windows hides endings such as .txt unless the Explorer is told to show them."),
          rename,
        ),
      ];
}

/** `FlexASIO.toml.txt`, `FlexASIO (1).toml`, `flexasio.tml`: meant to be it; any other name may be anything. */
export function looksLikeConfig(name: string): boolean {
  return /^flex ?asio([ _-]*(\(?\d+\)?|copy|- copy))?\.(toml|tml|txt|toml\.txt|toml\.toml|toml\.bak|conf|cfg|ini)$/i.test(name);
}

function checkFolder({ folderIsWhereTheDriverReads }: FileFacts): readonly FileFinding[] {
  return folderIsWhereTheDriverReads !== false
    ? []
    : [
        told(
          "file-folder",
          t("No driver reads the file here: it looks in your user folder only."),
          t("Move it there, or keep it as a draft."),
          { kind: "move" },
        ),
      ];
}

function checkEncoding({ encoding }: FileFacts, text: string): readonly FileFinding[] {
  const remedy: FileRemedy = { kind: "save-as-utf8" };
  const hint = t("Save it with the encoding UTF-8.");
  switch (encoding) {
    case null:
    case "utf-8":
      return [];
    case "utf-16":
      return [told("file-utf16", t("The file is UTF-16, which no driver can read."), hint, remedy)];
    case "single-byte": {
      // Of plain English letters all encodings make the same bytes.
      if (!/[^\u0000-\u007f]/.test(text)) {
        return [];
      }
      return [
        told("file-encoding", t("FlexLab's driver does not start: the file is not UTF-8."), hint, remedy, { drivers: ["flexlab"] }),
        told(
          "file-encoding",
          t("FlexASIO finds no device whose name has a letter like é or ü: the file is not UTF-8."),
          hint,
          remedy,
          { severity: "warning", drivers: ["flexasio"] },
        ),
      ];
    }
  }
}

function checkNeighbours({ neighbours, folderIsWhereTheDriverReads }: FileFacts): readonly FileFinding[] {
  if (neighbours === null || folderIsWhereTheDriverReads === false) {
    return [];
  }
  return neighbours.flatMap((name) => {
    const lower = name.toLowerCase();
    if (lower === LOG_NAME.toLowerCase()) {
      return [
        told(
          "log-on",
          t("FlexASIO writes a log because the file {0} is there, and writing it can itself cause glitches.", name),
          t("Delete or rename that file when you are done with it."),
          { kind: "remove-neighbour", name },
          { drivers: ["flexasio"] },
        ),
      ];
    }
    if (lower.startsWith("flexasio.log.")) {
      return [
        told(
          "log-name",
          t("{0} turns no log on: FlexASIO looks for a file called {1}.", name, LOG_NAME),
          t("Rename it if you want a log, delete it if you do not."),
          { kind: "remove-neighbour", name },
          { drivers: ["flexasio"] },
        ),
      ];
    }
    if (lower !== CONFIG_NAME.toLowerCase() && looksLikeConfig(name)) {
      return [
        told(
          "file-neighbour",
          t("No driver reads {0}, which lies beside this file.", name),
          t("If its settings are the ones you want, copy them into {0}.", CONFIG_NAME),
          { kind: "remove-neighbour", name },
        ),
      ];
    }
    return [];
  });
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function told(
  code: FindingCode,
  message: string,
  hint: string,
  remedy: FileRemedy | null,
  more: Partial<Pick<Finding, "severity" | "drivers">> = {},
): FileFinding {
  return { finding: makeFinding(code, START, message, hint, more), remedy };
}
