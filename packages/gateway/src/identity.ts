/**
 * The caller's identity: the values that an authorizer's identity sources name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
 */
import type { Api } from "./api.ts";
import type { IdentitySource } from "./api-definition.ts";
import { contextVariable } from "./context-variable.ts";
import { type Exchange, routeOf } from "./exchange.ts";
import { headerValues } from "./header.ts";

type Read<Source> = (source: Source, exchange: Exchange, api: Api) => readonly (string | undefined)[];

const READERS: { [Kind in IdentitySource["kind"]]: Read<Extract<IdentitySource, { kind: Kind }>> } = {
  // Names are compared without case because HTTP/2 sends them in lower case.
  header: ({ name }, { headers }) => headerValues(headers, name),
  querystring: ({ name }, exchange) =>
    routeOf(exchange)
      .query.filter(([key]) => key === name)
      .map(([, value]) => value),
  stageVariable: ({ name }, _, { definition }) => [definition.stageVariables.get(name)],
  context: ({ name }, exchange, api) => [contextVariable(name, exchange, api)],
};

/**
 * The values of one source. A repeated header or parameter has several: an authorizer may look at any of
 * them, so all are part of the identity.
 */
export function identityValues(source: IdentitySource, exchange: Exchange, api: Api): string[] {
  // The table's type pairs every kind with its own reader; the compiler cannot follow that through a look-up.
  const read = READERS[source.kind] as Read<IdentitySource>;
  return read(source, exchange, api).filter((value) => value !== undefined);
}

/** The value that counts when there are several; empty when there is none. */
export function identityValue(values: readonly string[]): string {
  return values.at(-1)?.trim() === "" ? "" : (values.at(-1) ?? "");
}

/** Whether a token matches the expression of a TOKEN authorizer; AWS does not say if in whole or in part. */
export function matchesValidation(expression: string, token: string, mode: "full" | "partial"): boolean {
  return new RegExp(mode === "full" ? `^(?:${expression})$` : expression, "u").test(token);
}
