import { expect, it } from "vitest";
import { createForeignToken } from "./foreign-token.ts";
import { decodeToken, expiryOf, groupsOf } from "./token.ts";

it("is a token as it should be, of another pool", async () => {
  const now = Date.UTC(2026, 10, 3);
  const token = decodeToken(await createForeignToken("eu-west-1", now));
  if (!token) throw new Error("expected a token");
  expect(token.header).toEqual({ alg: "RS256", kid: "foreign", typ: "JWT" });
  expect(token.claims.iss).toBe("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_elsewhere");
  expect(groupsOf(token)).toEqual(["admins"]);
  expect(expiryOf(token)).toBe(now + 3_600_000);
  expect(Buffer.from(token.raw.split(".")[2] ?? "", "base64url")).toHaveLength(256);
});
