import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type KeyAnswer, type KeyServer, startKeyServer } from "../../test/key-server.ts";
import { createIssuer, type TestIssuer } from "../../test/oidc-issuer.ts";
import type { TokenVerifier } from "../caller.ts";
import { createTokenVerifier } from "./create-verifier.ts";
import { fetchKeySet } from "./key-set.ts";

const INVALID = { name: "TokenRefused", code: "TokenInvalid" };
const KEYS_UNAVAILABLE = { name: "AuthorizerFault", code: "KeysUnavailable" };
const HOUR = 3_600_000;
const DOWN: KeyAnswer = { status: 503, body: "" };

/** Keys that all have one id, as those of an issuer that does not know better. */
const sameId = (): TestIssuer => createIssuer("https://issuer.example.com", "ES256", { kid: "1" });

let now: number;
let server: KeyServer;
let answer: () => KeyAnswer;
let verify: TokenVerifier;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  now = Date.now();
  server = await startKeyServer(() => answer());
  verify = createTokenVerifier({
    issuers: [
      {
        kind: "oidc",
        name: "issuer",
        issuer: "https://issuer.example.com",
        audience: null,
        tokenType: null,
        algorithms: ["ES256"],
        groupClaim: "groups",
      },
    ],
    fetchJwks: () => fetchKeySet(server.uri),
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

function pass(milliseconds: number): void {
  now += milliseconds;
  vi.setSystemTime(now);
}

const publishedBy =
  ({ keySet }: TestIssuer) =>
  () => ({ status: 200, body: keySet() });
/** A token that is good at any time of the test. */
const tokenOf = (issuer: TestIssuer) => issuer.token({ exp: 4_000_000_000 }, { kid: "1" });

describe("keys that were read", () => {
  it("are read again after an hour, and not before", async () => {
    const signer = sameId();
    answer = publishedBy(signer);
    for (const [milliseconds, requests] of [
      [0, 1],
      [HOUR - 1, 1],
      [1, 2],
      [HOUR - 1, 2],
    ] as const) {
      pass(milliseconds);
      await verify(tokenOf(signer));
      expect(server.requests()).toBe(requests);
    }
  });

  it("are good for an hour after they were withdrawn, also where their id goes to another key", async () => {
    const [old, next] = [sameId(), sameId()];
    answer = publishedBy(old);
    await verify(tokenOf(old));
    answer = publishedBy(next);
    pass(HOUR - 1);
    await verify(tokenOf(old));
    pass(1);
    await expect(verify(tokenOf(old))).rejects.toMatchObject(INVALID);
    await expect(verify(tokenOf(next))).resolves.toMatchObject({ sub: "00u1" });
  });

  it("are used for a day while they cannot be read again, which is tried once a minute", async () => {
    const signer = sameId();
    answer = publishedBy(signer);
    await verify(tokenOf(signer));
    answer = () => DOWN;
    pass(HOUR);
    for (const [milliseconds, requests] of [
      [0, 2],
      [59_999, 2],
      [1, 3],
      [22 * HOUR, 4],
    ] as const) {
      pass(milliseconds);
      await verify(tokenOf(signer));
      expect(server.requests()).toBe(requests);
    }
    pass(HOUR);
    await expect(verify(tokenOf(signer))).rejects.toMatchObject(KEYS_UNAVAILABLE);
    answer = publishedBy(signer);
    await verify(tokenOf(signer));
  });

  it.each([365 * 24 * HOUR, -1, -365 * 24 * HOUR])(
    "are read again when the clock jumps by %i",
    async (jump) => {
      const signer = sameId();
      answer = publishedBy(signer);
      await verify(tokenOf(signer));
      pass(jump);
      await verify(tokenOf(signer));
      expect(server.requests()).toBe(2);
    },
  );

  it("are asked for once in ten seconds by tokens of other keys, while they cannot be read", async () => {
    const signer = sameId();
    answer = publishedBy(signer);
    await verify(tokenOf(signer));
    answer = () => DOWN;
    for (const [milliseconds, requests] of [
      [0, 2],
      [9_999, 2],
      [1, 3],
    ] as const) {
      pass(milliseconds);
      const unknown = verify(signer.token({ exp: 4_000_000_000 }, { kid: "2" }));
      await expect(unknown).rejects.toMatchObject(KEYS_UNAVAILABLE);
      await verify(tokenOf(signer));
      expect(server.requests()).toBe(requests);
    }
  });

  it("are looked through once for each key that is not there, also when the clock goes back", async () => {
    const signer = sameId();
    answer = publishedBy(signer);
    const unknown = () => verify(signer.token({ exp: 4_000_000_000 }, { kid: "2" }));
    await expect(unknown()).rejects.toMatchObject(INVALID);
    await expect(unknown()).rejects.toMatchObject(KEYS_UNAVAILABLE);
    pass(-1);
    await expect(unknown()).rejects.toMatchObject(INVALID);
  });
});
