import type { IncomingHttpHeaders } from "node:http";

/** What fetches on behalf of a page: anything else shows or runs what was fetched. */
const FETCHED: readonly unknown[] = [undefined, "empty"];

/** What a browser says of a page's own requests, and of an address that somebody typed. */
const OWN: readonly unknown[] = [undefined, "same-origin", "none"];

/**
 * Whether a request may be the console's own: from a page of this origin, or from a tool. Pages of other servers of
 * this machine are none, for here are passwords, and calls with tokens.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function isOwnPage({ host, origin, ...headers }: IncomingHttpHeaders): boolean {
  return (origin === undefined || origin === `http://${host}`) && OWN.includes(headers["sec-fetch-site"]);
}

/** Whether what is answered stays data: an API's answer is not to become a page or a script of the console. */
export function isFetched(headers: IncomingHttpHeaders): boolean {
  return FETCHED.includes(headers["sec-fetch-dest"]);
}
