import { describe, expect, it } from "vitest";
import { API, EVERYTHING, header, petstore, result, statement, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

const PETS = "GET /dev/petstore/v1/pets";
const IMPLICIT = '{"Message":"User is not authorized to access this resource"}';
const EXPLICIT = '{"Message":"User is not authorized to access this resource with an explicit deny"}';

describe("the answer to a policy", () => {
  const pets = `${API}/GET/petstore/v1/pets`;
  it.each([
    ["that allows the method", [statement("Allow", pets)], 200, "pets"],
    ["that allows another", [statement("Allow", `${API}/POST/petstore/v1/pets`)], 403, IMPLICIT],
    ["that denies it", [statement("Deny", pets)], 403, EXPLICIT],
    ["that allows and denies it", [statement("Allow", EVERYTHING), statement("Deny", pets)], 403, EXPLICIT],
    ["that allows another API", [statement("Allow", pets.replace("abcdef1234", "other"))], 403, IMPLICIT],
    ["that allows another stage", [statement("Allow", pets.replace("dev", "prod"))], 403, IMPLICIT],
    [
      "that allows all but it",
      [{ Effect: "Allow", Action: "execute-api:*", NotResource: pets }],
      403,
      IMPLICIT,
    ],
    [
      "that allows another action",
      [{ Effect: "Allow", Action: "execute-api:InvalidateCache", Resource: pets }],
      403,
      IMPLICIT,
    ],
  ])("%s", async (_, statements, status, body) => {
    const { send, backend } = petstore({ authorize: () => result(statements) });
    const response = await send(PETS);
    expect([response.status, text(response)]).toEqual([status, body]);
    expect(backend.events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 403) expect(header(response, "x-amzn-ErrorType")).toBe("AccessDeniedException");
  });

  it("names an explicit Deny in the words of the option", async () => {
    const { send } = petstore({
      authorize: () => result([statement("Deny", EVERYTHING)]),
      options: { explicitDenySuffix: " with an explicit deny in an identity-based policy" },
    });
    expect(text(await send(PETS))).toContain("explicit deny in an identity-based policy");
  });

  it("is not asked for where nothing is authorized", async () => {
    const { send, authorizer } = petstore({ authorize: () => result([statement("Deny", EVERYTHING)]) });
    expect((await send("GET /dev/open")).status).toBe(200);
    expect(authorizer.events).toEqual([]);
  });
});

describe("a cached policy", () => {
  it("is evaluated against each path", async () => {
    const { send, authorizer } = petstore({
      authorize: () => result([statement("Allow", `${API}/GET/petstore/v1/*`)]),
    });
    const lines = [
      PETS,
      "GET /dev/petstore/v2/status",
      "POST /dev/petstore/v1/pets",
      "GET /dev/petstore/v1/pets/1",
    ];
    const statuses = [];
    for (const line of lines) statuses.push((await send(line)).status);
    expect(statuses).toEqual([200, 403, 403, 200]);
    expect(authorizer.events).toHaveLength(1);
  });

  it("is evaluated against each source address", async () => {
    const clinic = { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } };
    const { send, authorizer } = petstore({
      authorize: () => result([statement("Allow", EVERYTHING, clinic)]),
    });
    expect((await send(PETS)).status).toBe(200);
    expect((await send(PETS, { sourceIp: "203.0.113.10" })).status).toBe(403);
    expect(authorizer.events).toHaveLength(1);
  });

  it("is evaluated at each time, so that it cannot outlive the token", async () => {
    let now = 1_000_000;
    const expired = { Condition: { NumericGreaterThanEquals: { "aws:EpochTime": "1010" } } };
    const { send, authorizer } = petstore({
      clock: () => now,
      authorize: () => result([statement("Allow", EVERYTHING), statement("Deny", EVERYTHING, expired)]),
    });
    expect((await send(PETS)).status).toBe(200);
    now = 1_010_000;
    expect(text(await send(PETS))).toBe(EXPLICIT);
    expect(authorizer.events).toHaveLength(1);
  });
});

describe("a condition can rest on", () => {
  const sent: HeaderField[] = [
    ["User-Agent", "curl/8"],
    ["Referer", "https://example.com/"],
  ];
  it.each([
    ["the source address", { IpAddress: { "aws:SourceIp": "192.0.2.10" } }, [], 200],
    ["an address that a header claims", { IpAddress: { "aws:SourceIp": "198.51.100.1" } }, [], 403],
    ["the time", { DateLessThan: { "aws:CurrentTime": "2024-08-02T23:34:44Z" } }, [], 200],
    ["a time that is over", { DateLessThan: { "aws:CurrentTime": "2024-08-02T23:34:43Z" } }, [], 403],
    ["the epoch", { NumericEquals: { "aws:EpochTime": "1722641683" } }, [], 200],
    ["transport security", { Bool: { "aws:SecureTransport": "true" } }, [], 200],
    ["the user agent", { StringEquals: { "aws:UserAgent": "curl/8" } }, sent, 200],
    ["no user agent", { Null: { "aws:UserAgent": "true" } }, [], 200],
    ["the referer", { StringLike: { "aws:Referer": "https://example.com/*" } }, sent, 200],
    ["no referer", { Null: { "aws:Referer": "true" } }, [], 200],
  ] satisfies [string, object, HeaderField[], number][])("%s", async (_, Condition, more, status) => {
    const { send } = petstore({
      clock: () => 1_722_641_683_000,
      authorize: () => result([statement("Allow", EVERYTHING, { Condition })]),
    });
    const headers: HeaderField[] = [["Authorization", "t"], ["X-Forwarded-For", "198.51.100.1"], ...more];
    expect((await send(PETS, { headers })).status).toBe(status);
  });
});
