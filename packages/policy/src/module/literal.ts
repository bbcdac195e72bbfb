import { PolicyError } from "../errors.ts";
import { nodeIn, nodesIn, type SyntaxNode } from "./syntax.ts";

/** Where a value stands: the line of itself and of what is in it. */
export interface Located {
  value: unknown;
  line: number;
  range: TextRange;
  /** What to delete so that a list does not hold it any more; only for items of lists. */
  removal?: TextRange;
  /** The places of an object's properties or a list's items, by key or index. */
  children: ReadonlyMap<string | number, Located>;
}

/** A part of the source text: its first character and the one after it. */
export type TextRange = readonly [from: number, to: number];

/** The constants of the module that its data may name. */
export type Constants = ReadonlyMap<string, Located>;

/** Type annotations around a value, which say nothing about the value itself. */
const WRAPPERS = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "ParenthesizedExpression",
]);

/**
 * Reads a value that is written out in the source. Nothing is run: a policy is data, so that a review of it
 * from anyone's pull request is only reading.
 * @throws PolicyError `InvalidModule` at the line of what is not plain data
 */
export function readLiteral(file: string, node: SyntaxNode, constants: Constants): Located {
  if (WRAPPERS.has(node.type)) return readLiteral(file, nodeIn(node, "expression"), constants);
  if (node.type === "ObjectExpression") return readObject(file, node, constants);
  if (node.type === "ArrayExpression") return readArray(file, node, constants);
  if (node.type === "Identifier") return readConstant(file, node, constants);
  return { value: readScalar(file, node), ...placeOf(node), children: new Map() };
}

function placeOf(node: SyntaxNode): Pick<Located, "line" | "range"> {
  return { line: node.loc.start.line, range: [node.start, node.end] };
}

function readScalar(file: string, node: SyntaxNode): unknown {
  if (node.type === "Literal" && !("regex" in node) && !("bigint" in node)) return node.value;
  if (node.type === "TemplateLiteral" && nodesIn(node, "expressions").length === 0) return templateText(node);
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = readScalar(file, nodeIn(node, "argument"));
    if (typeof value === "number") return -value;
  }
  throw notPlain(file, node, describe(node));
}

function templateText(node: SyntaxNode): string {
  const [quasi] = nodesIn(node, "quasis");
  const value = quasi?.value;
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : "";
}

function readObject(file: string, node: SyntaxNode, constants: Constants): Located {
  const children = new Map<string, Located>();
  for (const property of nodesIn(node, "properties")) {
    if (
      property.type !== "Property" ||
      property.kind !== "init" ||
      property.method === true ||
      property.computed === true
    ) {
      throw notPlain(file, property, "a property that is not `name: value`");
    }
    const key = keyOf(nodeIn(property, "key"));
    if (key === "__proto__") throw notPlain(file, property, "`__proto__`");
    if (children.has(key)) throw notPlain(file, property, `\`${key}\` a second time`);
    const located = readLiteral(file, nodeIn(property, "value"), constants);
    children.set(key, { ...located, line: property.loc.start.line });
  }
  const value = Object.fromEntries([...children].map(([key, child]) => [key, child.value]));
  return { value, ...placeOf(node), children };
}

function keyOf(key: SyntaxNode): string {
  return key.type === "Identifier" ? String(key.name) : String(key.value);
}

function readArray(file: string, node: SyntaxNode, constants: Constants): Located {
  if (Array.isArray(node.elements) && node.elements.includes(null))
    throw notPlain(file, node, "a list with a hole");
  const elements = nodesIn(node, "elements");
  const items = elements.flatMap((element, index): Located[] => {
    if (element.type !== "SpreadElement") {
      return [{ ...readLiteral(file, element, constants), removal: removalOf(elements, index) }];
    }
    const spread = readLiteral(file, nodeIn(element, "argument"), constants);
    if (!Array.isArray(spread.value))
      throw notPlain(file, element, "a spread of something that is not a list");
    return [...spread.children.values()];
  });
  const value = items.map((item) => item.value);
  return { value, ...placeOf(node), children: new Map(items.entries()) };
}

/** From an item to the next one; for the last, from the end of the one before it. */
function removalOf(elements: readonly SyntaxNode[], index: number): TextRange {
  const [before, each, next] = [elements[index - 1], elements[index], elements[index + 1]];
  if (next !== undefined) return [each?.start ?? next.start, next.start];
  const end = each?.end ?? 0;
  return [before?.end ?? each?.start ?? end, end];
}

function readConstant(file: string, node: SyntaxNode, constants: Constants): Located {
  const constant = constants.get(String(node.name));
  if (!constant) throw notPlain(file, node, `\`${node.name}\`, which is no constant of this module`);
  return constant;
}

function describe(node: SyntaxNode): string {
  const kind = node.type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

export function notPlain(file: string, node: SyntaxNode, what: string): PolicyError {
  const { line } = node.loc.start;
  return new PolicyError("InvalidModule", `${file}:${line}: a policy module is plain data; found ${what}`);
}
