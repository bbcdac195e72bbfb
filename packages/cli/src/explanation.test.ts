import { explain } from "@lychgate/evaluation";
import { describe, expect, it } from "vitest";
import { createRepository } from "../test/temp-repository.ts";
import { formatExplanation, type RequestOptions, requestFor } from "./explanation.ts";
import { loadRepository } from "./repository.ts";

const repository = loadRepository(createRepository().root);
const [policy] = repository.policies;

function explained(method: string, path: string, options: RequestOptions = { ip: "192.0.2.10" }): string[] {
  if (!policy) throw new Error("expected a policy");
  const { prepared, request, operation } = requestFor(repository, policy, { method, path, options });
  return formatExplanation(explain(prepared, request), { policy, method, path, operation }).split("\n");
}

describe("an explanation", () => {
  it("names the verdict, the operation, and each statement with its place", () => {
    expect(explained("GET", "/things/1")).toEqual([
      "readers: GET /things/1: allowed",
      "  route GET /things/{thingId}",
      "  ✗ Allow ReadList  policies/readers.ts:5  another route",
      "  ✓ Allow ReadOne  policies/readers.ts:6",
    ]);
  });

  it("says which condition was not met, and with what", () => {
    expect(explained("GET", "/things/1", { ip: "203.0.113.10" })).toEqual([
      "readers: GET /things/1: denied: no statement allows it",
      "  route GET /things/{thingId}",
      "  ✗ Allow ReadList  policies/readers.ts:5  another route",
      "  ✗ Allow ReadOne  policies/readers.ts:6  IpAddress aws:SourceIp 192.0.2.0/24, the request has 203.0.113.10",
    ]);
  });

  it("says that no API has the route", () => {
    expect(explained("GET", "/nothing").slice(0, 2)).toEqual([
      "readers: GET /nothing: denied: no statement allows it",
      "  no API has this route: API Gateway answers 403 Missing Authentication Token",
    ]);
  });
});

describe("a request to ask about", () => {
  const contextOf = (options: RequestOptions) => {
    if (!policy) throw new Error("expected a policy");
    return requestFor(repository, policy, { method: "GET", path: "/things", options }).request.context;
  };

  it("has the context that API Gateway would give it", () => {
    expect(contextOf({ ip: "2001:db8::1", time: "2026-11-03T10:15:30.500Z", userAgent: "curl/8" })).toEqual({
      "aws:SourceIp": "2001:db8::1",
      "aws:CurrentTime": "2026-11-03T10:15:30.500Z",
      "aws:EpochTime": "1793700930",
      "aws:SecureTransport": "true",
      "aws:UserAgent": "curl/8",
    });
  });

  it("has no user agent unless one is given", () => {
    expect(contextOf({ ip: "192.0.2.10" })).not.toHaveProperty("aws:UserAgent");
  });

  it.each([
    ["an address that is none", { ip: "192.0.2" }, "--ip: expected an IP address, got `192.0.2`"],
    ["a range", { ip: "192.0.2.0/24" }, "--ip: expected an IP address"],
    [
      "a time that is none",
      { ip: "192.0.2.10", time: "noon" },
      "--time: expected an ISO 8601 date, got `noon`",
    ],
  ])("is refused with %s", (_, options, message) => {
    expect(() => contextOf(options)).toThrow(message);
  });

  it.each([
    ["GET", "things"],
    ["GET", "/things/1?all"],
    ["GET", "/a thing"],
    ["GET", ""],
    ["", "/things"],
    ["get", "/things"],
    ["G/ET", "/things"],
    ["*", "/things"],
  ])("is refused when it is none: `%s %s`", (method, path) => {
    expect(() => explained(method, path)).toThrow("expected a verb and a path such as");
  });
});
