import { describe, member, type Problems } from "../definition/problems.ts";

/** The name in `#/components/{section}/{name}`; no other reference is followed, a remote one least of all. */
export function referencedName(reference: unknown, section: string): string | undefined {
  const prefix = `#/components/${section}/`;
  if (typeof reference !== "string" || !reference.startsWith(prefix)) return undefined;
  const name = reference.slice(prefix.length);
  return /^[A-Za-z0-9._-]+$/.test(name) ? name : undefined;
}

/** A component of the document. */
export function componentNamed(document: unknown, section: string, name: string): unknown {
  return member(member(member(document, "components"), section), name);
}

/** What a value refers to when it is a reference, else the value; a reference to nothing is a problem. */
export function resolveReference(
  document: unknown,
  value: unknown,
  section: string,
  at: string,
  problems: Problems,
): unknown {
  const reference = member(value, "$ref");
  if (reference === undefined) return value;
  const name = referencedName(reference, section);
  const component = name === undefined ? undefined : componentNamed(document, section, name);
  if (component !== undefined && member(component, "$ref") === undefined) return component;
  return problems.add(
    `${at}.$ref`,
    `expected \`#/components/${section}/{name}\` of this document, came ${describe(reference)}`,
  );
}
