import { describe, expect, it } from "vitest";
import { FORMAT_2 } from "../test/documented-events.ts";
import { DEV, httpEvent2 } from "../test/events.ts";
import { AuthorizerFault } from "./errors.ts";
import { calledRoute } from "./event-kind.ts";
import { type HttpRoute, httpRoute } from "./http-route.ts";

const HTTP = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default/";

const read = (event: object, isCached = false): HttpRoute =>
  httpRoute({ ...event }, calledRoute({ ...event }), isCached);

/** The event with other properties in `requestContext.http`. */
function withHttp(http: object, event: ReturnType<typeof httpEvent2> = httpEvent2()) {
  const { requestContext } = event;
  return { ...event, requestContext: { ...requestContext, http: { ...requestContext.http, ...http } } };
}

describe("the request that a simple response decides", () => {
  it.each<[string, object, string]>([
    ["a named stage", httpEvent2(), `${DEV}GET/petstore/v1/pets`],
    ["the stage `$default`", httpEvent2({ prefix: HTTP }), `${HTTP}GET/petstore/v1/pets`],
    ["a path with a slash at its end, which is kept", httpEvent2({ path: "/pets/" }), `${DEV}GET/pets/`],
    ["the root", httpEvent2({ path: "/" }), `${DEV}GET/`],
    ["an encoded path, which is kept", httpEvent2({ path: "/a%2Fb" }), `${DEV}GET/a%2Fb`],
    ["another verb", httpEvent2({ method: "DELETE" }), `${DEV}DELETE/petstore/v1/pets`],
  ])("in %s is that of `routeArn`", (_, event, routeArn) => {
    expect(read(event).routeArn).toBe(routeArn);
  });

  it("has the condition keys that API Gateway knows of it", () => {
    const event = { ...httpEvent2(), headers: { referer: "https://example.com/", "user-agent": "forged" } };
    expect(read(event).context).toEqual({
      "aws:SecureTransport": "true",
      "aws:SourceIp": "192.0.2.10",
      "aws:UserAgent": "agent",
      "aws:Referer": "https://example.com/",
    });
  });

  it.each<[string, object]>([
    ["undefined", { userAgent: undefined }],
    ["empty", { userAgent: "" }],
    ["a list", { userAgent: ["agent"] }],
  ])("has no user agent where it is %s", (_, http) => {
    expect(read(withHttp(http)).context).toEqual({
      "aws:SecureTransport": "true",
      "aws:SourceIp": "192.0.2.10",
    });
  });

  it.each<[string, object]>([
    ["an address of the sixth version", withHttp({ sourceIp: "2001:db8::1" })],
    ["more than is known", { ...httpEvent2(), addedNextYear: true }],
  ])("may have %s", (_, event) => {
    expect(() => read(event)).not.toThrow();
  });

  it.each<[string, object]>([
    ["the documented event, whose values do not fit", FORMAT_2],
    ["another method than in `routeArn`", withHttp({ method: "POST" })],
    ["a part of the method", withHttp({ method: "GE" })],
    ["the method in lower case", withHttp({ method: "get" })],
    ["no method", withHttp({ method: undefined })],
    ["an empty method", withHttp({ method: "" })],
    ["the route `$default` for a method", { ...httpEvent2(), routeArn: `${HTTP}$default` }],
    ["`ANY` for a method", { ...httpEvent2(), routeArn: `${DEV}ANY/petstore/v1/pets` }],
    ["no address", withHttp({ sourceIp: undefined })],
    ["a network for an address", withHttp({ sourceIp: "192.0.2.0/24" })],
    ["two addresses", withHttp({ sourceIp: "192.0.2.10, 198.51.100.1" })],
    ["no context", { ...httpEvent2(), requestContext: null }],
    ["a context without `http`", { ...httpEvent2(), requestContext: { http: "GET" } }],
  ])("cannot have %s", (_, event) => {
    expect(() => read(event)).toThrow(AuthorizerFault);
    expect(() => read(event)).toThrow(/^authorizer event: expected `(routeArn|sourceIp)`/);
  });
});

describe("a decision that is cached", () => {
  const keyed = (...identitySource: unknown[]) => httpEvent2({ authorization: "Bearer aaa", identitySource });
  const [method, path, address] = ["GET", "/dev/petstore/v1/pets", "192.0.2.10"];

  it.each<[string, object]>([
    ["in order", keyed("Bearer aaa", method, path, address)],
    ["in another order", keyed(address, path, method, "Bearer aaa")],
    ["the path of `rawPath`", { ...keyed(method, "/petstore", address), rawPath: "/petstore" }],
  ])("is kept by method, path and address: %s", (_, event) => {
    expect(() => read(event, true)).not.toThrow();
  });

  it.each<[string, object]>([
    ["the method", keyed("Bearer aaa", path, address)],
    ["the path", keyed("Bearer aaa", method, address)],
    ["the address", keyed("Bearer aaa", method, path)],
    ["all but the credential", keyed("Bearer aaa")],
    ["all", keyed()],
    ["everything, for it is null", httpEvent2({ identitySource: null })],
    ["everything, for it is text", httpEvent2({ identitySource: [method, path, address].join() })],
    [
      "a path that the event lacks",
      { ...withHttp({ path: undefined }, keyed(method, address)), rawPath: undefined },
    ],
  ])("is refused where the identity sources leave out %s", (_, event) => {
    expect(() => read(event, true)).toThrow("expected `identitySource` to hold method, path and address");
    if (!("rawPath" in event) || event.rawPath !== undefined) expect(() => read(event)).not.toThrow();
  });
});
