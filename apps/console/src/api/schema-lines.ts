/** A JSON Schema as lines to read: a property each, indented as it is nested. */
import { isRecord, listIn, recordIn, resolved, textIn, type UnknownRecord } from "./record.ts";

export interface SchemaLine {
  depth: number;
  /** Empty for the schema itself and for the items of a list. */
  name: string;
  type: string;
  isRequired: boolean;
  /** What else is asked of it: `1 to 100 characters`. */
  notes: readonly string[];
  description?: string;
}

const DEEPEST = 6;

/** Schemas that refer to each other can be far longer than they look. */
const MOST_LINES = 300;

export function schemaLines(document: unknown, schema: unknown): SchemaLine[] {
  const lines: SchemaLine[] = [];
  for (const line of linesOf({ document, seen: [] }, schema, { depth: 0, name: "", isRequired: false })) {
    if (lines.length === MOST_LINES) return [...lines, MORE];
    lines.push(line);
  }
  return lines;
}

const MORE: SchemaLine = { depth: 0, name: "", type: "and more", isRequired: false, notes: [] };

interface Reading {
  document: unknown;
  /** The schemas that this one stands in: one that holds itself is not read on. */
  seen: readonly unknown[];
}

type Standing = Pick<SchemaLine, "depth" | "name" | "isRequired">;

function* linesOf(
  { document, seen }: Reading,
  written: unknown,
  standing: Standing,
): Generator<SchemaLine, void> {
  const schema = resolved(document, written);
  const line = lineOf(document, recordIn(schema), standing);
  const cut = seen.includes(schema) ? "as above" : standing.depth >= DEEPEST ? "and deeper" : undefined;
  yield cut === undefined ? line : { ...line, notes: [...line.notes, cut] };
  if (cut !== undefined || !isRecord(schema)) return;
  const reading = { document, seen: [...seen, schema] };
  const within = { depth: standing.depth + 1, isRequired: false };
  const required = listIn(schema.required);
  for (const [name, property] of Object.entries(recordIn(schema.properties))) {
    yield* linesOf(reading, property, { ...within, name, isRequired: required.includes(name) });
  }
  const parts = COMBINATIONS.flatMap((keyword) => listIn(schema[keyword]));
  for (const part of isNested(document, schema.items) ? [schema.items, ...parts] : parts) {
    yield* linesOf(reading, part, { ...within, name: "" });
  }
}

const COMBINATIONS = ["allOf", "oneOf", "anyOf"] as const;

function isNested(document: unknown, items: unknown): boolean {
  const { properties, items: inner } = recordIn(resolved(document, items));
  return properties !== undefined || inner !== undefined;
}

function lineOf(document: unknown, schema: UnknownRecord, standing: Standing): SchemaLine {
  const description = textIn(schema.description);
  return {
    ...standing,
    type: typeOf(document, schema),
    notes: notesOf(schema),
    ...(description !== undefined && { description }),
  };
}

function typeOf(document: unknown, schema: UnknownRecord, depth = 0): string {
  const combined = COMBINATIONS.find((keyword) => schema[keyword] !== undefined);
  if (combined) return COMBINED[combined];
  if (schema.enum !== undefined)
    return listIn(schema.enum)
      .map((each) => JSON.stringify(each))
      .join(" or ");
  const type = textIn(schema.type) ?? (schema.properties === undefined ? "anything" : "object");
  const format = textIn(schema.format);
  if (type === "array") {
    // A list may be of itself.
    if (depth >= DEEPEST) return "list";
    return `list of ${typeOf(document, recordIn(resolved(document, schema.items)), depth + 1)}`;
  }
  return format === undefined ? type : `${type} (${format})`;
}

const COMBINED = { allOf: "all of", oneOf: "one of", anyOf: "any of" } as const;

const NOTES: readonly (readonly [string, (value: unknown) => string])[] = [
  ["minLength", (value) => `length at least ${value}`],
  ["maxLength", (value) => `length at most ${value}`],
  ["minimum", (value) => `at least ${value}`],
  ["maximum", (value) => `at most ${value}`],
  ["minItems", (value) => `at least ${value} items`],
  ["maxItems", (value) => `at most ${value} items`],
  ["pattern", (value) => `matches ${value}`],
  ["default", (value) => `else ${JSON.stringify(value)}`],
];

function notesOf(schema: UnknownRecord): string[] {
  const notes = NOTES.flatMap(([keyword, words]) =>
    schema[keyword] === undefined ? [] : [words(schema[keyword])],
  );
  return [
    ...notes,
    ...(schema.additionalProperties === false ? ["no other properties"] : []),
    ...(schema.nullable === true ? ["or null"] : []),
  ];
}
