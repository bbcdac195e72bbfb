/**
 * The values that identity sources name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
 */
import { headerValues } from "../header.ts";
import { httpContextVariable } from "./context-variable.ts";
import type { HttpApi } from "./http-api.ts";
import type { HttpIdentitySource } from "./http-api-definition.ts";
import type { HttpExchange } from "./http-exchange.ts";

type Read<Source> = (source: Source, exchange: HttpExchange, api: HttpApi) => readonly (string | undefined)[];

const READERS: {
  [Kind in HttpIdentitySource["kind"]]: Read<Extract<HttpIdentitySource, { kind: Kind }>>;
} = {
  header: ({ name }, { request }) => headerValues(request.headers, name),
  querystring: ({ name }, { query = [] }) => query.filter(([key]) => key === name).map(([, value]) => value),
  stageVariable: ({ name }, _, { definition }) => [definition.stageVariables.get(name)],
  context: ({ name }, exchange, api) => [httpContextVariable(name, exchange, api)],
};

/** The values of each source; a repeated header or parameter has several, and all are part of the identity. */
export type HttpIdentity = readonly (readonly string[])[];

export function httpIdentity(
  sources: readonly HttpIdentitySource[],
  exchange: HttpExchange,
  api: HttpApi,
): HttpIdentity {
  return sources.map((source) => {
    // The table's type pairs every kind with its own reader; the compiler cannot follow that through a look-up.
    const read = READERS[source.kind] as Read<HttpIdentitySource>;
    return read(source, exchange, api).filter((value) => value !== undefined);
  });
}

/** Whether a source has no value, or none but blanks. */
export function isIdentityMissing(identity: HttpIdentity): boolean {
  return identity.some((values) => values.every((value) => value.trim() === ""));
}

/** What a source's values are in an event: duplicates are combined with commas. */
export function identityText(values: readonly string[]): string {
  return values.join(",");
}
