import { tsPlugin } from "@sveltejs/acorn-typescript";
import { Parser } from "acorn";
import { PolicyError } from "../errors.ts";

/** A node of the syntax tree, as far as policy modules need it. */
export interface SyntaxNode {
  type: string;
  /** The first character of its text in the source. */
  start: number;
  /** The character after its text. */
  end: number;
  loc: { start: { line: number; column: number } };
  [property: string]: unknown;
}

const TypeScriptParser = Parser.extend(tsPlugin());

/** A comment of a module: what stands behind `//` or inside of a block. */
export interface ModuleComment {
  /** Where it begins. */
  line: number;
  text: string;
  /** Whether nothing but space stands before it on its line. */
  isAlone: boolean;
}

/**
 * Parses a TypeScript module into its top-level statements and its comments.
 * @throws PolicyError `InvalidModule` with `file:line` when the text is not TypeScript
 */
export function parseModule(
  file: string,
  text: string,
): { statements: SyntaxNode[]; comments: ModuleComment[] } {
  // The parser goes back where a type may be meant, and reads a comment twice.
  const comments = new Map<number, ModuleComment>();
  const onComment = (_: boolean, comment: string, start: number, __: number, at?: { line: number }) => {
    const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    comments.set(start, { line: at?.line ?? 1, text: comment, isAlone: before.trim() === "" });
  };
  try {
    const program: unknown = TypeScriptParser.parse(text, {
      sourceType: "module",
      ecmaVersion: "latest",
      locations: true,
      onComment,
    });
    return { statements: nodesIn(program, "body"), comments: [...comments.values()] };
  } catch (error) {
    throw new PolicyError("InvalidModule", `${file}:${lineOf(error)}: ${reasonOf(error)}`, { cause: error });
  }
}

function lineOf(error: unknown): string {
  const loc = isNode(error) ? error.loc : undefined;
  return isNode(loc) && typeof loc.line === "number" ? String(loc.line) : "1";
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ ?\(\d{1,9}:\d{1,9}\)$/, "");
}

/** The node under a property. @throws PolicyError when there is none, which a newer syntax could cause */
export function nodeIn(parent: unknown, property: string): SyntaxNode {
  const node = isNode(parent) ? parent[property] : undefined;
  if (isSyntaxNode(node)) return node;
  throw new PolicyError("InvalidModule", `expected a syntax node as \`${property}\``);
}

/** The list of nodes under a property; holes of a list are left out. */
export function nodesIn(parent: unknown, property: string): SyntaxNode[] {
  const nodes = isNode(parent) ? parent[property] : undefined;
  return Array.isArray(nodes) ? nodes.filter(isSyntaxNode) : [];
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return isNode(value) && typeof value.type === "string" && isNode(value.loc);
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
