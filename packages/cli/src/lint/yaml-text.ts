/** YAML, and JSON with it, with the lines at which its parts stand. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import type { Comment } from "./suppression.ts";

export interface YamlText {
  value: unknown;
  /** The line of a part by its keys and indexes; of the nearest part that is there. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Reads YAML. @throws Error of the parser when it is none */
export function readYamlText(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return {
    value: document.toJS(),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  };
}

function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const key of path) {
    const child = childOf(document, node, key);
    if (child === undefined) break;
    offset = child.offset;
    node = child.node;
  }
  return offset;
}

function childOf(
  document: Document,
  node: unknown,
  key: string | number,
): { offset: number; node: unknown } | undefined {
  if (isAlias(node)) return childOf(document, node.resolve(document), key);
  if (isMap(node)) {
    const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
    return pair && isScalar(pair.key) ? { offset: startOf(pair.key), node: pair.value } : undefined;
  }
  if (!isSeq(node) || typeof key !== "number") return undefined;
  const item = node.items[key] as Node | undefined;
  return item && { offset: startOf(item), node: item };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The comments of YAML, which the text of a scalar may look like. */
export function commentsOfYaml(text: string): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let isAlone = true;
  let isScalarNext = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith("#") && !isScalarNext)
      comments.push({ line, text: lexeme.replace(/^#+/, ""), isAlone });
    isScalarNext = lexeme === SCALAR;
    const breaks = lexeme.split("\n").length - 1;
    line += breaks;
    if (breaks > 0) isAlone = true;
    else if (!MARKS.has(lexeme) && lexeme.trim() !== "") isAlone = false;
  }
  return comments;
}

/** The lexer's mark before a plain or block scalar. */
const SCALAR = "\u001f";

/** Marks of the lexer that are no text. */
const MARKS = new Set([SCALAR, "\u0002", "\u0018", "\ufeff"]);
