import { createSign, generateKeyPairSync } from "node:crypto";

/**
 * A token as another user pool would issue it: well-formed, signed, not expired, and from elsewhere.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export function createForeignToken(now: number): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuedAt = Math.floor(now / 1000);
  const header = { alg: "RS256", kid: "foreign", typ: "JWT" };
  const claims = {
    sub: "00000000-0000-4000-8000-000000000000",
    iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_elsewhere",
    client_id: "elsewhere",
    token_use: "access",
    username: "stranger",
    "cognito:groups": ["admins"],
    iat: issuedAt,
    exp: issuedAt + 3600,
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createSign("sha256").update(signed).sign(privateKey, "base64url")}`;
}
