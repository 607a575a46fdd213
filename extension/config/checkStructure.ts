import { t } from "./translate.ts";
import type { ConfigDocument } from "./configDocument.ts";
import { lineOf, textAt } from "./editLines.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { DriverName, Finding, Fix } from "./finding.ts";
import { makeFinding } from "./makeFinding.ts";
import type { HeaderStatement } from "./statement.ts";
import type { Span } from "./text.ts";
import type { TomlInlineTable, TomlKey, TomlKeyPart, TomlValue } from "./tomlValue.ts";

/**
 * What TOML 1.0 says of the whole document: nothing is defined twice. Statement by statement nobody can see that, and
 * the readers differ: stock FlexASIO merges a table that comes twice, but minds a key that does.
 */
export function checkStructure(document: ConfigDocument): Finding[] {
  return new Definitions(document).run();
}

type NodeKind =
  /** A plain value, or a list. */
  | "value"
  /** `{ … }`: complete where it is written. */
  | "inline"
  /** Named by its own header. */
  | "header"
  /** Exists only because a header below it was named. */
  | "implicit"
  /** Made by a dotted key. */
  | "dotted"
  /** `[[…]]` */
  | "list";

interface Node {
  kind: NodeKind;
  readonly span: Span;
  readonly statement: number;
  /** Null as long as there are none: most nodes are plain values. */
  children: Map<string, Node> | null;
  /** Of a list: the table that was begun last. */
  item: Node | null;
}

class Definitions {
  private readonly document: ConfigDocument;
  private readonly findings: Finding[] = [];
  private statement = 0;

  constructor(document: ConfigDocument) {
    this.document = document;
  }

  run(): Finding[] {
    const root = this.node("header", { start: 0, end: 0 });
    let table = root;
    this.document.statements.forEach((statement, index) => {
      this.statement = index;
      if (statement.kind === "header") {
        table = this.header(root, table, statement);
      } else if (statement.kind === "keyValue") {
        this.keyValue(table, statement.key, statement.value);
      } else if (statement.kind === "error" && statement.header !== null) {
        // What follows half a header cannot be compared with anything.
        table = this.node("header", statement.span);
      }
    });
    return this.findings;
  }

  private node(kind: NodeKind, span: Span): Node {
    return { kind, span, statement: this.statement, children: null, item: null };
  }

  private header(root: Node, above: Node, statement: HeaderStatement): Node {
    const parts = statement.key.parts;
    const last = parts[parts.length - 1];
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const there = at.children?.get(part.name);
      if (there === undefined) {
        at = this.add(at, part, "implicit");
      } else if (there.kind === "value" || there.kind === "inline") {
        return this.conflict(there, part, there.kind === "inline" ? ["flexlab"] : BOTH_DRIVERS);
      } else {
        at = there.item ?? there;
      }
    }
    if (last === undefined) {
      return this.node("header", statement.span);
    }
    const there = at.children?.get(last.name);
    if (statement.array) {
      if (there === undefined) {
        const list = this.add(at, last, "list");
        list.item = this.node("header", last.span);
        return list.item;
      }
      if (there.kind !== "list") {
        return this.conflict(there, last, BOTH_DRIVERS);
      }
      there.item = this.node("header", last.span);
      return there.item;
    }
    if (there === undefined) {
      return this.add(at, last, "header");
    }
    switch (there.kind) {
      case "implicit":
        there.kind = "header";
        return there;
      case "header":
        this.duplicateTable(there, above, statement);
        return there;
      case "value":
        return this.conflict(there, last, BOTH_DRIVERS);
      case "list":
      case "inline":
      case "dotted":
        // Stock FlexASIO goes on with the table (of a list: with the last one).
        this.conflict(there, last, ["flexlab"]);
        return there.item ?? there;
    }
  }

  private keyValue(table: Node, key: TomlKey, value: TomlValue): void {
    let at = table;
    for (const part of key.parts.slice(0, -1)) {
      const there = at.children?.get(part.name);
      if (there === undefined) {
        at = this.add(at, part, "dotted");
      } else if (there.kind === "dotted") {
        at = there;
      } else {
        this.conflict(there, part, BOTH_DRIVERS);
        return;
      }
    }
    const last = key.parts[key.parts.length - 1];
    if (last === undefined) {
      return;
    }
    const there = at.children?.get(last.name);
    if (there === undefined) {
      const node = this.add(at, last, value.type === "table" ? "inline" : "value");
      if (value.type === "table") {
        this.fill(node, value);
      }
    } else if (there.kind === "value" || there.kind === "inline") {
      this.duplicateKey(there, last, key, value);
    } else {
      this.conflict(there, last, BOTH_DRIVERS);
    }
  }

  /** The names inside an inline table; doubles there are a syntax error of the statement already. */
  private fill(node: Node, table: TomlInlineTable): void {
    for (const pair of table.pairs) {
      const first = pair.key.parts[0];
      if (first !== undefined && node.children?.has(first.name) !== true) {
        const child = this.add(node, first, pair.value.type === "table" ? "inline" : "value");
        if (pair.value.type === "table") {
          this.fill(child, pair.value);
        }
      }
    }
  }

  private add(at: Node, part: TomlKeyPart, kind: NodeKind): Node {
    const node = this.node(kind, part.span);
    (at.children ??= new Map<string, Node>()).set(part.name, node);
    return node;
  }

  private duplicateKey(first: Node, part: TomlKeyPart, key: TomlKey, value: TomlValue): void {
    const { document } = this;
    const there = document.statements[first.statement];
    const same = there?.kind === "keyValue" && textAt(document, there.value.span) === textAt(document, value.span);
    this.findings.push(
      makeFinding(
        "duplicate-key",
        document.rangeOf(key.span),
        t("{0} is already set above: no driver starts with an option that stands there twice.", part.name),
        t("Remove one of the two."),
        {
          fixes: [
            // Both say the same: then it does not matter which one stays.
            this.removeLine(t("Remove this line"), this.statement, same && first.statement !== this.statement),
            ...(first.statement === this.statement ? [] : [this.removeLine(t("Remove the first one"), first.statement, false)]),
          ],
          related: [{ message: t("{0} was set here first.", part.name), range: document.rangeOf(first.span) }],
        },
      ),
    );
  }

  private duplicateTable(first: Node, above: Node, statement: HeaderStatement): void {
    const { document } = this;
    const name = statement.key.parts.map((part) => part.name).join(".");
    this.findings.push(
      makeFinding(
        "duplicate-table",
        document.rangeOf(statement.brackets),
        t("[{0}] stands there twice: TOML allows each table once.", name),
        t("Put all its options below the first header. (Stock FlexASIO takes both together.)"),
        {
          drivers: ["flexlab"],
          // Safe only when no other table lies between: then its lines simply go on with the first.
          fixes: above === first ? [this.removeLine(t("Remove this header"), this.statement, true)] : [],
          related: [{ message: t("[{0}] begins here.", name), range: document.rangeOf(first.span) }],
        },
      ),
    );
  }

  private conflict(first: Node, part: TomlKeyPart, drivers: readonly DriverName[]): Node {
    const { document } = this;
    this.findings.push(
      makeFinding(
        "table-conflict",
        document.rangeOf(part.span),
        t("{0} is already something else above.", part.name),
        t("A name is either one value, or one table that is written in one place."),
        { drivers, related: [{ message: t("{0} was written here first.", part.name), range: document.rangeOf(first.span) }] },
      ),
    );
    return this.node("header", part.span);
  }

  private removeLine(title: string, statement: number, preferred: boolean): Fix {
    return { title, edits: [{ range: this.document.rangeOf(lineOf(this.document, statement)), newText: "" }], preferred };
  }
}
