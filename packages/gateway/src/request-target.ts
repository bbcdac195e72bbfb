/** The request line's path and query string, taken apart. */

export type QueryParameter = readonly [name: string, value: string];

export interface RequestTarget {
  /** The path's first segment. */
  readonly stage: string;
  /** What follows the stage, still percent-encoded: `/petstore/v1/pets`. */
  readonly path: string;
  readonly query: readonly QueryParameter[];
}

/**
 * Takes a request target apart; `undefined` when it has characters that no URL has, or percent-encoding that
 * is not UTF-8.
 */
export function parseTarget(rawPath: string, rawQuery: string): RequestTarget | undefined {
  if (!rawPath.startsWith("/") || !/^[\x21-\x7e]*$/.test(rawPath)) return undefined;
  // `|` has to be encoded in a query string.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  if (!/^[\x21-\x7b\x7d\x7e]*$/.test(rawQuery)) return undefined;
  if (decode(rawPath) === undefined) return undefined;
  const query = parseQuery(rawQuery);
  return query && { ...splitStage(rawPath), query };
}

/** `//dev/x` and `/dev//x` route like `/dev/x`; slashes further on are kept. */
function splitStage(rawPath: string): { stage: string; path: string } {
  const [, stage = "", rest = ""] = /^\/+([^/]*)\/*(.*)$/.exec(rawPath) ?? [];
  return { stage, path: `/${rest}` };
}

/** `;` splits a query string like `&` does. */
function parseQuery(rawQuery: string): QueryParameter[] | undefined {
  const parameters: QueryParameter[] = [];
  for (const part of rawQuery.split(/[&;]/)) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = decodeForm(at === -1 ? part : part.slice(0, at));
    const value = decodeForm(at === -1 ? "" : part.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    parameters.push([name, value]);
  }
  return parameters;
}

function decodeForm(text: string): string | undefined {
  return decode(text.replaceAll("+", " "));
}

/** Percent-decodes; `undefined` when the encoding is broken. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
