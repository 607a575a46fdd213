import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { inRoot } from "./paths.mjs";

/**
 * @typedef {{key: string, place: string}} Use
 * @typedef {{uses: readonly Use[], problems: readonly string[]}} Collected
 */

/** The one function that hands other texts than literals to `t`: those of the schema, which are keys as well. */
const SCHEMA_TEXTS = "fromSchema";
/** Hands on what it is called with. */
const OUR_TRANSLATOR = join("extension", "config", "translate.ts");
/** Which members of the schema a user reads. */
const SCHEMA_MEMBERS = new Set(["markdownDescription", "x-defaultText"]);

/** Members of values that the user gets to read; what only the terminal shows stays English. */
const READ_BY_USERS = new Set(["title", "placeHolder", "placeholder", "label", "tooltip", "message", "hint", "spoken", "does", "meaning", "prompt", "detail"]);
const TERMINAL = /^extension\/(cli\/|lab\/render|lab\/(compare|selftest|tune)\/render)/;
/** A word and a lower-case one after it: a sentence, not a name. */
const WORDS = /\p{L}+ \p{Ll}{2,}/u;

/** Every sentence that the code translates, with where it stands, and every call that cannot be collected. @returns {Collected} */
export function collectKeys() {
  /** @type {Use[]} */
  const uses = [];
  /** @type {string[]} */
  const problems = [];
  for (const folder of ["extension", "webview"]) {
    for (const name of readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts") || name.endsWith(".d.ts") || join(folder, name) === OUR_TRANSLATOR) continue;
      const found = keysOfSource(join(folder, name), readFileSync(inRoot(folder, name), "utf8"));
      uses.push(...found.uses);
      problems.push(...found.problems);
    }
  }
  const schema = "extension/config/flexasio.schema.json";
  for (const key of schemaTexts(JSON.parse(readFileSync(inRoot(schema), "utf8")))) uses.push({ key, place: schema });
  return { uses, problems };
}

/** @param {string} file its name, for places @param {string} text @returns {Collected} */
export function keysOfSource(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const namesOfT = importedNames(source);
  /** @type {Use[]} */
  const uses = [];
  /** @type {string[]} */
  const problems = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && isTranslate(node.expression, namesOfT)) {
      const place = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      const [first] = node.arguments;
      if (!isInFunction(node)) problems.push(`${place}: it is translated while the module loads, before the language is known`);
      if (first !== undefined && ts.isStringLiteralLike(first)) uses.push({ key: first.text, place });
      else if (!isInFunction(node, SCHEMA_TEXTS)) problems.push(`${place}: the sentence is no literal, so it cannot be collected`);
    }
    if (ts.isPropertyAssignment(node) && READ_BY_USERS.has(node.name.getText()) && WORDS.test(literalPart(node.initializer)) && !TERMINAL.test(file)) {
      problems.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText().slice(0, 80)} is read by users, but not translated`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { uses, problems };
}

/** Where `t` comes from: the library, or our own in front of it. */
const TRANSLATORS = /^@vscode\/l10n$|\/translate\.ts$/;

/** By what name the file calls `t`. @param {ts.SourceFile} source @returns {ReadonlySet<string>} */
function importedNames(source) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!TRANSLATORS.test(statement.moduleSpecifier.text) || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) if ((propertyName ?? name).text === "t") names.add(name.text);
  }
  return names;
}

/** `t(…)` as imported, `vscode.l10n.t(…)`, `l10n.t(…)`. @param {ts.Expression} callee @param {ReadonlySet<string>} names */
function isTranslate(callee, names) {
  if (ts.isIdentifier(callee)) return names.has(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "t") return false;
  const of = callee.expression;
  return ts.isIdentifier(of) ? of.text === "l10n" : ts.isPropertyAccessExpression(of) && of.name.text === "l10n";
}

/** What a string or a template says by itself. @param {ts.Expression} node */
function literalPart(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join("\0") : "";
}

/** Whether it runs when something is called: inside a function, of that name if one is given. @param {ts.Node} node @param {string} [name] */
function isInFunction(node, name) {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (name !== undefined) {
      if (ts.isFunctionDeclaration(outer) && outer.name?.text === name) return true;
    } else if (ts.isFunctionLike(outer)) return true;
    else if (ts.isPropertyDeclaration(outer)) return !outer.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  }
  return false;
}

/** @param {any} node of the schema @returns {string[]} */
function schemaTexts(node) {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => {
    if (SCHEMA_MEMBERS.has(name)) return [value];
    if (name === "x-enumDescriptions") return Object.values(value);
    // What a table is for; of an option the longer text is shown.
    if (name === "description" && typeof node.$ref === "string") return [value];
    return schemaTexts(value);
  });
}

/** `{0}`, `{1}`, … of a sentence, sorted. @param {string} text @returns {string[]} */
export const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
