/** Rules about what a contract says of its authorizers. */
import { type RequestAuthorizer, requestAuthorizersOf } from "./api-description.ts";
import type { LintFinding } from "./finding.ts";

/**
 * A cached result is the whole policy, and API Gateway evaluates it again for each request: conditions on the
 * address, the time or a header need no identity source. What the authorizer itself reads does, above all the
 * credential.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html
 */
export function cacheFindings(document: unknown): LintFinding[] {
  return requestAuthorizersOf(document).flatMap((authorizer): LintFinding[] => {
    const why = authorizer.ttl > 0 ? whyShared(authorizer) : undefined;
    if (why === undefined) return [];
    const message = `the authorizer \`${authorizer.name}\` caches its results for ${authorizer.ttl} seconds ${why}`;
    return [{ code: "LY404", path: authorizer.path, message }];
  });
}

function whyShared({ identitySources, credential }: RequestAuthorizer): string | undefined {
  if (identitySources.length === 0) return "without an identity source, which API Gateway refuses";
  if (credential !== undefined && !identitySources.some((source) => isSame(source, credential))) {
    return `whatever \`${credential}\` says, which is where its credential is`;
  }
  const isFromCaller = /^method\.request\.(header|querystring|multivalueheader|multivaluequerystring)\./i;
  if (identitySources.some((source) => isFromCaller.test(source))) return undefined;
  return "whoever calls: no identity source is a header or a query parameter";
}

/** Names of headers match in any case, names of query parameters do not. */
function isSame(source: string, credential: string): boolean {
  if (!credential.startsWith("method.request.header.")) return source === credential;
  return source.toLowerCase() === credential.toLowerCase();
}
