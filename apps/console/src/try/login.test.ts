import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { beginLogin, finishLogin } from "./login.ts";
import type { PendingLogin } from "./login-return.ts";

const ORIGIN = "http://127.0.0.1:4011";
const POOL = {
  endpoint: new URL("http://127.0.0.1:4012"),
  issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
  clientId: "console",
};

async function begun(): Promise<{ page: URL; pending: PendingLogin }> {
  let pending: PendingLogin | undefined;
  const page = await beginLogin(POOL, {
    origin: ORIGIN,
    hash: "#/try?network=elsewhere",
    keep: (each) => {
      pending = each;
    },
  });
  if (!pending) throw new Error("expected something to be kept");
  return { page, pending };
}

describe("a login that begins", () => {
  it("leads to the pool's page, with the hash of a secret that stays here", async () => {
    const { page, pending } = await begun();
    expect(page.origin + page.pathname).toBe("http://127.0.0.1:4012/oauth2/authorize");
    expect(Object.fromEntries(page.searchParams)).toEqual({
      client_id: "console",
      redirect_uri: `${ORIGIN}/`,
      response_type: "code",
      scope: "openid",
      state: pending.state,
      code_challenge: createHash("sha256").update(pending.verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(page.href).not.toContain(pending.verifier);
    expect(pending.hash).toBe("#/try?network=elsewhere");
  });

  it("has secrets of its own", async () => {
    const [one, other] = await Promise.all([begun(), begun()]);
    expect(one.pending.state).not.toBe(other.pending.state);
    expect(one.pending.verifier).not.toBe(other.pending.verifier);
  });
});

const PENDING: PendingLogin = { state: "the-state", verifier: "v".repeat(43), hash: "#/try" };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);
const tokenOf = (claims: object) => `${part({ alg: "RS256" })}.${part(claims)}.c2ln`;
const idOf = (claims: object = {}) =>
  tokenOf({ iss: POOL.issuer, aud: POOL.clientId, sub: "1", iat: now(), exp: now() + 3600, ...claims });

/** Finishes a login at a pool that answers so; what it was asked is kept. */
async function finish(
  answer: Record<string, string>,
  {
    status = 200,
    body,
    pending = PENDING,
  }: { status?: number; body?: unknown; pending?: PendingLogin | null },
) {
  const asked: { url: string; body: URLSearchParams }[] = [];
  const get: typeof fetch = async (url, init) => {
    asked.push({ url: String(url), body: new URLSearchParams(String(init?.body)) });
    return Response.json(body, { status });
  };
  const returned = { answer: new URLSearchParams(answer), ...(pending && { pending }) };
  return { result: await finishLogin(POOL, returned, { origin: ORIGIN, get }), asked };
}

const ANSWER = { code: "the-code", state: PENDING.state };
const ACCESS = tokenOf({ username: "vet" });
const TOKENS = { access_token: ACCESS, id_token: idOf(), refresh_token: "refresh", token_type: "Bearer" };

describe("a login that comes back", () => {
  it("exchanges the code, with the secret, for tokens", async () => {
    const { result, asked } = await finish(ANSWER, { body: TOKENS });
    expect(result).toMatchObject({
      access: { raw: ACCESS, claims: { username: "vet" } },
      id: { claims: {} },
    });
    expect(JSON.stringify(result)).not.toContain("refresh");
    expect(asked.map(({ url, body }) => [url, Object.fromEntries(body)])).toEqual([
      [
        `${ORIGIN}/oauth2/token`,
        {
          grant_type: "authorization_code",
          code: "the-code",
          redirect_uri: `${ORIGIN}/`,
          code_verifier: PENDING.verifier,
          client_id: "console",
        },
      ],
    ]);
  });

  it.each([
    ["was not begun here", ANSWER, null],
    ["is that to another login", { ...ANSWER, state: "another" }, PENDING],
    ["was refused", { error: "access_denied", state: PENDING.state }, PENDING],
    ["has no code", { state: PENDING.state }, PENDING],
  ])("asks for no token where it %s", async (_, answer, pending) => {
    const { result, asked } = await finish(answer, { body: TOKENS, pending });
    expect(result).toEqual({ message: expect.any(String), advice: expect.stringMatching(/log in again/i) });
    expect(asked).toEqual([]);
  });

  it.each([
    [
      "the pool refuses the code",
      400,
      { error: "invalid_grant" },
      "the pool gives no tokens for this code: `invalid_grant`",
    ],
    [
      "the stack does not reach the pool",
      502,
      { message: "the stack does not answer" },
      "the login cannot be finished",
    ],
    ["there is no ID token", 200, { ...TOKENS, id_token: undefined }, "the login cannot be finished"],
    [
      "the ID token is for another client",
      200,
      { ...TOKENS, id_token: idOf({ aud: "other" }) },
      "the login cannot be finished",
    ],
    [
      "the ID token is of another pool",
      200,
      { ...TOKENS, id_token: idOf({ iss: "https://x" }) },
      "the login cannot be finished",
    ],
    [
      "the ID token is over",
      200,
      { ...TOKENS, id_token: idOf({ exp: now() - 60 }) },
      "the login cannot be finished",
    ],
    [
      "the access token cannot be read",
      200,
      { ...TOKENS, access_token: "opaque" },
      "what the pool issued are no tokens that can be read",
    ],
  ])("gives no tokens where %s", async (_, status, body, message) => {
    const { result } = await finish(ANSWER, { status, body });
    expect(result).toEqual({ message: expect.stringContaining(message), advice: expect.any(String) });
  });

  it("says that the stack does not answer", async () => {
    const get: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    const returned = { answer: new URLSearchParams(ANSWER), pending: PENDING };
    expect(await finishLogin(POOL, returned, { origin: ORIGIN, get })).toMatchObject({
      advice: expect.stringContaining("`npm start`"),
    });
  });

  it("repeats nothing of the address but the names of errors", async () => {
    const { result } = await finish({ error: "Call <b>0900</b>", state: PENDING.state }, {});
    expect(result).toEqual({ message: "the login page refused", advice: "Log in again." });
  });
});
