/** What the rules about contracts need to know of an OpenAPI document with API Gateway's extensions. */
import { HTTP_METHODS, type HttpMethod } from "@lychgate/policy";
import type { Path } from "./finding.ts";

/** Who decides about the calls of a method. */
export type Authorization = "none" | "lambda" | "cognito" | "iam";

/** A method as it is written, or as `x-amazon-apigateway-any-method` stands for it. */
export interface ApiMethod {
  template: string;
  method: HttpMethod;
  path: Path;
  authorization: Authorization;
}

const ANY_METHOD = "x-amazon-apigateway-any-method";

/** API Gateway passes over security at the root, so only the method's own counts. */
export function methodsOf(document: unknown): ApiMethod[] {
  return entriesOf(member(document, "paths")).flatMap(([template, item]) =>
    HTTP_METHODS.flatMap((method): ApiMethod[] => {
      const own = method.toLowerCase();
      const key = member(item, own) === undefined ? ANY_METHOD : own;
      const operation = member(item, key);
      if (operation === undefined) return [];
      const authorization = authorizationOf(document, operation);
      return [{ template, method, path: ["paths", template, key], authorization }];
    }),
  );
}

function authorizationOf(document: unknown, operation: unknown): Authorization {
  if (member(operation, "x-amazon-apigateway-auth", "type") === "AWS_IAM") return "iam";
  const security = member(operation, "security");
  const names = Array.isArray(security)
    ? security.flatMap((each) => entriesOf(each).map(([name]) => name))
    : [];
  for (const name of names) {
    const kind = kindOfScheme(member(document, "components", "securitySchemes", name));
    if (kind !== "none") return kind;
  }
  return "none";
}

function kindOfScheme(scheme: unknown): Authorization {
  const type = member(scheme, AUTHORIZER, "type");
  if (type === "token" || type === "request") return "lambda";
  if (type === "cognito_user_pools") return "cognito";
  return member(scheme, "x-amazon-apigateway-authtype") === "awsSigv4" ? "iam" : "none";
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
const AUTHORIZER = "x-amazon-apigateway-authorizer";

/** A Lambda authorizer of REQUEST type, whose identity sources are the key of its cache. */
export interface RequestAuthorizer {
  name: string;
  path: Path;
  identitySources: readonly string[];
  ttl: number;
  /** Where the scheme says that the credential is, as an identity source; exports of AWS name none. */
  credential: string | undefined;
}

const DEFAULT_TTL = 300;

export function requestAuthorizersOf(document: unknown): RequestAuthorizer[] {
  return entriesOf(member(document, "components", "securitySchemes")).flatMap(([name, scheme]) => {
    const authorizer = member(scheme, AUTHORIZER);
    if (member(authorizer, "type") !== "request") return [];
    const sources = member(authorizer, "identitySource");
    const ttl = member(authorizer, "authorizerResultTtlInSeconds");
    return [
      {
        name,
        path: ["components", "securitySchemes", name],
        identitySources:
          typeof sources === "string"
            ? sources
                .split(",")
                .map((each) => each.trim())
                .filter(Boolean)
            : [],
        ttl: typeof ttl === "number" ? ttl : DEFAULT_TTL,
        credential: credentialOf(scheme),
      },
    ];
  });
}

function credentialOf(scheme: unknown): string | undefined {
  const name = member(scheme, "name");
  if (typeof name !== "string" || name === "Unused") return undefined;
  const place = member(scheme, "in");
  if (place === "header") return `method.request.header.${name}`;
  return place === "query" ? `method.request.querystring.${name}` : undefined;
}

/** What stands under these keys, or `undefined`. */
export function member(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((each, key) => {
    const has = typeof each === "object" && each !== null && Object.hasOwn(each, key);
    return has ? Reflect.get(each, key) : undefined;
  }, value);
}

export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
