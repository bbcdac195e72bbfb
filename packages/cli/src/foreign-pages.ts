import type { RequestListener } from "node:http";
import { LOOPBACK } from "./loopback.ts";

const LOCAL_NAMES: readonly string[] = [LOOPBACK, "localhost"];

/**
 * Answers 403 to a request that a browser sends for a page from elsewhere, and to one that came by another
 * host name (DNS rebinding). The services embedded here ask nobody who they are and let every origin read,
 * so without this any web page could rewrite the policies of a running stack.
 */
export function refuseForeignPages(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { host, origin } = request.headers;
    const isLocal = isLocalUrl(`http://${host ?? ""}`) && (origin === undefined || isLocalUrl(origin));
    if (isLocal) return listener(request, response);
    response.writeHead(403, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ message: "only this machine is served: a page from elsewhere is not" }));
  };
}

function isLocalUrl(text: string): boolean {
  return LOCAL_NAMES.includes(URL.parse(text)?.hostname ?? "");
}
