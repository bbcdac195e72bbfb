/** A WebSocket API behind the authorizer itself: from the token to the connection. */
import { describe, expect, it } from "vitest";
import { UnauthorizedError } from "../../authorizer/src/index.ts";
import { CONNECT } from "../../authorizer/test/documented-events.ts";
import { itemOf, statementOf } from "../../authorizer/test/policies.ts";
import { createSystem, PRIVATE_CLAIMS, type SystemOptions } from "../../authorizer/test/system.ts";
import { epochSeconds } from "../../authorizer/test/user-pool.ts";
import { CHAT, type Chat, type ChatClient, connectTo, type Handshake, serveChat } from "./chat.ts";

const ITEMS = [
  itemOf("chatter", statementOf("Connect", "Allow", "$connect")),
  itemOf("reader", statementOf("Read", "Allow", "GET/petstore/v1/pets")),
  itemOf("everything", statementOf("All", "Allow", "*")),
  itemOf("caller", statementOf("Calls", "Allow", "*/*")),
  itemOf("suspended", statementOf("Suspended", "Deny", "*")),
  itemOf("office", {
    ...statementOf("Office", "Allow", "$connect"),
    Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } },
  }),
];

type Source = NonNullable<SystemOptions["webSocketToken"]>;

/** Where a client puts its token, and what API Gateway has to be told of that. */
const WAYS: readonly [string, Source, string, (token: string) => Handshake & { query?: string }][] = [
  [
    "the Authorization header",
    "header",
    "route.request.header.Authorization",
    (token) => ({ headers: [["Authorization", `Bearer ${token}`]] }),
  ],
  [
    "the query string",
    { queryParameter: "token" },
    "route.request.querystring.token",
    (token) => ({ headers: [], query: `?token=${token}` }),
  ],
  [
    "a subprotocol",
    { subprotocol: "lychgate" },
    "route.request.header.Sec-WebSocket-Protocol",
    (token) => ({ headers: [], protocols: ["lychgate", token] }),
  ],
];

function open(webSocketToken: Source, identitySource: string) {
  const system = createSystem({ items: ITEMS, webSocketToken });
  const events: unknown[] = [];
  const serve = async (event: unknown) => {
    events.push(event);
    const { body } = event as { body?: string };
    return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": "lychgate" }, body };
  };
  const authorizer = { ...CHAT.authorizers.gate, identitySource: [identitySource] };
  /** As the Lambda function does, whose message is all that API Gateway knows of an error. */
  const authorize = (event: unknown) =>
    system.authorize(event).catch((error: unknown) => {
      throw new Error(error instanceof UnauthorizedError ? "Unauthorized" : "a fault");
    });
  const functions = { gate: authorize, chat: serve };
  return {
    system,
    events,
    api: serveChat({ document: { ...CHAT, authorizers: { gate: authorizer } }, functions }),
  };
}

async function enter(api: Chat, { query = "", ...handshake }: Handshake & { query?: string }) {
  const client = await connectTo(`ws://${api.host}/dev${query}`, handshake);
  return "socket" in client ? { status: 101, client } : { status: client.status };
}

describe("the event of $connect", () => {
  it("has the members of the documented one", async () => {
    const events: Record<string, unknown>[] = [];
    const gate = async (event: unknown) => {
      events.push(event as Record<string, unknown>);
      throw new Error("Unauthorized");
    };
    await using chat = await serveChat({ functions: { gate, chat: async () => ({}) } });
    await enter(chat, {
      headers: [
        ["HeaderAuth1", "headerValue1"],
        ["Authorization", "x"],
      ],
      query: "?QueryString1=queryValue1",
    });
    const [event = {}] = events;
    expect(Object.keys(event).sort()).toEqual(Object.keys(CONNECT).sort());
    expect(Object.keys(event.requestContext ?? {}).sort()).toEqual(
      Object.keys(CONNECT.requestContext).sort(),
    );
    expect(Object.keys(event.headers ?? {})).toEqual(expect.arrayContaining(Object.keys(CONNECT.headers)));
    expect(event).toMatchObject({
      queryStringParameters: CONNECT.queryStringParameters,
      multiValueQueryStringParameters: CONNECT.multiValueQueryStringParameters,
      stageVariables: CONNECT.stageVariables,
    });
  });
});

describe.each(WAYS)("a client with its token in %s", (_, source, identitySource, way) => {
  it("is connected, chats, and is known by its claims", async () => {
    const { system, events, api } = open(source, identitySource);
    await using chat = await api;
    const { client } = await enter(chat, way(system.tokenFor(["chatter"])));
    client?.socket.send('{"action":"echo","text":"hi"}');
    await chat.logged(2);
    expect(await (client as ChatClient).take()).toEqual(['{"action":"echo","text":"hi"}']);
    expect(client?.socket.protocol).toBe(
      typeof source === "object" && "subprotocol" in source ? "lychgate" : "",
    );
    expect(events.at(-1)).toMatchObject({
      requestContext: {
        routeKey: "echo",
        authorizer: { username: PRIVATE_CLAIMS.username, groups: "chatter" },
      },
    });
    expect(chat.entries[0]).toMatchObject({ status: 101, decision: "allowed", sids: ["Connect"] });
  });

  it.each<[string[], number]>([
    [["everything"], 101],
    [["reader", "chatter"], 101],
    [["reader"], 403],
    [["caller"], 403],
    [["office"], 403],
    [["chatter", "suspended"], 403],
    [["unknown"], 403],
    [[], 403],
  ])("of the groups %j is answered %i", async (groups, status) => {
    const { system, events, api } = open(source, identitySource);
    await using chat = await api;
    expect(await enter(chat, way(system.tokenFor(groups)))).toMatchObject({ status });
    expect(events.length).toBe(status === 101 ? 1 : 0);
  });

  it("that has expired is 401", async () => {
    const { system, events, api } = open(source, identitySource);
    await using chat = await api;
    const expired = system.tokenFor(["chatter"], { exp: epochSeconds() - 60, iat: epochSeconds() - 3660 });
    expect(await enter(chat, way(expired))).toEqual({ status: 401 });
    expect(events).toEqual([]);
  });

  it("that is none is 403", async () => {
    const { events, api } = open(source, identitySource);
    await using chat = await api;
    expect(await enter(chat, way("x.y.z"))).toEqual({ status: 403 });
    expect(events).toEqual([]);
  });

  it("that is missing is 401, and the authorizer is not asked", async () => {
    const { system, events, api } = open(source, identitySource);
    await using chat = await api;
    expect(await enter(chat, { headers: [] })).toEqual({ status: 401 });
    expect([system.log, events]).toEqual([[], []]);
  });

  it("that is elsewhere is 401", async () => {
    const { system, api } = open(source, identitySource);
    await using chat = await api;
    const token = system.tokenFor(["chatter"]);
    for (const [, other, , wayOfOther] of WAYS) {
      if (other === source) continue;
      expect(await enter(chat, wayOfOther(token))).toEqual({ status: 401 });
    }
  });
});
