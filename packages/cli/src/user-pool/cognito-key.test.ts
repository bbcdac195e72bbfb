import { createPublicKey, verify } from "node:crypto";
import builtIn from "cognito-local/lib/keys/cognitoLocal.public.json" with { type: "json" };
import { beforeAll, describe, expect, it } from "vitest";
import { addClaims, assertFresh, createSigningKey, resign, type SigningKey } from "./cognito-key.ts";

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = await Promise.all([createSigningKey(), createSigningKey()]);
});

describe("the keys that are served", () => {
  it("are fresh when they are the one of this start", () => {
    expect(() => assertFresh({ keys: [{ ...key.jwk }] }, key)).not.toThrow();
  });

  it.each<[string, () => unknown]>([
    ["the built-in one", () => ({ keys: [builtIn.jwk] })],
    ["the built-in one beside the fresh one", () => ({ keys: [key.jwk, builtIn.jwk] })],
    ["the built-in one under the fresh one's name", () => ({ keys: [{ ...key.jwk, n: builtIn.jwk.n }] })],
    ["the one of another start", () => ({ keys: [other.jwk] })],
    ["none", () => ({ keys: [] })],
    ["no JWKS", () => null],
  ])("are refused when they are %s", (_, served) => {
    expect(() => assertFresh(served(), key)).toThrow(expect.objectContaining({ code: "PublicSigningKey" }));
  });

  it("are refused when the key of this start is the built-in one", () => {
    const jwk = { ...key.jwk, n: builtIn.jwk.n };
    expect(() => assertFresh({ keys: [jwk] }, { ...key, jwk })).toThrow("expected the served keys");
  });
});

describe("a token with more claims", () => {
  it("has all of them", () => {
    const token = addClaims("eyJhbGciOiJub25lIn0.eyJzdWIiOiAiYW5uIn0.forged", { roles: ["a"] });
    const [header, claims = "", signature] = token.split(".");
    expect([header, signature]).toEqual(["eyJhbGciOiJub25lIn0", "forged"]);
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({ sub: "ann", roles: ["a"] });
  });
});

describe("a token that is signed again", () => {
  it("keeps its claims byte for byte and verifies with the key alone", () => {
    const token = resign("eyJhbGciOiJub25lIn0.eyJzdWIiOiAiYW5uIn0.forged", key);
    const [header = "", claims = "", signature = ""] = token.split(".");
    expect(claims).toBe("eyJzdWIiOiAiYW5uIn0");
    const verifies = ({ jwk }: SigningKey) =>
      verify(
        "sha256",
        Buffer.from(`${header}.${claims}`),
        createPublicKey({ key: jwk, format: "jwk" }),
        Buffer.from(signature, "base64url"),
      );
    expect(verifies(key)).toBe(true);
    expect(verifies(other)).toBe(false);
  });
});
