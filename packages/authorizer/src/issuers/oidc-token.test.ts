import { describe, expect, it } from "vitest";
import type { OidcIssuer } from "./issuer.ts";
import { checkOidcToken } from "./oidc-token.ts";

const ISSUER: OidcIssuer = {
  kind: "oidc",
  name: "okta",
  issuer: "https://clinic.okta.com",
  audience: null,
  tokenType: null,
  algorithms: ["ES256"],
  groupClaim: "groups",
};

describe("the key of a token", () => {
  it.each([
    ["RS256", { kty: "RSA" }, true],
    ["RS512", { kty: "RSA" }, true],
    ["ES256", { kty: "EC", crv: "P-256" }, true],
    ["EdDSA", { kty: "OKP", crv: "Ed25519" }, true],
    ["ES256", { kty: "EC", crv: "P-384", alg: "ES256" }, false],
    ["ES256", { kty: "EC", crv: "secp256k1" }, false],
    ["ES256", { kty: "RSA" }, false],
    ["RS256", { kty: "EC", crv: "P-256" }, false],
    ["EdDSA", { kty: "OKP", crv: "Ed448" }, false],
    ["EdDSA", { kty: "EC", crv: "Ed25519" }, false],
    ["HS256", { kty: "oct" }, false],
    ["toString", { kty: "RSA" }, false],
    [undefined, { kty: "RSA" }, false],
  ])("of %j may be %j: %j", (alg, jwk, isGood) => {
    const check = () => checkOidcToken(ISSUER)({ header: { alg }, payload: {}, jwk });
    if (isGood) expect(check).not.toThrow();
    else expect(check).toThrow("the key is of another algorithm");
  });
});
