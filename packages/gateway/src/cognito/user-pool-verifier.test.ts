import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSigningPool, type SigningPool } from "../../test/user-pool.ts";
import type { UserPool } from "./user-pool.ts";
import { createUserPoolVerifier } from "./user-pool-verifier.ts";

/** 2030-01-01, far from the machine's clock. */
const NOW = 1_893_456_000;

let now: number;
let verify: UserPool;
const pool = createSigningPool("eu-west-1_Lychgate", NOW);
const published = pool.answer;

beforeEach(() => {
  now = NOW;
  pool.reads = 0;
  pool.answer = published;
  verify = verifierOf(pool);
});

function verifierOf({ arn, fetchJwks }: Pick<SigningPool, "arn" | "fetchJwks">): UserPool {
  return createUserPoolVerifier({ userPoolArn: arn, fetchJwks, clock: () => now * 1000 });
}

const INVALID = { type: "invalid" };

describe("a token of the user pool", () => {
  it.each([
    ["an ID token", {}],
    ["an access token", { token_use: "access", aud: undefined, client_id: "any" }],
    ["a token for whatever client", { aud: "another" }],
    ["a token that is good from now on", { nbf: NOW }],
  ])("is verified: %s", async (_, claims) => {
    const verdict = await verify(pool.token(claims));
    expect(verdict).toMatchObject({ type: "verified", claims: { sub: "ann", iss: pool.issuer } });
  });

  it.each([
    [3599, "verified"],
    [3600, "expired"],
    [1_000_000, "expired"],
  ])("after %i seconds of the clock that is given is %s", async (seconds, type) => {
    now = NOW + seconds;
    expect(await verify(pool.token())).toMatchObject({ type });
  });

  it("costs one look for the keys, however many come", async () => {
    await Promise.all(Array.from({ length: 5 }, () => verify(pool.token())));
    await verify(pool.token());
    expect(pool.reads).toBe(1);
  });
});

describe("any other token is invalid", () => {
  const impostor = createSigningPool("eu-west-1_Lychgate", NOW);
  it.each<[string, () => string]>([
    ["another key's", () => impostor.token({}, { kid: kidOf(pool.token()) })],
    ["an expired one of another key", () => impostor.token({ exp: NOW - 1 }, { kid: kidOf(pool.token()) })],
    ["an unknown key's", () => impostor.token()],
    ["one without a key", () => pool.token({}, { kid: undefined })],
    ["one without an algorithm", () => pool.token({}, { alg: "none" })],
    ["one of a symmetric algorithm", () => pool.token({}, { alg: "HS256" })],
    ["one that never expires", () => pool.token({ exp: undefined })],
    ["one that is not good yet", () => pool.token({ nbf: NOW + 1 })],
    ["one without a use", () => pool.token({ token_use: undefined })],
    ["one with a part too few", () => pool.token().split(".").slice(0, 2).join(".")],
    ["one that is changed", () => pool.token().replace(".", ".A")],
  ])("%s", async (_, tokenOf) => {
    expect(await verify(tokenOf())).toEqual(INVALID);
  });

  it.each<[string, () => string]>([
    ["no token", () => ""],
    ["text", () => "not-a-token"],
    ["of another pool", () => createSigningPool("eu-west-1_Other", NOW).token()],
    ["of no issuer", () => pool.token({ iss: undefined })],
    ["of the pool's other address", () => pool.token({ iss: pool.issuer.replace("//", "//issuer-") })],
  ])("and causes no look for the keys: %s", async (_, tokenOf) => {
    expect(await verify(tokenOf())).toEqual(INVALID);
    expect(pool.reads).toBe(0);
  });
});

describe("keys that cannot be had", () => {
  it.each<[string, () => unknown]>([
    [
      "cannot be read",
      () => {
        throw new Error("down");
      },
    ],
    ["are none", () => ({})],
    ["are no list", () => ({ keys: {} })],
  ])("are a fault: they %s; the next token looks again", async (_, answer) => {
    pool.answer = answer;
    await expect(verify(pool.token())).rejects.toThrow(Error);
    pool.answer = published;
    expect(await verify(pool.token())).toMatchObject({ type: "verified" });
  });
});

describe("when the pool's key has changed", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("a token of the new key is verified, and one of the old key is not", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const old = pool.token();
    await verify(old);
    pool.rotate();
    expect(await verify(pool.token())).toMatchObject({ type: "verified" });
    expect(pool.reads).toBe(2);
    expect(await verify(old)).toEqual(INVALID);
    expect(pool.reads).toBe(3);
    // Nobody can say whether a key is new while it is too early to look.
    await expect(verify(pool.token({}, { kid: "unknown" }))).rejects.toThrow(Error);
    expect(pool.reads).toBe(3);
  });
});

describe("keys at an address", () => {
  let server: Server;
  let answer: { status: number; location?: string };
  beforeEach(async () => {
    answer = { status: 200 };
    server = createServer((_, response) => {
      const { status, location } = answer;
      response
        .writeHead(status, location === undefined ? {} : { location })
        .end(JSON.stringify(pool.answer()));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  function verifierAt(): UserPool {
    const { port } = server.address() as AddressInfo;
    const jwksUri = `http://127.0.0.1:${port}/.well-known/jwks.json`;
    return createUserPoolVerifier({ userPoolArn: pool.arn, jwksUri, clock: () => now * 1000 });
  }

  it("are read there", async () => {
    expect(await verifierAt()(pool.token())).toMatchObject({ type: "verified" });
  });

  it.each([{ status: 500 }, { status: 404 }, { status: 302, location: "/" }])(
    "are a fault when it answers $status",
    async (said) => {
      answer = said;
      await expect(verifierAt()(pool.token())).rejects.toThrow(Error);
    },
  );
});

describe("the ARN of a user pool", () => {
  it.each([
    "eu-west-1_Lychgate",
    "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-2_Lychgate",
    "arn:aws:cognito-idp:eu-west-1:1111:userpool/eu-west-1_Lychgate",
    "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Lych gate",
    "arn:aws:cognito-identity:eu-west-1:111122223333:userpool/eu-west-1_Lychgate",
  ])("cannot be `%s`", (userPoolArn) => {
    expect(() => createUserPoolVerifier({ userPoolArn })).toThrow(
      expect.objectContaining({ code: "InvalidSetting", message: expect.stringContaining(userPoolArn) }),
    );
  });
});

function kidOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
}
