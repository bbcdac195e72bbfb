import { compile, type RoutePattern, readContract } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { evaluate, prepare } from "../evaluate.ts";
import { lintContract } from "./index.ts";
import { documentOf, found } from "./lint.cases.ts";

const TOKEN = [{ groups: [] }];
const OPEN = {};
const CLOSED = { security: TOKEN };

const SCHEME = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "request",
    identitySource: "method.request.header.Authorization",
  },
};

function api(paths: object, more: object = {}, scheme: object = SCHEME) {
  const document = { openapi: "3.0.3", paths, components: { securitySchemes: { groups: scheme } }, ...more };
  return { name: "api.yaml", document };
}

/** A group with an Allow of these routes. */
function group(name: string, source: ReturnType<typeof api>, routes: RoutePattern[]) {
  const policy = {
    group: name,
    description: "A group.",
    statements: [{ sid: "Only", effect: "Allow" as const, routes }],
  };
  return compile(policy, readContract([source]));
}

const SOUND = api({
  "/pets": { get: CLOSED, options: OPEN },
  "/pets/{petId}": { "x-amazon-apigateway-any-method": CLOSED, options: OPEN },
});

describe("a contract", () => {
  it("of which there is nothing to say", () => {
    expect(lintContract(SOUND, [group("readers", SOUND, ["GET /pets"])])).toEqual([]);
  });
});

describe("a method that falls through to a `{proxy+}`", () => {
  it.each([
    [
      "without authorization",
      { "/admin": { get: CLOSED }, "/{proxy+}": { post: OPEN } },
      ["LY401 paths./admin"],
    ],
    [
      "on a path with a parameter",
      { "/a/{id}": { get: CLOSED }, "/{proxy+}": { put: OPEN } },
      ["LY401 paths./a/{id}"],
    ],
    [
      "from a greedy resource",
      { "/a/{proxy+}": { get: CLOSED }, "/{proxy+}": { put: OPEN } },
      ["LY401 paths./a/{proxy+}"],
    ],
    ["under the same authorization", { "/admin": { get: CLOSED }, "/{proxy+}": { post: CLOSED } }, []],
    ["to another that is as open", { "/admin": { get: OPEN }, "/{proxy+}": { post: OPEN } }, []],
    ["but does not, for it has the verb", { "/admin": { post: CLOSED }, "/{proxy+}": { post: OPEN } }, []],
    [
      "but does not, for another serves it",
      { "/a/b": { get: CLOSED }, "/a/{x}": { put: CLOSED }, "/c/{proxy+}": { put: OPEN } },
      [],
    ],
    ["as browsers' preflights should", { "/admin": { get: CLOSED }, "/{proxy+}": { options: OPEN } }, []],
  ])("%s", (_, paths, codes) => {
    expect(found(lintContract(api(paths), []))).toEqual(codes);
  });

  it("is named with the request and what protects the other methods", () => {
    const [finding] = lintContract(api({ "/admin": { get: CLOSED }, "/{proxy+}": { post: OPEN } }), []);
    expect(finding?.message).toBe(
      "`POST /admin` is served by `/{proxy+}`, which asks for no authorization; `GET /admin` does",
    );
    expect(finding?.witness).toEqual({ method: "POST", path: "/admin", context: {} });
  });

  it("is found where a group that may call nothing there may call it so", () => {
    const source = api({ "/admin": { get: CLOSED }, "/{proxy+}": { post: CLOSED } });
    const posters = group("posters", source, ["POST /{proxy+}"]);
    const [finding] = lintContract(source, [group("admins", source, ["ANY /**"]), posters]);
    expect(finding).toMatchObject({ code: "LY401", witness: { method: "POST", path: "/admin" } });
    expect(finding?.message).toContain("the group `posters` may call no method of `/admin`");
    const { methodArn = "", context = {} } = finding?.witness ?? {};
    expect(evaluate(prepare([posters.document]), { methodArn, context }).decision).toBe("allowed");
  });
});

describe("`OPTIONS` behind authorization", () => {
  it.each([
    ["of its own", { options: CLOSED }, ["LY402 paths./pets.options"]],
    [
      "by the any-method",
      { "x-amazon-apigateway-any-method": CLOSED },
      ["LY402 paths./pets.x-amazon-apigateway-any-method"],
    ],
    [
      "by IAM",
      { options: { "x-amazon-apigateway-auth": { type: "AWS_IAM" } } },
      ["LY402 paths./pets.options"],
    ],
    ["is none without security", { options: OPEN, "x-amazon-apigateway-any-method": CLOSED }, []],
    ["is none where the scheme only documents", { options: { security: [{ other: [] }] } }, []],
  ])("%s", (_, item, codes) => {
    expect(found(lintContract(api({ "/pets": item }), []))).toEqual(codes);
  });
});

describe("a resource policy beside an authorizer", () => {
  const EVERYONE = {
    Effect: "Allow",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
  };
  const OUTSIDE = { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
  const PATHS = { "/pets": { get: CLOSED, options: OPEN }, "/status": { get: OPEN } };

  function codesWith(...statements: object[]): string[] {
    return found(lintContract(api(PATHS, policyOf(statements)), []));
  }

  it.each([
    ["that allows everyone everything", [EVERYONE], 0],
    ["that says so in a list", [{ ...EVERYONE, Principal: { AWS: ["*"] } }], 0],
    ["that allows all but some networks", [{ ...EVERYONE, Effect: "Deny", Condition: OUTSIDE }, EVERYONE], 1],
    [
      "whose Deny is filled in on deployment",
      [{ ...EVERYONE, Effect: "Deny", Resource: "$" + "{arn}/*" }, EVERYONE],
      1,
    ],
    ["whose Allow is filled in on deployment", [{ ...EVERYONE, Resource: "$" + "{api_arn}" }], 0],
  ])("%s", (_, statements, index) => {
    expect(codesWith(...statements)).toEqual([`LY403 x-amazon-apigateway-policy.Statement.${index}`]);
  });

  it.each([
    ["that only denies", [{ ...EVERYONE, Effect: "Deny", Condition: OUTSIDE }]],
    ["that allows a role", [{ ...EVERYONE, Principal: { AWS: "arn:aws:iam::111122223333:role/a" } }]],
    ["that allows only what is open", [{ ...EVERYONE, Resource: "execute-api:/*/GET/status" }]],
    [
      "whose Deny takes back what it allows",
      [EVERYONE, { ...EVERYONE, Effect: "Deny", Resource: "execute-api:/*/pets*" }],
    ],
  ])("is fine %s", (_, statements) => {
    expect(codesWith(...statements)).toEqual([]);
  });

  it("names a group that the policy lets in", () => {
    const source = api(PATHS, policyOf([EVERYONE]));
    const [finding] = lintContract(source, [group("visitors", source, ["GET /status"])]);
    expect(finding?.message).toContain("`GET /pets`");
    expect(finding?.message).toContain("to members of `visitors`");
    const { methodArn = "", context = {} } = finding?.witness ?? {};
    const resourcePolicy = documentOf({ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" });
    expect(evaluate(prepare([resourcePolicy]), { methodArn, context }).decision).toBe("allowed");
  });

  it("is a finding where it cannot be read or decided", () => {
    expect(codesWith({ ...EVERYONE, Condition: { IpAdress: {} } })).toEqual([
      "LY900 x-amazon-apigateway-policy",
    ]);
    expect(codesWith({ ...EVERYONE, Condition: { StringLike: { "aws:SourceIp": "192.*" } } })).toEqual([
      "LY901 x-amazon-apigateway-policy",
    ]);
  });
});

describe("a cached authorizer", () => {
  const authorizer = (identitySource: string | undefined, more: object = {}) => ({
    type: "request",
    identitySource,
    ...more,
  });

  it.each<[string, object, string, boolean]>([
    ["keyed by the credential", authorizer("method.request.header.Authorization"), "Authorization", false],
    [
      "keyed by the credential in another case",
      authorizer("method.request.header.authorization, context.path"),
      "Authorization",
      false,
    ],
    ["keyed by another header", authorizer("method.request.header.User-Agent"), "Authorization", true],
    [
      "keyed by a header, where the scheme names none",
      authorizer("method.request.header.X-Token"),
      "Unused",
      false,
    ],
    ["keyed by the context alone", authorizer("context.path, stageVariables.a"), "Unused", true],
    ["keyed by nothing", authorizer(undefined), "Unused", true],
    ["that does not cache", authorizer("", { authorizerResultTtlInSeconds: 0 }), "Authorization", false],
    [
      "of one token",
      { type: "token", identitySource: "method.request.header.X-Token" },
      "Authorization",
      false,
    ],
  ])("%s", (_, each, name, isFlagged) => {
    const scheme = { ...SCHEME, name, "x-amazon-apigateway-authorizer": each };
    const codes = found(lintContract(api({ "/pets": { get: CLOSED } }, {}, scheme), []));
    expect(codes).toEqual(isFlagged ? ["LY404 components.securitySchemes.groups"] : []);
  });
});

function policyOf(statements: readonly object[]): object {
  return { "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement: statements } };
}
