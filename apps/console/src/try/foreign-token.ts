const LIFETIME_SECONDS = 3600;

/** A token as another user pool would issue it: well-formed, signed, not expired, and from elsewhere. */
export async function createForeignToken(region: string, now: number): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(
    { name: ALGORITHM, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    false,
    ["sign"],
  );
  const issuedAt = Math.floor(now / 1000);
  const header = { alg: "RS256", kid: "foreign", typ: "JWT" };
  const claims = {
    sub: "00000000-0000-4000-8000-000000000000",
    iss: `https://cognito-idp.${region}.amazonaws.com/${region}_elsewhere`,
    client_id: "elsewhere",
    token_use: "access",
    username: "stranger",
    "cognito:groups": ["admins"],
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  const signed = [header, claims].map((part) => encoded(bytesOf(JSON.stringify(part)))).join(".");
  return `${signed}.${encoded(await crypto.subtle.sign(ALGORITHM, privateKey, bytesOf(signed)))}`;
}

const ALGORITHM = "RSASSA-PKCS1-v1_5";

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function encoded(bytes: Uint8Array | ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
