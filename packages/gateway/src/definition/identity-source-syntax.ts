import type { Problems } from "./problems.ts";

/** A value of the request, or of the stage, that an identity source names. */
export type NamedSource<ContextName extends string> =
  | { readonly kind: "header" | "querystring" | "stageVariable"; readonly name: string }
  | { readonly kind: "context"; readonly name: ContextName };

/** How one type of API writes identity sources. */
export interface IdentitySourceSyntax<ContextName extends string> {
  /** What stands before the name of each: `method.request.header.` */
  readonly prefixes: Readonly<Record<NamedSource<ContextName>["kind"], string>>;
  readonly contextNames: readonly string[];
  readonly isContextName: (name: string) => name is ContextName;
}

const NAMES = {
  header: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
  querystring: /^[^\s,]+$/,
  stageVariable: /^[A-Za-z0-9_]+$/,
  context: /^[A-Za-z.]+$/,
} as const;

const KINDS = ["header", "querystring", "stageVariable", "context"] as const;

/** Reads one identity source. */
export function readNamedSource<ContextName extends string>(
  text: string,
  { prefixes, contextNames, isContextName }: IdentitySourceSyntax<ContextName>,
  at: string,
  problems: Problems,
): NamedSource<ContextName> | undefined {
  const kind = KINDS.find(
    (each) => text.startsWith(prefixes[each]) && NAMES[each].test(text.slice(prefixes[each].length)),
  );
  if (kind === undefined) {
    const [header, querystring, stageVariable, context] = KINDS.map((each) => `\`${prefixes[each]}{name}\``);
    return problems.add(
      at,
      `expected ${header}, ${querystring}, ${stageVariable} or ${context}, came \`${text}\``,
    );
  }
  const name = text.slice(prefixes[kind].length);
  if (kind !== "context") return { kind, name };
  if (isContextName(name)) return { kind, name };
  return problems.add(
    at,
    `expected one of ${contextNames.join(", ")} after \`${prefixes.context}\`, came \`${name}\``,
  );
}
