/** Plain data as TypeScript source, laid out as the repository's formatter lays it out. */

export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** Lists that are written as the name of a constant. */
export type ConstantNames = ReadonlyMap<Plain, string>;

export const LINE_WIDTH = 110;

const STEP = 2;

export interface Place {
  /** Columns before the line on which the value begins. */
  indent: number;
  /** Columns that something else takes of that line, before the value or after it. */
  taken: number;
}

/** Writes a value: on one line where it fits, else its items one a line. */
export function literalText(value: Plain, place: Place, constants: ConstantNames = new Map()): string {
  const line = oneLine(value, constants);
  if (!hasToBreak(value, constants) && place.taken + columnsOf(line) <= LINE_WIDTH) return line;
  return brokenText(value, place.indent, constants);
}

/** Writes a list or an object with its items one a line. */
export function brokenText(value: Plain, indent: number, constants: ConstantNames = new Map()): string {
  if (typeof value !== "object") return scalarText(value);
  const inner = indent + STEP;
  const [open, close] = isList(value) ? "[]" : "{}";
  const items = isList(value)
    ? value.map((item) => literalText(item, { indent: inner, taken: inner + 1 }, constants))
    : Object.entries(value).map(([key, item]) => propertyText(keyText(key), item, inner, constants));
  return [
    `${open}`,
    ...items.map((item) => `${" ".repeat(inner)}${item},`),
    `${" ".repeat(indent)}${close}`,
  ].join("\n");
}

function propertyText(key: string, value: Plain, indent: number, constants: ConstantNames): string {
  const taken = indent + columnsOf(key) + ": ,".length;
  const text = literalText(value, { indent, taken }, constants);
  // Text that is too long for the line goes below its key.
  const isTooLong = typeof value === "string" && taken + columnsOf(text) > LINE_WIDTH;
  return isTooLong ? `${key}:\n${" ".repeat(indent + STEP)}${text}` : `${key}: ${text}`;
}

function oneLine(value: Plain, constants: ConstantNames): string {
  const name = constants.get(value);
  if (name !== undefined) return name;
  if (typeof value !== "object") return scalarText(value);
  if (isList(value)) return `[${value.map((item) => oneLine(item, constants)).join(", ")}]`;
  const properties = Object.entries(value).map(
    ([key, item]) => `${keyText(key)}: ${oneLine(item, constants)}`,
  );
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

/** The formatter never leaves two objects of several properties on one line. */
function hasToBreak(value: Plain, constants: ConstantNames): boolean {
  if (typeof value !== "object" || constants.has(value)) return false;
  const items = isList(value) ? value : Object.values(value);
  if (items.some((item) => hasToBreak(item, constants))) return true;
  return isList(value) && value.length > 1 && value.every((item) => isObjectOfSeveral(item));
}

function isObjectOfSeveral(value: Plain): boolean {
  return typeof value === "object" && !isList(value) && Object.keys(value).length > 1;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : stringText(key);
}

function scalarText(value: string | number | boolean): string {
  return typeof value === "string" ? stringText(value) : String(value);
}

/** Writes a string in double quotes, unless single ones need fewer escapes. */
export function stringText(text: string): string {
  const json = JSON.stringify(text);
  if (countOf('"', text) <= countOf("'", text)) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function countOf(char: string, text: string): number {
  return text.split(char).length - 1;
}

/** How wide a text is in a fixed-width font: ideographs and emoji are two columns, combining marks none. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += NO_COLUMN.test(char) ? 0 : TWO_COLUMNS.test(char) ? 2 : 1;
  return columns;
}

const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const TWO_COLUMNS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]$/u;

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
