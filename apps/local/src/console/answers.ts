/** How the console's server answers. */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/** Nothing but the console's own files runs, and nothing is sent anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The code of a login stands in the page's address, so no other server may be told of it. */
export const SAFE_HEADERS: OutgoingHttpHeaders = {
  "content-security-policy": POLICY,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export const NOT_KEPT: OutgoingHttpHeaders = { "cache-control": "no-store" };

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  answerText(response, status, "application/json", JSON.stringify(body));
}

export function answerText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { ...SAFE_HEADERS, ...NOT_KEPT, "content-type": type }).end(text);
}

export function answerMessage(response: ServerResponse, status: number, message: string): void {
  answerJson(response, status, { message });
}
