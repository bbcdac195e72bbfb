import { type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

export interface RawAnswer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  body: string;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string> | string[];
  body?: string | Buffer;
}

/** A request whose path and headers are sent as they are given, unlike what `fetch` makes of them. */
export function rawRequest(
  endpoint: string,
  path: string,
  { method = "GET", headers = {}, body }: RawRequest = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers }, (answer) => {
      const { statusCode: status, headers: received, rawHeaders } = answer;
      text(answer).then((read) => resolve({ status, headers: received, rawHeaders, body: read }), reject);
    });
    outgoing.on("error", reject).end(body);
  });
}
