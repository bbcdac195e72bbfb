/** The credential of a request: a bearer token, none, or something that no client sends. */
export type Authorization = { kind: "bearer"; token: string } | { kind: "missing" | "ambiguous" | "other" };

/** API Gateway admits 10,240 bytes of headers in all. */
const MAX_LENGTH = 10_240;

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const HEADER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

const TOKEN = /^([A-Za-z0-9._~+/=-]+)$/;

/** Reads the values of an Authorization header; a request has at most one. */
export function bearerIn(values: readonly unknown[]): Authorization {
  return authorizationIn(values, HEADER);
}

/** Reads the values of what holds a token alone, such as a query parameter. */
export function tokenIn(values: readonly unknown[]): Authorization {
  return authorizationIn(values, TOKEN);
}

function authorizationIn(values: readonly unknown[], form: RegExp): Authorization {
  const [value, ...rest] = values;
  if (rest.length > 0) return { kind: "ambiguous" };
  if (typeof value !== "string" || value === "") return { kind: "missing" };
  if (value.length > MAX_LENGTH) return { kind: "other" };
  const token = form.exec(value)?.[1];
  return token === undefined ? { kind: "other" } : { kind: "bearer", token };
}
