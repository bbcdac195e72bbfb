/** What comes of tokens of several issuers: results, contexts and logs. */
import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { tokenEvent } from "../../test/events.ts";
import { createIssuer } from "../../test/oidc-issuer.ts";
import { itemOf, statementOf } from "../../test/policies.ts";
import { createUserPool } from "../../test/user-pool.ts";
import { type AuthorizerLogEntry, createAuthorizer } from "../authorizer.ts";
import { createTokenVerifier } from "./create-verifier.ts";
import { type Issuer, jwksUriOf } from "./issuer.ts";

const okta = createIssuer("https://clinic.okta.com/oauth2/default");
const pool = createUserPool();

const POOL: Issuer = { kind: "cognito", userPoolId: pool.id, clientIds: null, tokenUse: "access" };
const OKTA: Issuer = {
  kind: "oidc",
  name: "okta",
  issuer: okta.issuer,
  audience: ["api://pets"],
  tokenType: null,
  algorithms: ["RS256"],
  groupClaim: "groups",
  groupPrefix: "okta.",
  requiredScopes: ["pets.read"],
};

const ITEMS = [
  itemOf("admins", statementOf("Admins", "Allow", "*")),
  itemOf("okta.admins", statementOf("OktaAdmins", "Allow", "GET/petstore/v1/pets")),
];

function createSystem() {
  const log: AuthorizerLogEntry[] = [];
  const sets = new Map<string, { keySet(): string }>([
    [jwksUriOf(POOL), pool],
    [jwksUriOf(OKTA), okta],
  ]);
  const authorize = createAuthorizer({
    verify: createTokenVerifier({
      issuers: [POOL, OKTA],
      fetchJwks: async (uri) => new TextEncoder().encode(sets.get(uri)?.keySet()).buffer,
    }),
    store: createMemoryPolicyStore(ITEMS),
    policyTtlSeconds: 60,
    log: (entry) => log.push(entry),
  });
  return { log, call: (token: string) => authorize(tokenEvent(`Bearer ${token}`)) };
}

describe("a result", () => {
  it("tells a caller of one issuer from that of another, though all else be the same", async () => {
    const { call, log } = createSystem();
    const ours = await call(pool.token({ sub: "1", "cognito:groups": ["admins"] }));
    const theirs = await call(okta.token({ sub: "1", groups: ["admins"] }));
    expect([ours.principalId, theirs.principalId]).toEqual(["1", "okta|1"]);
    expect([ours.context.groups, theirs.context.groups]).toEqual(["admins", "okta.admins"]);
    expect(theirs.policyDocument.Statement[0]).toMatchObject({ Sid: "OktaAdmins" });
    expect(log.map(({ principalId }) => principalId)).toEqual(["1", "okta|1"]);
  });

  it("of another issuer's caller who names a group of the pool, or a pool's who names theirs, is a denial", async () => {
    const { call } = createSystem();
    for (const token of [
      pool.token({ "cognito:groups": ["okta.admins"] }),
      okta.token({ groups: [], "cognito:groups": ["admins"] }),
    ])
      expect((await call(token)).context.reason).toBe("NoPolicy");
  });

  it.each([
    ["ScopeMissing", { scope: "openid" }],
    ["GroupsOverage", { groups: undefined, _claim_names: { groups: "src1" } }],
    ["TokenInvalid", { aud: "api://other" }],
  ])("says %s, and denies everything", async (reason, claims) => {
    const { call, log } = createSystem();
    const { context, policyDocument } = await call(okta.token({ ...claims }));
    expect(context).toEqual({ reason });
    expect(policyDocument.Statement).toEqual([expect.objectContaining({ Effect: "Deny", Resource: ["*"] })]);
    expect(log).toMatchObject([{ reason }]);
  });
});
