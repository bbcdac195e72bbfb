/** What AWS's own signer signs is verified, whatever the request; what is changed afterwards is not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callerOf } from "../../test/iam.ts";
import { presignedRequest, signedRequest } from "../../test/signed-request.ts";
import type { GatewayRequest, HeaderField } from "../index.ts";
import { parseTarget } from "../request-target.ts";
import { createCredentials } from "./credentials.ts";
import { verifySignature } from "./verify-signature.ts";

const NOW = Date.UTC(2024, 7, 2);
const KEY = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "to/ken+==" };
const CREDENTIALS = createCredentials(KEY, callerOf());
const RULES = {
  service: "execute-api",
  regions: ["eu-west-1"],
  clockSkewSeconds: 300,
  unsignedPayload: "refused",
  now: NOW,
} as const;

function outcomeOf(request: GatewayRequest) {
  const query = parseTarget(request.rawPath, request.rawQuery)?.query ?? [];
  return verifySignature({ ...request, query }, { findCredentials: () => CREDENTIALS }, RULES).outcome;
}

const text = fc.string({
  unit: fc.constantFrom(..."aZ09-._~!'()*%/+=&;,:@$ \u00e9\u1234\u{1f600}"),
  maxLength: 8,
});
const encoded = text.map(encodeURIComponent);
const path = fc.array(fc.oneof(encoded, fc.constantFrom(".", "..", "")), { maxLength: 5 });
const query = fc.array(
  fc.tuple(
    encoded.filter((name) => name !== ""),
    encoded,
  ),
  { maxLength: 4 },
);
const value = fc.string({ unit: fc.constantFrom(...'aZ09 \t,;="'), maxLength: 12 });
const headers = fc.uniqueArray(fc.tuple(fc.constantFrom("x-a", "x-b", "accept"), value), {
  selector: ([name]) => name,
});

const request = fc.record({
  method: fc.constantFrom("GET", "POST", "DELETE"),
  path: path.map((segments) => `/${segments.join("/")}`),
  query: query.map((pairs) => pairs.map((pair) => pair.join("=")).join("&")),
  headers: headers as fc.Arbitrary<HeaderField[]>,
  body: fc.uint8Array({ maxLength: 8 }),
});

const signing = { credentials: KEY, at: NOW };

describe("a signature", () => {
  it("of any request is verified", () =>
    fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, headers, body }) => {
        const signed = await signedRequest(`${method} ${path}?${query}`, signing, { headers, body });
        expect(outcomeOf(signed)).toBe("verified");
      }),
    ));

  it("in the query string of any request is verified", () =>
    fc.assert(
      fc.asyncProperty(request, async ({ method, path, query }) => {
        const signed = await presignedRequest(`${method} ${path}?${query}`, signing, 60);
        expect(outcomeOf(signed)).toBe("verified");
      }),
    ));

  it("of another query is not", () =>
    fc.assert(
      fc.asyncProperty(request, query, async ({ method, path, query }, other) => {
        const rawQuery = other.map((pair) => pair.join("=")).join("&");
        fc.pre(pairsOf(rawQuery) !== pairsOf(query));
        const signed = await signedRequest(`${method} ${path}?${query}`, signing);
        expect(outcomeOf({ ...signed, rawQuery })).toBe("invalid");
      }),
    ));

  it("of another body is not", () =>
    fc.assert(
      fc.asyncProperty(request, fc.uint8Array({ maxLength: 8 }), async ({ method, path, body }, other) => {
        fc.pre(Buffer.compare(body, other) !== 0);
        const signed = await signedRequest(`${method} ${path}`, signing, { body });
        expect(outcomeOf({ ...signed, body: other })).toBe("invalid");
      }),
    ));
});

/** The order of parameters is not part of a signature. */
function pairsOf(rawQuery: string): string {
  return JSON.stringify(
    parseTarget("/", rawQuery)
      ?.query.map((pair) => JSON.stringify(pair))
      .toSorted(),
  );
}
