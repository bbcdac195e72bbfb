import { describe, expect, it } from "vitest";
import type { TokenVerdict } from "../../index.ts";
import { trustUserPools } from "./user-pool-identity.ts";

const ISSUER = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
const CLAIMS = { iss: `https://${ISSUER}`, sub: "ann", aud: "client", token_use: "id" };

function pool(verdicts: Record<string, TokenVerdict>) {
  return async (token: string): Promise<TokenVerdict> => verdicts[token] ?? { type: "invalid" };
}

const trusted = trustUserPools({
  first: pool({ late: { type: "expired" } }),
  second: pool({ good: { type: "verified", claims: CLAIMS } }),
});

describe("a token of a user pool", () => {
  it("is the identity of its user", async () => {
    expect(await trusted("good")).toEqual({
      type: "verified",
      identity: { provider: ISSUER, subject: "ann", audience: "client" },
    });
  });

  it.each([
    ["late", "expired"],
    ["of another pool", "invalid"],
  ])("that is %s is %s", async (token, type) => {
    expect(await trusted(token)).toEqual({ type });
  });

  it.each([
    ["an access token", { token_use: "access" }],
    ["without an audience", { aud: undefined }],
    ["with several audiences", { aud: ["client", "other"] }],
    ["without a subject", { sub: undefined }],
    ["of an issuer without https", { iss: "http://pool" }],
    ["without an issuer", { iss: undefined }],
  ])("%s is none", async (_, change) => {
    const claims = { ...CLAIMS, ...change };
    const verify = trustUserPools(new Map([["pool", pool({ good: { type: "verified", claims } })]]));
    expect(await verify("good")).toEqual({ type: "invalid" });
  });

  it("that cannot be verified is a fault", async () => {
    const verify = trustUserPools({ pool: () => Promise.reject(new Error("unreachable")) });
    await expect(verify("good")).rejects.toThrow("unreachable");
  });
});
