import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { connectEvent, httpEvent1, httpEvent2, requestEvent } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createSystem, PRIVATE_CLAIMS } from "../test/system.ts";
import { epochSeconds } from "../test/user-pool.ts";
import { createAuthorizer } from "./authorizer.ts";
import type { Caller } from "./caller.ts";
import type { SimpleResponses } from "./simple-response.ts";

const SUB = "5c0a4c0e-0000-4000-8000-000000000001";
const ANA: Caller = {
  principalId: SUB,
  sub: SUB,
  username: "ana",
  groups: ["pet-owner"],
  expires: 2_000_000_000,
  issuer: "https://issuer.example.com",
  claims: new Map(),
};
const OWNER = itemOf(
  "pet-owner",
  statementOf("Pets", "Allow", "GET/petstore/v1/pets"),
  {
    ...statementOf("Clinic", "Allow", "GET/petstore/v2/status"),
    Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  },
  { ...statementOf("Agent", "Deny", "*"), Condition: { StringLike: { "aws:UserAgent": "curl*" } } },
);

const authorizer = (simpleResponses?: SimpleResponses, clock = () => 1_900_000_000_000) =>
  createAuthorizer({
    verify: async () => ANA,
    store: createMemoryPolicyStore([OWNER]),
    policyTtlSeconds: 60,
    clock,
    ...(simpleResponses && { simpleResponses }),
  });

const authorization = "Bearer aaa";

describe("a simple response", () => {
  it.each<[string, object, boolean]>([
    ["the route that is allowed", httpEvent2({ authorization }), true],
    ["the same with a slash at its end", httpEvent2({ authorization, path: "/petstore/v1/pets/" }), false],
    ["another verb", httpEvent2({ authorization, method: "POST" }), false],
    ["another path", httpEvent2({ authorization, path: "/petstore/v1/pets/1" }), false],
    ["an address that is allowed", httpEvent2({ authorization, path: "/petstore/v2/status" }), true],
    [
      "another address",
      httpEvent2({ authorization, path: "/petstore/v2/status", sourceIp: "203.0.113.10" }),
      false,
    ],
  ])("decides %s", async (_, event, isAuthorized) => {
    const result = await authorizer({ cachedSeconds: 0 })(event);
    expect(result).toEqual({
      isAuthorized,
      context: { sub: SUB, username: "ana", groups: "pet-owner", policyRevision: OWNER.revision },
    });
  });

  it.each([
    ["a millisecond before the token expires", -1, true],
    ["when it expires", 0, false],
  ])("%s decides by the time too", async (_, passed, isAuthorized) => {
    const clock = () => ANA.expires * 1000 + passed;
    const result = await authorizer({ cachedSeconds: 0 }, clock)(httpEvent2({ authorization }));
    expect(result).toMatchObject({ isAuthorized });
  });

  it("obeys a Deny on the user agent", async () => {
    const event = httpEvent2({ authorization });
    const { requestContext } = event;
    const http = { ...requestContext.http, userAgent: "curl/8" };
    const result = await authorizer({ cachedSeconds: 0 })({
      ...event,
      requestContext: { ...requestContext, http },
    });
    expect(result).toMatchObject({ isAuthorized: false });
  });

  it.each<[string, object]>([
    ["format 1.0", httpEvent1({ authorization })],
    ["a REST API", requestEvent({ authorization })],
    ["a WebSocket API", connectEvent({ authorization })],
  ])("is not the answer to %s", async (_, event) => {
    const result = await authorizer({ cachedSeconds: 0 })(event);
    expect(result).toEqual(await authorizer()(event));
    expect(result).toHaveProperty("policyDocument");
  });

  it("logs what was decided, and nothing of the request", async () => {
    const { authorizeSimply, tokenFor, log } = createSystem({ items: [OWNER] });
    const token = `Bearer ${tokenFor(["pet-owner"])}`;
    await authorizeSimply(httpEvent2({ authorization: token }));
    await authorizeSimply(httpEvent2({ authorization: token, path: "/private" }));
    await authorizeSimply(httpEvent2({ authorization: "Bearer private" }));
    const known = { principalId: SUB, groups: ["pet-owner"], policyRevision: OWNER.revision };
    expect(log).toEqual([
      { reason: "Authorized", ...known, decision: "allowed", sid: "Pets" },
      { reason: "Authorized", ...known, decision: "implicitDeny" },
      { reason: "TokenInvalid", decision: "explicitDeny" },
    ]);
  });

  it("denies a bad token, and throws for an expired one, as a policy does", async () => {
    const { authorizeSimply, tokenFor } = createSystem({ items: [OWNER] });
    expect(await authorizeSimply(httpEvent2({ authorization: "Bearer aaa" }))).toEqual({
      isAuthorized: false,
      context: { reason: "TokenInvalid" },
    });
    expect(await authorizeSimply(httpEvent2({ authorization: `Bearer ${tokenFor([])}` }))).toEqual({
      isAuthorized: false,
      context: { sub: SUB, username: PRIVATE_CLAIMS.username, reason: "NoPolicy" },
    });
    const expired = `Bearer ${tokenFor(["pet-owner"], { exp: epochSeconds() - 1 })}`;
    await expect(authorizeSimply(httpEvent2({ authorization: expired }))).rejects.toMatchObject({
      reason: "TokenExpired",
    });
  });
});

describe("simple responses that are cached", () => {
  it.each([[1], [300], [3600]])("for %i seconds have to be asked for twice", (cachedSeconds) => {
    // What comes from JSON or JavaScript need not be of the type.
    const asked = (options: object) => () => authorizer(options as SimpleResponses);
    expect(asked({ cachedSeconds })).toThrow("expected `outliveToken`");
    expect(asked({ cachedSeconds, outliveToken: false })).toThrow("expected `outliveToken`");
    expect(asked({ cachedSeconds, outliveToken: "true" })).toThrow("expected `outliveToken`");
    expect(asked({ cachedSeconds, outliveToken: true })).not.toThrow();
  });

  it.each([[-1], [0.5], [3601], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    "cannot be so for %d seconds",
    (cachedSeconds) => {
      expect(() => authorizer({ cachedSeconds, outliveToken: true })).toThrow(
        "expected `cachedSeconds` to be 0 to 3600",
      );
    },
  );

  it("need identity sources that tell one request from another", async () => {
    const authorize = authorizer({ cachedSeconds: 300, outliveToken: true });
    await expect(authorize(httpEvent2({ authorization }))).rejects.toMatchObject({ code: "InvalidEvent" });
    const identitySource = [authorization, "GET", "/dev/petstore/v1/pets", "192.0.2.10"];
    const result = await authorize(httpEvent2({ authorization, identitySource }));
    expect(result).toMatchObject({ isAuthorized: true });
  });
});
