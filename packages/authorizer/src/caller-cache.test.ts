import { beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "./caller.ts";
import { rememberCallers } from "./caller-cache.ts";
import { AuthorizerFault, TokenRefused } from "./errors.ts";

const EXPIRES = 1_800_000_000;
const BEFORE = (EXPIRES - 60) * 1000;

let now: number;
let verified: string[];
beforeEach(() => {
  now = BEFORE;
  verified = [];
});

/** Remembers what a verifier says that knows a caller by the token. */
function remembering(answer: (token: string) => Caller = callerNamed) {
  return rememberCallers(
    async (token) => {
      verified.push(token);
      return answer(token);
    },
    () => now,
  );
}

function callerNamed(sub: string): Caller {
  const issuer = "https://issuer.example.com";
  const groups = ["pet-owner"];
  return { principalId: sub, sub, username: sub, groups, expires: EXPIRES, issuer, claims: new Map() };
}

describe("a verified token", () => {
  it("is not verified again", async () => {
    const verify = remembering();
    expect(await verify("a")).toEqual(callerNamed("a"));
    expect(await verify("a")).toEqual(callerNamed("a"));
    expect(verified).toEqual(["a"]);
  });

  it("is told from every other one", async () => {
    const verify = remembering();
    for (const token of ["a", "b", "a", "b", "__proto__", "A"]) {
      expect(await verify(token)).toEqual(callerNamed(token));
    }
    expect(verified).toEqual(["a", "b", "__proto__", "A"]);
  });

  it("is verified again when the clock has been put back, for it may not be good yet", async () => {
    const verify = remembering();
    await verify("a");
    now -= 1;
    await verify("a");
    expect(verified).toEqual(["a", "a"]);
  });

  it.each([
    ["a millisecond before it expires", EXPIRES * 1000 - 1, true],
    ["when it expires", EXPIRES * 1000, false],
    ["after that", (EXPIRES + 3600) * 1000, false],
  ])("%s is known: %j, %j", async (_, time, isKnown) => {
    const verify = remembering();
    await verify("a");
    now = time;
    if (isKnown) expect(await verify("a")).toEqual(callerNamed("a"));
    else await expect(verify("a")).rejects.toMatchObject({ name: "TokenRefused", code: "TokenExpired" });
    expect(verified).toEqual(["a"]);
  });

  it("is forgotten once it was seen to have expired", async () => {
    const verify = remembering();
    await verify("a");
    now = EXPIRES * 1000;
    await expect(verify("a")).rejects.toThrow(TokenRefused);
    await verify("a");
    expect(verified).toEqual(["a", "a"]);
  });
});

describe("a token that was not verified", () => {
  it.each([
    ["refused", new TokenRefused("TokenInvalid")],
    ["expired", new TokenRefused("TokenExpired")],
    ["not decided", new AuthorizerFault("KeysUnavailable", "the user pool's keys could not be read")],
  ])("because it was %s is verified again", async (_, error) => {
    const answers = [error, error, undefined];
    const verify = remembering((token) => {
      const answer = answers.shift();
      if (answer) throw answer;
      return callerNamed(token);
    });
    await expect(verify("a")).rejects.toBe(error);
    await expect(verify("a")).rejects.toBe(error);
    expect(await verify("a")).toEqual(callerNamed("a"));
    expect(verified).toEqual(["a", "a", "a"]);
  });
});

describe("ten thousand tokens", () => {
  it("are remembered; for one more the oldest gives way, and no other", async () => {
    const verify = remembering();
    const tokens = Array.from({ length: 10_000 }, (_, index) => `token-${index}`);
    for (const token of tokens) await verify(token);
    for (const token of tokens) await verify(token);
    expect(verified).toHaveLength(10_000);

    await verify("one more");
    await verify("token-1");
    expect(verified).toHaveLength(10_001);
    await verify("token-0");
    expect(verified).toHaveLength(10_002);
  });
});
