/** For the same token and route, every kind of event comes to the same decision. */
import { evaluate, prepare } from "@lychgate/evaluation";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuthorizerResult, UnauthorizedError } from "../src/index.ts";
import { DEV, httpEvent1, httpEvent2, PROD, requestEvent, tokenEvent } from "./events.ts";
import { itemOf, statementOf } from "./policies.ts";
import { createSystem } from "./system.ts";
import { epochSeconds } from "./user-pool.ts";

const HTTP = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default/";
const STARTED = Date.now();
const EXPIRES = epochSeconds() + 600;

const ITEMS = [
  itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets", "GET/petstore/v1/pets/*")),
  itemOf("everything", statementOf("All", "Allow", "*")),
  itemOf("clinic", {
    ...statementOf("Clinic", "Allow", "*"),
    Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  }),
  itemOf("elsewhere", {
    ...statementOf("Elsewhere", "Allow", "GET/petstore/v2/status"),
    Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
  }),
  itemOf("suspended", statementOf("Suspended", "Deny", "DELETE/*", "GET/petstore/v1/pets/2")),
  itemOf("agents", {
    ...statementOf("Agents", "Deny", "*"),
    Condition: { StringLike: { "aws:UserAgent": "agent" } },
  }),
];

const requests = fc.record({
  groups: fc.subarray(["pet-owner", "everything", "clinic", "elsewhere", "suspended", "agents", "nobody"]),
  method: fc.constantFrom("GET", "POST", "DELETE"),
  path: fc.constantFrom(
    "/",
    "/petstore/v1/pets",
    "/petstore/v1/pets/",
    "/petstore/v1/pets/1",
    "/petstore/v1/pets/2",
    "/petstore/v1/pets/2/",
    "/petstore/v2/status",
    "/petstore/v1/pets/a%2Fb",
    "/petstore/v1/pets/*",
    "/petstore/v1//pets",
  ),
  sourceIp: fc.constantFrom("192.0.2.10", "203.0.113.10", "2001:db8::1"),
  prefix: fc.constantFrom(DEV, PROD, HTTP),
  /** Milliseconds before the token expires. */
  left: fc.constantFrom(1, 1_000, 599_000),
});

let now = STARTED;
const { authorize, authorizeSimply, tokenFor } = createSystem({ items: ITEMS, clock: () => now });
const tokens = new Map<string, string>();

function tokenOf(groups: string[]): string {
  const known = tokens.get(groups.join()) ?? tokenFor(groups, { exp: EXPIRES });
  tokens.set(groups.join(), known);
  return `Bearer ${known}`;
}

/** What API Gateway makes of a policy. */
function decide({ policyDocument }: AuthorizerResult, methodArn: string, sourceIp: string): boolean {
  const context = {
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
    "aws:SourceIp": sourceIp,
    "aws:UserAgent": "agent",
  };
  return evaluate(prepare([policyDocument]), { methodArn, context }).decision === "allowed";
}

describe("a token and a route", () => {
  it("are answered alike by REST and HTTP APIs, with a policy of either format and with a simple response", async () => {
    const seen = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ groups, left, ...request }) => {
        now = EXPIRES * 1000 - left;
        const authorization = tokenOf(groups);
        const routeArn = `${request.prefix}${request.method}${request.path}`;
        const http = { ...request, authorization };
        const policies = [await authorize(httpEvent1(http)), await authorize(httpEvent2(http))];
        // REST APIs have no stage `$default`.
        if (request.prefix !== HTTP) {
          policies.push(await authorize(tokenEvent(authorization, routeArn)));
          policies.push(await authorize({ ...requestEvent({ authorization }), methodArn: routeArn }));
        }
        const [first, ...others] = policies;
        for (const other of others) expect(other).toEqual(first);
        const isAuthorized = first !== undefined && decide(first, routeArn, request.sourceIp);
        seen.add(isAuthorized);
        expect(await authorizeSimply(httpEvent2(http))).toEqual({ isAuthorized, context: first?.context });
      }),
      { numRuns: 300 },
    );
    expect(seen).toEqual(new Set([true, false]));
  });

  it.each<[string, string | undefined, string]>([
    ["an expired token", `Bearer ${tokenFor(["everything"], { exp: epochSeconds() - 1 })}`, "TokenExpired"],
    ["no token", undefined, "TokenMissing"],
    ["an empty token", "", "TokenMissing"],
  ])("with %s are told so alike", async (_, authorization, reason) => {
    now = STARTED;
    const http = authorization === undefined ? {} : { authorization };
    const answers = [
      () => authorize(httpEvent1(http)),
      () => authorize(httpEvent2(http)),
      () => authorize(tokenEvent(authorization)),
      () => authorize(requestEvent(http)),
      () => authorizeSimply(httpEvent2(http)),
    ];
    for (const answer of answers) {
      const error: unknown = await answer().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UnauthorizedError);
      expect(error).toMatchObject({ reason });
    }
  });
});
