import type { Problems } from "../../definition/problems.ts";
import { AWS_IAM } from "../../definition/read-iam-auth.ts";
import { readRequiredScheme, readScopes } from "../../definition/required-scheme.ts";
import type { RouteAuthorization } from "../http-api-definition.ts";
import type { HttpAuthorizers } from "./read-http-authorizers.ts";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_SCOPES = 10;

/** Reads a list of security requirements, which may be absent or empty, or name one scheme. */
export function readRouteSecurity(
  security: unknown,
  authorizers: HttpAuthorizers,
  at: string,
  problems: Problems,
): RouteAuthorization | undefined {
  const required = readRequiredScheme(security, at, problems);
  if (required === undefined) return undefined;
  if (required === "none") return { type: "NONE" };
  const { name, scopes } = required;
  if (!authorizers.has(name)) {
    return problems.add(
      `${at}.${name}`,
      "expected a security scheme with an authorizer, came none; HTTP APIs have no API keys",
    );
  }
  const read = readScopes(scopes, `${at}.${name}`, problems, MAX_SCOPES);
  const authorizer = authorizers.get(name);
  if (authorizer === undefined || !read) return undefined;
  if (authorizer !== AWS_IAM && authorizer.type === "JWT") return { type: "JWT", authorizer, scopes: read };
  if (read.length > 0)
    return problems.add(`${at}.${name}`, "expected an empty list: only a JWT authorizer has scopes");
  return authorizer === AWS_IAM ? { type: AWS_IAM } : { type: "CUSTOM", authorizer };
}
