/** Tokens as attackers write them, and what is said to each. */
import { constants, createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Reason } from "../../src/index.ts";
import { createIssuer } from "../oidc-issuer.ts";
import { compact, createUserPool, epochSeconds } from "../user-pool.ts";
import { createTarget, edge, NOTHING, PETS, partner, pool } from "./target.ts";

type Row = [attack: string, token: () => string, reason: Reason];

const ALLOWED = { reason: "Authorized", allowed: PETS };

async function check(token: string, reason: Reason): Promise<void> {
  const expected = reason === "Authorized" ? ALLOWED : { reason, allowed: NOTHING };
  expect(await createTarget().answerToToken(token)).toEqual(expected);
}

const kidOf = (issuer: { keySet(): string }): string => JSON.parse(issuer.keySet()).keys[0].kid;
const encoded = (part: string | Buffer) => Buffer.from(part).toString("base64url");
const json = (value: unknown) => encoded(JSON.stringify(value));
const PARTNER_KID = kidOf(partner);
const now = epochSeconds();
const CLAIMS = { iss: partner.issuer, sub: "1", aud: "api://pets", exp: now + 600, groups: ["pet-owner"] };

/** The partner's public key, as it is published, in the forms that could be taken for a secret. */
const [published] = partner.keys();
const publicKey = createPublicKey({ key: published ?? {}, format: "jwk" });
const pem = String(publicKey.export({ type: "spki", format: "pem" }));
const SECRETS: [string, string | Buffer][] = [
  ["the PEM", pem],
  ["the PEM without its last line break", pem.trimEnd()],
  ["the PEM with the line breaks of Windows", pem.replaceAll("\n", "\r\n")],
  ["the PEM of PKCS 1", publicKey.export({ type: "pkcs1", format: "pem" })],
  ["the DER", publicKey.export({ type: "spki", format: "der" })],
  ["the JWK", JSON.stringify(published)],
  ["the modulus", Buffer.from(published?.n ?? "", "base64url")],
  ["the modulus as text", published?.n ?? ""],
  ["the key's id", PARTNER_KID],
  ["nothing", ""],
];
const hmac = (secret: string | Buffer, hash: string) => (input: Buffer) =>
  createHmac(hash, secret).update(input).digest();

describe("a token signed in another way", () => {
  const header = (alg: unknown) => ({ alg, kid: PARTNER_KID });

  it.each(
    ["none", "None", "NONE", "nOnE", "none ", "", "null"].flatMap((alg): Row[] => [
      [`${alg}, without a signature`, () => `${json(header(alg))}.${json(CLAIMS)}.`, "TokenInvalid"],
      [`${alg}, without a third part`, () => `${json(header(alg))}.${json(CLAIMS)}`, "TokenInvalid"],
      [`${alg}, with some signature`, () => `${json(header(alg))}.${json(CLAIMS)}.AAAA`, "TokenInvalid"],
      [`${alg}, with a good token's`, () => withHeader(partner.token(), header(alg)), "TokenInvalid"],
    ]),
  )("is refused: by the algorithm %s", (_, token, reason) => check(token(), reason));

  it.each(
    SECRETS.flatMap(([name, secret]) =>
      [
        ["HS256", "sha256"],
        ["HS384", "sha384"],
        ["HS512", "sha512"],
        ["hs256", "sha256"],
        ["RS256", "sha256"],
      ].map(
        ([alg = "", hash = ""]): Row => [
          `${name} of the public key, by ${alg}`,
          () => compact(header(alg), CLAIMS, hmac(secret, hash)),
          "TokenInvalid",
        ],
      ),
    ),
  )("is refused: with %s", (_, token, reason) => check(token(), reason));

  it.each<Row>([
    ["RS384 in the header alone", () => withHeader(partner.token(), header("RS384")), "TokenInvalid"],
    ["PS256 in the header alone", () => withHeader(partner.token(), header("PS256")), "TokenInvalid"],
    ["RS384", () => partner.token({}, { alg: "RS384" }), "TokenInvalid"],
    ["RS512", () => partner.token({}, { alg: "RS512" }), "TokenInvalid"],
    ["PS256", () => partner.token({}, { alg: "PS256" }), "TokenInvalid"],
    ["ES256", () => partner.token({}, { alg: "ES256" }), "TokenInvalid"],
    ["EdDSA", () => partner.token({}, { alg: "EdDSA" }), "TokenInvalid"],
    ["rs256", () => partner.token({}, { alg: "rs256" }), "TokenInvalid"],
    ["RS256 and a space", () => partner.token({}, { alg: "RS256 " }), "TokenInvalid"],
    ["RS256 and a NUL", () => partner.token({}, { alg: "RS256\0" }), "TokenInvalid"],
    ["a list of RS256", () => partner.token({}, { alg: ["RS256"] }), "TokenInvalid"],
    ["no algorithm", () => partner.token({}, { alg: undefined }), "TokenInvalid"],
    ["null", () => partner.token({}, { alg: null }), "TokenInvalid"],
    ["toString", () => partner.token({}, { alg: "toString" }), "TokenInvalid"],
    ["__proto__", () => partner.token({}, { alg: "__proto__" }), "TokenInvalid"],
    ["two algorithms, the last one none", () => textOf('{"alg":"RS256","alg":"none"}'), "TokenInvalid"],
    ["the algorithm of another issuer", () => edge.token({ iss: partner.issuer }), "TokenInvalid"],
    ["the key of another issuer", () => partner.token({ iss: edge.issuer }), "TokenInvalid"],
  ])("is refused: %s", (_, token, reason) => check(token(), reason));

  it.each(["PS256", "RS256"])("is refused: with the padding of PS256, as %s", (alg) => {
    const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = { ...own.publicKey.export({ format: "jwk" }), kid: "own" };
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32, key: own.privateKey };
    const token = compact({ alg, kid: "own" }, CLAIMS, (input) => sign("sha256", input, padding));
    const target = createTarget({ keySetAt: () => JSON.stringify({ keys: [jwk] }) });
    return expect(target.answerToToken(token)).resolves.toEqual({ reason: "TokenInvalid", allowed: NOTHING });
  });

  const [head, payload, signature = ""] = edge.token().split(".");
  const bytes = Buffer.from(signature, "base64url");
  it.each<[string, Buffer]>([
    ["of zeros, which some take for good", Buffer.alloc(64)],
    ["of ones", Buffer.alloc(64, 0xff)],
    ["of one byte", Buffer.alloc(1, 1)],
    ["with a byte more", Buffer.concat([bytes, Buffer.alloc(1)])],
    ["with a byte less", bytes.subarray(1)],
    ["twice", Buffer.concat([bytes, bytes])],
    ["with its halves exchanged", Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)])],
    ["in DER", derOf(bytes)],
    ["of 4,000 bytes", Buffer.alloc(4_000, 1)],
  ])("is refused, not a fault: a signature of a curve %s", (_, changed) =>
    check(`${head}.${payload}.${encoded(changed)}`, "TokenInvalid"),
  );

  it("is as good as it was with the other one of the two signatures that a curve has", async () => {
    // It is the issuer's claims that count; nothing is remembered or revoked by the signature.
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = order - BigInt(`0x${bytes.subarray(32).toString("hex")}`);
    const other = Buffer.from(s.toString(16).padStart(64, "0"), "hex");
    await check(`${head}.${payload}.${encoded(Buffer.concat([bytes.subarray(0, 32), other]))}`, "Authorized");
  });
});

describe("a token that names its own key", () => {
  const forger = createIssuer(partner.issuer);
  const [own] = forger.keys();
  const certificate = "MIIBszCCARygAwIBAgIBATANBgkqhkiG9w0BAQsFADAAMB4XDTI2MDEwMTAwMDAwMFoXDTM2";
  it.each<[string, Record<string, unknown>]>([
    ["jwk", { jwk: own }],
    ["jwk, with the key's id", { jwk: { ...own, kid: PARTNER_KID } }],
    ["jku", { jku: "https://forger.example.com/jwks.json" }],
    ["jku of this machine", { jku: "http://127.0.0.1:1/jwks.json" }],
    ["x5u", { x5u: "https://forger.example.com/certificate.pem" }],
    ["x5c", { x5c: [certificate] }],
    ["x5t", { x5t: "AAAA", "x5t#S256": "AAAA" }],
    [
      "all of them",
      { jwk: own, jku: "https://forger.example.com/", x5u: "https://forger.example.com/", x5c: [""] },
    ],
  ])("in `%s` is refused, and nobody else is asked", async (_, header) => {
    const target = createTarget();
    for (const kid of [PARTNER_KID, own?.kid])
      expect((await target.answerToToken(forger.token({}, { ...header, kid }))).reason).toBe("TokenInvalid");
    expect(new Set(target.asked)).toEqual(new Set([`${partner.issuer}.well-known/jwks.json`]));
  });

  it.each<[string, Record<string, unknown>]>([
    ["jwk", { jwk: own }],
    ["jku", { jku: "https://forger.example.com/jwks.json" }],
    ["x5c", { x5c: [certificate] }],
  ])("in `%s`, signed by the issuer's, is what the issuer says", (_, header) =>
    check(partner.token({}, header), "Authorized"),
  );
});

describe("a token's key id", () => {
  const kids: unknown[] = [
    "",
    " ",
    "../../../../dev/null",
    "/dev/null",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "https://forger.example.com/key.pem",
    "' OR '1'='1",
    "x' UNION SELECT 'secret' --",
    "$(id)",
    "| id",
    "*",
    "%00",
    "\0",
    `${PARTNER_KID}\0`,
    ` ${PARTNER_KID}`,
    PARTNER_KID.toUpperCase(),
    `${PARTNER_KID}${PARTNER_KID}`,
    "__proto__",
    "constructor",
    "toString",
    "0",
    "k".repeat(5_000),
    kidOf(pool),
    kidOf(edge),
    0,
    1,
    true,
    null,
    [PARTNER_KID],
    { toString: PARTNER_KID },
    undefined,
  ];
  it.each(kids.map((kid) => [String(JSON.stringify(kid)).slice(0, 60), kid] as const))(
    "cannot be %s",
    (_, kid) => check(partner.token({}, { kid }), "TokenInvalid"),
  );
});

describe("a token with the issuer's signature", () => {
  const other = createUserPool("eu-west-1_Other");
  it.each<Row>([
    ["of another pool", () => other.token(), "TokenInvalid"],
    ["of another pool's claims", () => pool.token({ iss: other.issuer }), "TokenInvalid"],
    [
      "of an issuer with a slash less",
      () => partner.token({ iss: partner.issuer.slice(0, -1) }),
      "TokenInvalid",
    ],
    ["of an issuer with a slash more", () => partner.token({ iss: `${partner.issuer}/` }), "TokenInvalid"],
    [
      "of an issuer in upper case",
      () => partner.token({ iss: partner.issuer.toUpperCase() }),
      "TokenInvalid",
    ],
    ["of an issuer by http", () => partner.token({ iss: partner.issuer.replace("s:", ":") }), "TokenInvalid"],
    [
      "of an issuer with a port",
      () => partner.token({ iss: partner.issuer.replace(".com/", ".com:443/") }),
      "TokenInvalid",
    ],
    [
      "of an issuer with somebody before it",
      () => partner.token({ iss: partner.issuer.replace("//", "//a@") }),
      "TokenInvalid",
    ],
    [
      "of an issuer with a letter that looks alike",
      () => partner.token({ iss: partner.issuer.replace("a", "\u0430") }),
      "TokenInvalid",
    ],
    ["of an issuer and a space", () => partner.token({ iss: `${partner.issuer} ` }), "TokenInvalid"],
    ["of a list of issuers", () => partner.token({ iss: [partner.issuer] }), "TokenInvalid"],
    ["of no issuer", () => partner.token({ iss: undefined }), "TokenInvalid"],
    ["of `__proto__`", () => partner.token({ iss: "__proto__" }), "TokenInvalid"],
    ["for another audience", () => partner.token({ aud: "api://other" }), "TokenInvalid"],
    ["for a longer audience", () => partner.token({ aud: "api://pets/admin" }), "TokenInvalid"],
    ["for an audience in upper case", () => partner.token({ aud: "API://PETS" }), "TokenInvalid"],
    ["for every audience", () => partner.token({ aud: "*" }), "TokenInvalid"],
    ["for two audiences in a text", () => partner.token({ aud: "api://pets api://other" }), "TokenInvalid"],
    ["for no audience", () => partner.token({ aud: [] }), "TokenInvalid"],
    ["for an audience that is an object", () => partner.token({ aud: { 0: "api://pets" } }), "TokenInvalid"],
    ["for a list with another type", () => partner.token({ aud: ["api://pets", 1] }), "TokenInvalid"],
    ["for several audiences", () => partner.token({ aud: ["api://other", "api://pets"] }), "Authorized"],
    ["for another client", () => pool.token({ client_id: "other" }), "TokenInvalid"],
    ["for a list of clients", () => pool.token({ client_id: [pool.clientId] }), "TokenInvalid"],
    [
      "for a client, as its audience",
      () => pool.token({ client_id: undefined, aud: pool.clientId }),
      "TokenInvalid",
    ],
    ["for another use", () => pool.token({ token_use: "id", aud: pool.clientId }), "TokenInvalid"],
    ["for a use in upper case", () => pool.token({ token_use: "ACCESS" }), "TokenInvalid"],
    ["for a list of uses", () => pool.token({ token_use: ["access"] }), "TokenInvalid"],
  ])("%s", (_, token, reason) => check(token(), reason));

  const time = (claims: object) => () => partner.token({ ...claims });
  it.each<Row>([
    ["from a minute ago, by nbf", time({ nbf: now - 60 }), "Authorized"],
    ["from a text on", time({ nbf: String(now - 60) }), "TokenInvalid"],
    ["from tomorrow on", time({ nbf: now + 86_400 }), "TokenInvalid"],
    ["from after all dates on", time({ nbf: 1e20 }), "TokenInvalid"],
    ["issued tomorrow, which is no reason of its own", time({ iat: now + 86_400 }), "Authorized"],
    ["issued at a text", time({ iat: "now" }), "TokenInvalid"],
    ["until a second ago", time({ exp: now - 1 }), "TokenExpired"],
    ["until the epoch", time({ exp: 0 }), "TokenExpired"],
    ["until before the epoch", time({ exp: -1 }), "TokenExpired"],
    ["until before all dates", time({ exp: -1e20 }), "TokenInvalid"],
    ["until after all dates", time({ exp: 1e20 }), "TokenInvalid"],
    ["until a time in milliseconds", time({ exp: Date.now() + 60_000 }), "TokenInvalid"],
    ["until the year 9999", time({ exp: 253_402_300_799 }), "Authorized"],
    ["until the year 10000", time({ exp: 253_402_300_800 }), "TokenInvalid"],
    ["until half a second", time({ exp: now + 600.5 }), "TokenInvalid"],
    ["until a text", time({ exp: String(now + 600) }), "TokenInvalid"],
    ["until a list", time({ exp: [now + 600] }), "TokenInvalid"],
    ["until true", time({ exp: true }), "TokenInvalid"],
    ["until null", time({ exp: null }), "TokenInvalid"],
    ["for ever", time({ exp: undefined }), "TokenInvalid"],
    ["until infinity", () => claimsText('"exp":1e999'), "TokenInvalid"],
    ["until NaN", () => claimsText('"exp":NaN'), "TokenInvalid"],
    [
      "until tomorrow, and then until yesterday",
      () => claimsText(`"exp":${now + 600},"exp":${now - 600}`),
      "TokenExpired",
    ],
    ["until a number with an exponent", () => claimsText(`"exp":${(now + 600) / 10}e1`), "Authorized"],
  ])("that is good %s", (_, token, reason) => check(token(), reason));
});

describe("a token's text", () => {
  const good = partner.token();
  const [head = "", payload = "", signature = ""] = good.split(".");
  const claims = Buffer.from(payload, "base64url").toString();
  const header = Buffer.from(head, "base64url").toString();
  const signed = (text: string | Buffer) => partner.tokenOfText(text);

  it("is good as its issuer wrote it", () => check(good, "Authorized"));

  it.each<Row>([
    ["with padding", () => `${good}=`, "TokenInvalid"],
    ["with more padding", () => `${good}==`, "TokenInvalid"],
    ["with padding before the end", () => `${head}=.${payload}.${signature}`, "TokenInvalid"],
    [
      "with other bits that say nothing",
      () => good.slice(0, -1) + nextCharacter(good.at(-1)),
      "TokenInvalid",
    ],
    ["with a letter of the signature in another case", () => flipped(good), "TokenInvalid"],
    ["in the other alphabet", () => otherAlphabet(), "TokenInvalid"],
    ["with a part more", () => `${good}.AAAA`, "TokenInvalid"],
    ["with an empty part more", () => `${good}.`, "TokenInvalid"],
    ["with an empty part before it", () => `.${good}`, "TokenInvalid"],
    ["without its signature", () => `${head}.${payload}.`, "TokenInvalid"],
    ["as an encrypted one", () => `${head}.${payload}.${signature}.AAAA.AAAA`, "TokenInvalid"],
    [
      "with another one in it",
      () => `${json({ alg: "RS256", cty: "JWT" })}.${encoded(good)}.${signature}`,
      "TokenInvalid",
    ],
    [
      "with changed claims",
      () => `${head}.${json({ ...JSON.parse(claims), groups: ["admins"] })}.${signature}`,
      "TokenInvalid",
    ],
    ["with spaces in its claims, signed", () => signed(` ${claims}\n`), "Authorized"],
    [
      "with spaces in its claims, not signed",
      () => `${head}.${encoded(` ${claims}`)}.${signature}`,
      "TokenInvalid",
    ],
    ["with a byte order mark before its claims", () => signed(`\ufeff${claims}`), "TokenInvalid"],
    [
      "with a byte order mark of UTF-16",
      () => signed(Buffer.from(`\ufeff${claims}`, "utf16le")),
      "TokenInvalid",
    ],
    [
      "with a byte order mark before its header",
      () => partner.tokenOfText(claims, `\ufeff${header}`),
      "TokenInvalid",
    ],
    ["with something after its claims", () => signed(`${claims}{"groups":["admins"]}`), "TokenInvalid"],
    ["with bytes that are no UTF-8 for a group", () => signed(notUtf8()), "NoPolicy"],
    ["with a NUL after its claims", () => signed(`${claims}\0`), "TokenInvalid"],
    ["with a comment", () => signed(`${claims}//`), "TokenInvalid"],
    ["with a comma too many", () => signed(claims.replace(/\}$/, ",}")), "TokenInvalid"],
    ["with names that are no texts", () => signed(claims.replace('"iss"', "iss")), "TokenInvalid"],
    ["with claims that are a list", () => signed(`[${claims}]`), "TokenInvalid"],
    ["with claims that are a text", () => signed(JSON.stringify(claims)), "TokenInvalid"],
    ["with claims that are null", () => signed("null"), "TokenInvalid"],
    ["with no claims", () => signed("{}"), "TokenInvalid"],
    ["with claims in `__proto__`", () => signed(`{"__proto__":${claims}}`), "TokenInvalid"],
    [
      "with groups in `__proto__`",
      () => signed(claimsOf({ groups: undefined }, '"__proto__":{"groups":["admins"]}')),
      "NoPolicy",
    ],
    [
      "with groups that come twice",
      () => signed(claimsOf({ groups: ["admins"] }, '"groups":["pet-owner"]')),
      "Authorized",
    ],
    [
      "with groups that come twice, escaped",
      () => signed(claimsOf({ groups: ["admins"] }, '"\\u0067roups":["pet-owner"]')),
      "Authorized",
    ],
    [
      "with a name in another case",
      () => signed(claimsOf({ groups: undefined, Groups: ["admins"] })),
      "NoPolicy",
    ],
    [
      "with more lists in each other than are read",
      () => signed(claimsOf({}, `"x":${"[".repeat(3_500)}${"]".repeat(3_500)}`)),
      "TokenInvalid",
    ],
    [
      "with 1,400 objects in each other",
      () => signed(claimsOf({}, `"x":${'{"":'.repeat(1_400)}0${"}".repeat(1_400)}`)),
      "Authorized",
    ],
    ["of 10,241 characters", () => signed(claimsOf({ x: "x".repeat(7_400) })), "TokenInvalid"],
    ["that insists on an extension", () => partner.token({}, { crit: ["exp"], exp: now }), "TokenInvalid"],
    ["that insists on nothing", () => partner.token({}, { crit: [] }), "TokenInvalid"],
    ["that insists on what it has not", () => partner.token({}, { crit: ["x"] }), "TokenInvalid"],
    ["whose claims are not encoded", () => partner.token({}, { crit: ["b64"], b64: false }), "TokenInvalid"],
    [
      "whose claims are not encoded, which it does not insist on",
      () => partner.token({}, { b64: false }),
      "TokenInvalid",
    ],
    [
      "whose claims are said to be packed, and are not",
      () => partner.token({}, { zip: "DEF" }),
      "Authorized",
    ],
  ])("%s", (_, token, reason) => check(token(), reason));

  it("says the same whatever was said to another one before", async () => {
    const target = createTarget();
    expect(await target.answerToToken(good)).toEqual(ALLOWED);
    for (const near of [
      `${good}=`,
      good.slice(0, -1) + nextCharacter(good.at(-1)),
      good.slice(0, -1),
      flipped(good),
    ])
      expect((await target.answerToToken(near)).reason).toBe("TokenInvalid");
    expect(await target.answerToToken(good)).toEqual(ALLOWED);
    const nobody = partner.token({ groups: [] });
    expect((await target.answerToToken(nobody)).reason).toBe("NoPolicy");
    expect(
      (await target.answerToToken(`${nobody.split(".").slice(0, 2).join(".")}.${signature}`)).reason,
    ).toBe("TokenInvalid");
  });

  function notUtf8(): Buffer {
    const [before = "", after = ""] = claimsOf({ groups: ["pet-owner@"] }).split("@");
    return Buffer.concat([Buffer.from(before), Buffer.of(0xff, 0xc0), Buffer.from(after)]);
  }

  function otherAlphabet(): string {
    for (;;) {
      const token = partner.token({ jti: randomUUID() });
      if (/[-_]/.test(token)) return token.replaceAll("-", "+").replaceAll("_", "/");
    }
  }
});

function withHeader(token: string, header: object): string {
  return [json(header), ...token.split(".").slice(1)].join(".");
}

function textOf(header: string): string {
  return partner.tokenOfText(JSON.stringify(CLAIMS), `{"kid":"${PARTNER_KID}",${header.slice(1)}`);
}

/** Claims with this text at their end, signed. */
function claimsText(more: string): string {
  return partner.tokenOfText(claimsOf({ exp: undefined }, more));
}

function claimsOf(claims: object, more?: string): string {
  const text = JSON.stringify({ ...CLAIMS, ...claims });
  return more === undefined ? text : text.replace(/\}$/, `,${more}}`);
}

/** The same bits of a signature of 256 bytes, whose last character has four that say nothing. */
function nextCharacter(character = "A"): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(character) ^ 1] ?? "";
}

function flipped(token: string): string {
  const at = token.length - 10 + token.slice(-10).search(/[A-Za-z]/);
  const letter = token[at] ?? "";
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return token.slice(0, at) + other + token.slice(at + 1);
}

/** @see https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3 */
function derOf(signature: Buffer): Buffer {
  const numbers = [signature.subarray(0, 32), signature.subarray(32)].map((number) => {
    const positive =
      number[0] !== undefined && number[0] > 0x7f ? Buffer.concat([Buffer.alloc(1), number]) : number;
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  });
  const body = Buffer.concat(numbers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
