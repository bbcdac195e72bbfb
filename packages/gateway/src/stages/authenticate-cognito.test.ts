import { describe, expect, it } from "vitest";
import { contract, petstore } from "../../test/petstore.ts";
import type { LogEntry } from "../api.ts";
import type { TokenVerdict, UserPool } from "../cognito/user-pool.ts";

const ARN = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Lychgate";
const PETS = "GET /dev/petstore/v1/pets";

/** The method asks for tokens of the pool, of an ID token's use unless it names scopes. */
function guarded(scopes: string[] = [], authorizer: object = {}): object {
  const pool = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [ARN], ...authorizer },
  };
  const { paths } = contract() as { paths: Record<string, { get: object }> };
  const pets = { get: { ...paths["/petstore/v1/pets"]?.get, security: [{ pool: scopes }] } };
  return {
    ...contract({}, { components: { securitySchemes: { pool } } }),
    paths: { "/petstore/v1/pets": pets },
  };
}

function verified(claims: object): TokenVerdict {
  return { type: "verified", claims: { sub: "secret-sub", ...claims } };
}

async function send(pool: UserPool, document = guarded(), token = "secret-token") {
  const entries: LogEntry[] = [];
  const { send: sendTo, backend } = petstore({
    document,
    userPools: { [ARN]: pool },
    log: (entry) => entries.push(entry),
  });
  const { status } = await sendTo(PETS, { headers: [["Authorization", token]] });
  return { status, entries, calls: backend.events.length };
}

describe("a token", () => {
  const id = verified({ token_use: "id", aud: "secret-client" });
  const access = verified({ token_use: "access", scope: "openid pets/read" });
  it.each<[string, UserPool, object, number, string | undefined]>([
    ["of the right use", async () => id, guarded(), 200, undefined],
    ["of the wrong use", async () => access, guarded(), 401, "TokenUseWrong"],
    ["of no use", async () => verified({}), guarded(), 401, "TokenUseWrong"],
    ["with one of the scopes", async () => access, guarded(["a", "pets/read"]), 200, undefined],
    ["without the scope", async () => access, guarded(["pets/write"]), 401, "ScopeMissing"],
    [
      "with its scopes in a list",
      async () => verified({ token_use: "access", scope: ["a"] }),
      guarded(["a"]),
      401,
      "ScopeMissing",
    ],
    [
      "for another client",
      async () => id,
      guarded([], { identityValidationExpression: "x" }),
      401,
      "IdentityInvalid",
    ],
    [
      "for a list of clients",
      async () => verified({ token_use: "id", aud: ["x"] }),
      guarded([], { identityValidationExpression: "x" }),
      401,
      "IdentityInvalid",
    ],
    ["that has expired", async () => ({ type: "expired" }), guarded(), 401, "TokenExpired"],
    ["of nobody", async () => ({ type: "invalid" }), guarded(), 401, "TokenInvalid"],
    ["whose keys are down", () => Promise.reject(new Error("secret-host")), guarded(), 500, "UserPoolFailed"],
  ])("%s is told by its reason alone", async (_, pool, document, status, reason) => {
    const answered = await send(pool, document);
    expect(answered).toMatchObject({ status, calls: status === 200 ? 1 : 0 });
    expect(answered.entries.map((entry) => entry.reason)).toEqual(reason === undefined ? [] : [reason]);
    expect(JSON.stringify(answered.entries)).not.toContain("secret");
  });

  it("that is missing is no question to the user pool", async () => {
    let asked = 0;
    const pool: UserPool = async () => {
      asked += 1;
      return { type: "invalid" };
    };
    const { status, entries } = await send(pool, guarded(), " ");
    expect([status, entries[0]?.reason, asked]).toEqual([401, "IdentityMissing", 0]);
  });

  it("is asked of the pool without its scheme", async () => {
    const asked: string[] = [];
    const pool: UserPool = async (token) => {
      asked.push(token);
      return { type: "invalid" };
    };
    for (const token of ["t", "Bearer t", "bearer  t", "Bearert"]) await send(pool, guarded(), token);
    expect(asked).toEqual(["t", "t", "t", "Bearert"]);
  });
});
