/**
 * JWT authorizers.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { describe, member, type Problems, refuseUnknown } from "../../definition/problems.ts";
import { isRecord } from "../../record.ts";
import type { HttpIdentitySource, JwtAuthorizer } from "../http-api-definition.ts";
import { readHttpIdentitySources } from "./read-http-identity-source.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_AUDIENCES = 50;

const DISCOVERY = "/.well-known/openid-configuration";

export function readJwtAuthorizer(
  name: string,
  scheme: unknown,
  authorizer: Record<string, unknown>,
  at: string,
  problems: Problems,
): JwtAuthorizer | undefined {
  refuseUnknown(authorizer, ["type", "identitySource", "jwtConfiguration"], at, problems);
  const identitySource = readSource(member(authorizer, "identitySource"), `${at}.identitySource`, problems);
  const configuration = member(authorizer, "jwtConfiguration");
  const inside = `${at}.jwtConfiguration`;
  if (!isRecord(configuration))
    return problems.add(inside, `expected an object, came ${describe(configuration)}`);
  refuseUnknown(configuration, ["issuer", "audience"], inside, problems);
  const issuer = readIssuer(scheme, configuration, inside, problems);
  const audience = readAudience(member(configuration, "audience"), `${inside}.audience`, problems);
  if (!identitySource || issuer === undefined || !audience) return undefined;
  return { type: "JWT", name, issuer, audience, identitySource };
}

function readSource(list: unknown, at: string, problems: Problems): HttpIdentitySource | undefined {
  const sources = readHttpIdentitySources(list, at, problems);
  if (!sources) return undefined;
  const [source, ...others] = sources;
  const isOfRequest = source?.kind === "header" || source?.kind === "querystring";
  if (isOfRequest && others.length === 0) return source;
  return problems.add(at, "expected one `$request.header.{name}` or `$request.querystring.{name}`");
}

/** The issuer of the configuration, or else the one at whose address the scheme's discovery document is. */
function readIssuer(
  scheme: unknown,
  configuration: Record<string, unknown>,
  at: string,
  problems: Problems,
): string | undefined {
  const discovered = member(scheme, "openIdConnectUrl");
  const issuer =
    member(configuration, "issuer") ??
    (typeof discovered === "string" && discovered.endsWith(DISCOVERY)
      ? discovered.slice(0, -DISCOVERY.length)
      : undefined);
  if (typeof issuer === "string" && /^https?:\/\/[\x21-\x7e]+$/.test(issuer) && URL.canParse(issuer))
    return issuer;
  return problems.add(`${at}.issuer`, `expected the URL of an issuer, came ${describe(issuer)}`);
}

function readAudience(audience: unknown, at: string, problems: Problems): string[] | undefined {
  const isList = Array.isArray(audience) && audience.every((each) => typeof each === "string" && each !== "");
  if (isList && audience.length > 0 && audience.length <= MAX_AUDIENCES) return audience;
  return problems.add(at, `expected a list of 1 to ${MAX_AUDIENCES} audiences, came ${describe(audience)}`);
}
