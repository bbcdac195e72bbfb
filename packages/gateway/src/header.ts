/** Header lists as they are on the wire: in order, with the sender's casing, duplicates kept. */

export type HeaderField = readonly [name: string, value: string];

/** Every value of a header, compared without case, in wire order. */
export function headerValues(headers: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The value that API Gateway's single-value maps keep: the last one. */
export function lastValue(headers: readonly HeaderField[], name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** Whether a header can stand on the wire as it is (RFC 9110, sections 5.1 and 5.5). */
export function isSendable([name, value]: HeaderField): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/**
 * Headers that belong to one connection. They are not passed on in either direction. The list is fixed: were
 * the names in `Connection` honoured, a caller could strip headers that the integration relies on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name.toLowerCase());
}
