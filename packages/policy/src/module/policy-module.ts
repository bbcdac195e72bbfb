/**
 * Policy modules, read as source text. They hold constants, types and one default export, all of it data;
 * they are never run, neither by a review nor by a deployment.
 */
import { PolicyError } from "../errors.ts";
import { type Constants, type Located, notPlain, readLiteral, type TextRange } from "./literal.ts";
import { type ModuleComment, nodeIn, nodesIn, parseModule, type SyntaxNode } from "./syntax.ts";

/** What a module exports by default, and where each part of it stands. */
export interface PolicyModule {
  file: string;
  value: unknown;
  /** The line of a part of the value, by its keys and indexes; of the nearest part that is there. */
  lineOf(path: ModulePath): number;
  /** The source text of a part, where it is there. */
  rangeOf(path: ModulePath): TextRange | undefined;
  /** The text to delete so that an item is gone from its list, in the constant where it is written. */
  removalOf(path: ModulePath): TextRange | undefined;
  comments: readonly ModuleComment[];
}

/** The keys and indexes of a part, from the root of the value. */
export type ModulePath = readonly (string | number)[];

const TYPES_ONLY = new Set(["TSTypeAliasDeclaration", "TSInterfaceDeclaration", "EmptyStatement"]);

/**
 * Reads a policy module.
 * @param file how to call it in messages
 * @throws PolicyError `InvalidModule` with `file:line` for what is not plain data
 */
export function readPolicyModule(file: string, text: string): PolicyModule {
  const constants = new Map<string, Located>();
  let exported: Located | undefined;
  const { statements, comments } = parseModule(file, text);
  for (const statement of statements) {
    if (statement.type === "ExportDefaultDeclaration") {
      if (exported) throw notPlain(file, statement, "a second `export default`");
      exported = readLiteral(file, nodeIn(statement, "declaration"), constants);
    } else if (isConstant(statement)) {
      for (const [name, value] of readConstants(file, statement, constants)) constants.set(name, value);
    } else if (!saysOnlyTypes(statement)) {
      throw notPlain(file, statement, "something other than `import type`, `const` and `export default`");
    }
  }
  if (!exported)
    throw new PolicyError("InvalidModule", `${file}:1: expected \`export default\` with a policy`);
  const root = exported;
  return {
    file,
    value: root.value,
    lineOf: (path) => nearest(root, path).line,
    rangeOf: (path) => partAt(root, path)?.range,
    removalOf: (path) => partAt(root, path)?.removal,
    comments,
  };
}

function isConstant({ type, kind, declare }: SyntaxNode): boolean {
  return type === "VariableDeclaration" && kind === "const" && declare !== true;
}

function saysOnlyTypes(statement: SyntaxNode): boolean {
  if (TYPES_ONLY.has(statement.type)) return true;
  return statement.type === "ImportDeclaration" && statement.importKind === "type";
}

function* readConstants(
  file: string,
  statement: SyntaxNode,
  constants: Constants,
): Generator<[string, Located]> {
  for (const declarator of nodesIn(statement, "declarations")) {
    const id = nodeIn(declarator, "id");
    if (id.type !== "Identifier") throw notPlain(file, declarator, "a pattern in place of a constant's name");
    yield [String(id.name), readLiteral(file, nodeIn(declarator, "init"), constants)];
  }
}

function nearest(root: Located, path: ModulePath): Located {
  let place = root;
  for (const key of path) {
    const child = place.children.get(key);
    if (!child) break;
    place = child;
  }
  return place;
}

function partAt(root: Located, path: ModulePath): Located | undefined {
  return path.reduce<Located | undefined>((place, key) => place?.children.get(key), root);
}
