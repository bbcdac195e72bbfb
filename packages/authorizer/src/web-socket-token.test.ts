import { describe, expect, it } from "vitest";
import { connectEvent } from "../test/events.ts";
import type { Authorization } from "./authorization.ts";
import { type WebSocketTokenSource, webSocketAuthorization } from "./web-socket-token.ts";

const BEARER = (token: string): Authorization => ({ kind: "bearer", token });
const MISSING: Authorization = { kind: "missing" };
const AMBIGUOUS: Authorization = { kind: "ambiguous" };
const OTHER: Authorization = { kind: "other" };

const QUERY: WebSocketTokenSource = { queryParameter: "token" };
const SUBPROTOCOL: WebSocketTokenSource = { subprotocol: "bearer" };

const everywhere = connectEvent(
  { Authorization: "Bearer header", "Sec-WebSocket-Protocol": "bearer, offered" },
  { token: "queried" },
);

describe("the token of a WebSocket", () => {
  it.each<[WebSocketTokenSource, string]>([
    ["header", "header"],
    [QUERY, "queried"],
    [SUBPROTOCOL, "offered"],
  ])("is read where %j says, and nowhere else", (source, token) => {
    expect(webSocketAuthorization(everywhere, source)).toEqual(BEARER(token));
    expect(webSocketAuthorization(connectEvent(), source)).toEqual(MISSING);
    for (const other of ["header", QUERY, SUBPROTOCOL] as const) {
      if (other === source) continue;
      const event = only(other);
      expect(webSocketAuthorization(event, source)).toEqual(MISSING);
    }
  });
});

describe("a query parameter", () => {
  it.each<[string, object | null, object | null, Authorization]>([
    ["with a token", { token: "a.b.c" }, null, BEARER("a.b.c")],
    ["in both maps", { token: "a" }, { token: ["a"] }, BEARER("a")],
    ["that came twice", { token: "b" }, { token: ["a", "b"] }, AMBIGUOUS],
    ["in another case", { Token: "a" }, null, MISSING],
    ["that is empty", { token: "" }, null, MISSING],
    ["with a scheme", { token: "Bearer a" }, null, OTHER],
    ["with a line break", { token: "a\n" }, null, OTHER],
    ["that is too long", { token: "a".repeat(10_241) }, null, OTHER],
    ["that is a list", { token: ["a"] }, null, MISSING],
    ["that is inherited", Object.create({ token: "a" }), null, MISSING],
  ])("%s: %j, %j", (_, single, multiple, expected) => {
    const event = { ...connectEvent({}, single), multiValueQueryStringParameters: multiple };
    expect(webSocketAuthorization(event, QUERY)).toEqual(expected);
  });
});

describe("the offered subprotocols", () => {
  it.each<[unknown, Authorization]>([
    [["bearer, a.b-c_d"], BEARER("a.b-c_d")],
    [["bearer,a"], BEARER("a")],
    [["chat, bearer, a, superchat"], BEARER("a")],
    [["chat", "bearer, a"], BEARER("a")],
    [["bearer", "a"], BEARER("a")],
    [["a"], MISSING],
    [["a, bearer"], MISSING],
    [["bearer"], MISSING],
    [["bearer, "], MISSING],
    [["BEARER, a"], MISSING],
    [["bearer.x, a"], MISSING],
    [["bearer, a, bearer, b"], AMBIGUOUS],
    [["bearer, bearer"], AMBIGUOUS],
    [["bearer, Bearer a"], OTHER],
    [["bearer, a;b"], OTHER],
    [[1], MISSING],
    [[["bearer, a"]], MISSING],
    [[], MISSING],
  ])("%j", (values, expected) => {
    const event = { ...connectEvent(), multiValueHeaders: { "sec-websocket-protocol": values } };
    expect(webSocketAuthorization(event, SUBPROTOCOL)).toEqual(expected);
  });
});

function only(source: WebSocketTokenSource) {
  if (source === "header") return connectEvent({ Authorization: "Bearer a" });
  return "subprotocol" in source
    ? connectEvent({ "Sec-WebSocket-Protocol": "bearer, a" })
    : connectEvent({}, { token: "a" });
}
