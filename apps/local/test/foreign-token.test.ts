import { createVerify } from "node:crypto";
import { createForeignToken } from "@lychgate/cli";
import { createSigningKey } from "@lychgate/cli/user-pool";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { describe, expect, it } from "vitest";

const NOW = Date.UTC(2026, 10, 3, 10, 15, 30);

function partOf(token: string, index: number): unknown {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
}

describe("a token from elsewhere", () => {
  it("is well-formed, and claims what a Cognito access token does", () => {
    const token = createForeignToken(NOW);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{342}$/);
    expect(partOf(token, 0)).toEqual({ alg: "RS256", kid: "foreign", typ: "JWT" });
    expect(partOf(token, 1)).toMatchObject({
      iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_elsewhere",
      token_use: "access",
      "cognito:groups": ["admins"],
    });
  });

  it("has not expired", () => {
    expect(partOf(createForeignToken(NOW), 1)).toMatchObject({ iat: NOW / 1000, exp: NOW / 1000 + 3600 });
  });

  it("is signed with a key of its own each time", () => {
    const [, , first] = createForeignToken(NOW).split(".");
    const [, , second] = createForeignToken(NOW).split(".");
    expect(first).not.toBe(second);
  });

  it("does not verify with the key of a pool, whatever pool and key it names", async () => {
    const { jwk } = await createSigningKey();
    const token = createForeignToken(Date.now());
    const signed = token.slice(0, token.lastIndexOf("."));
    const verify = createVerify("sha256").update(signed);
    const signature = Buffer.from(token.slice(signed.length + 1), "base64url");
    expect(verify.verify({ key: jwk, format: "jwk" }, signature)).toBe(false);

    const verifier = CognitoJwtVerifier.create({
      userPoolId: "eu-west-1_elsewhere",
      clientId: "elsewhere",
      tokenUse: "access",
    });
    verifier.cacheJwks({ keys: [{ ...jwk, kid: "foreign" }] });
    await expect(verifier.verify(token)).rejects.toThrow("Invalid signature");
  });
});
