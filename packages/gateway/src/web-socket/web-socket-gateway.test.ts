import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { CHAT, CONNECT_ARN, connected, connectTo, OPEN_CHAT, serveChat } from "../../test/chat.ts";
import { createFakeTime } from "../../test/chat-run.ts";
import { result, statement } from "../../test/petstore.ts";
import { createWebSocketGateway, readWebSocketDefinition } from "../index.ts";

const chat = async () => ({ statusCode: 200 });

const ALLOW = statement("Allow", CONNECT_ARN, { Sid: "Connect" });

/** A result of so many bytes. */
function resultOf(bytes: number): object {
  const empty = result([ALLOW], { context: { filling: "" } });
  return result([ALLOW], { context: { filling: "x".repeat(bytes - JSON.stringify(empty).length) } });
}

describe("a WebSocket gateway", () => {
  it.each([
    [8192, 101],
    [8193, 500],
  ])("takes an authorizer's result of %i bytes for %i", async (bytes, status) => {
    await using api = await serveChat({ functions: { chat, gate: async () => resultOf(bytes) } });
    const client = await connectTo(`ws://${api.host}/dev`);
    expect("socket" in client ? 101 : client.status).toBe(status);
    expect(api.log).toMatchObject(
      status === 101
        ? []
        : [{ reason: "AuthorizerResultInvalid", detail: "expected at most 8192 bytes, came 8193" }],
    );
  });

  it.each([
    [4096, 101],
    [4097, 414],
  ])("takes a URL of %i characters for %i", async (length, status) => {
    await using api = await serveChat({ document: OPEN_CHAT, functions: { chat } });
    const start = "wss://abcdef1234.execute-api.eu-west-1.amazonaws.com/dev?a=";
    const client = await connectTo(`ws://${api.host}/dev?a=${"x".repeat(length - start.length)}`);
    expect("socket" in client ? 101 : client.status).toBe(status);
  });

  it("logs who connected and why, and nothing of what they sent", async () => {
    await using api = await serveChat({ functions: { chat, gate: async () => result([ALLOW]) } });
    const { socket, closed } = await connected(`ws://${api.host}/dev?room=secret`, {
      headers: [["Authorization", "Bearer secret"]],
    });
    socket.send("secret");
    socket.send('{"action":"echo","text":"secret"}');
    await api.logged(3);
    socket.close(1000);
    await closed;
    await api.logged(4);
    const [first] = api.entries;
    const more = { connectionId: first?.connectionId, principalId: "ann" };
    expect(first).toMatchObject({
      ...more,
      routeKey: "$connect",
      status: 101,
      decision: "allowed",
      sids: ["Connect"],
    });
    expect(api.entries.slice(1)).toMatchObject([
      { ...more, routeKey: "$default", status: 200, decision: null, sids: [] },
      { ...more, routeKey: "echo", status: 200 },
      { ...more, routeKey: "$disconnect", status: 1000 },
    ]);
    expect(first?.connectionId).toMatch(/^[\w-]{15}=$/);
    expect(JSON.stringify([api.entries, api.log])).not.toContain("secret");
  });

  it("logs who was refused", async () => {
    const deny = async () => result([statement("Deny", "*", { Sid: "Nobody" })]);
    await using api = await serveChat({ functions: { chat, gate: deny } });
    const answer = await connectTo(`ws://${api.host}/dev`);
    expect(answer).toMatchObject({ status: 403, headers: { "x-amzn-errortype": "ForbiddenException" } });
    expect(api.entries).toMatchObject([{ status: 403, decision: "explicitDeny", sids: ["Nobody"] }]);
  });

  it("serves messages at the same time", async () => {
    const { promise: slow, resolve: end } = Promise.withResolvers<void>();
    const functions = {
      chat: async (event: unknown) => {
        const { body } = event as { body?: string };
        if (body?.includes("slow")) await slow;
        return { statusCode: 200, body };
      },
    };
    await using api = await serveChat({ document: OPEN_CHAT, functions });
    const client = await connected(`ws://${api.host}/dev`);
    client.socket.send('{"action":"echo","is":"slow"}');
    client.socket.send('{"action":"echo","is":"fast"}');
    await api.logged(2);
    expect(await client.take()).toEqual(['{"action":"echo","is":"fast"}']);
    end();
    await api.logged(3);
    expect(await client.take()).toEqual(['{"action":"echo","is":"slow"}']);
  });

  it("tells a client that is lost while it connects from one that is connected", async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const functions = {
      chat: async () => {
        ask();
        await left;
        return { statusCode: 200 };
      },
    };
    await using api = await serveChat({ document: OPEN_CHAT, functions });
    const socket = connect(api.port, "127.0.0.1");
    socket.write(
      `GET /dev HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${"A".repeat(22)}==\r\n\r\n`,
    );
    await asked;
    socket.resetAndDestroy();
    await once(socket, "close");
    // The server hears of it before it hears of a request that was sent later.
    await fetch(`http://${api.host}/dev`);
    leave();
    await api.logged(2);
    expect(api.entries.at(-1)).toMatchObject({ routeKey: "$disconnect", status: 1006 });
  });

  it("closes its connections and its timers when it is closed", async () => {
    const time = createFakeTime();
    let timers = 0;
    const after = (milliseconds: number, callback: () => void) => {
      timers += 1;
      const stop = time.after(milliseconds, callback);
      return () => {
        timers -= 1;
        stop();
      };
    };
    await using api = await serveChat({ document: OPEN_CHAT, functions: { chat }, after });
    const clients = await Promise.all([1, 2, 3].map(() => connected(`ws://${api.host}/dev`)));
    await api.gateway.close();
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1001, 1001, 1001]);
    expect(timers).toBe(0);
  });

  it("ends connections whose client does not say goodbye", async () => {
    await using api = await serveChat({ document: OPEN_CHAT, functions: { chat } });
    const { socket, closed } = await connected(`ws://${api.host}/dev`);
    socket.pause();
    await api.gateway.close();
    socket.resume();
    await closed;
    expect(api.entries.at(-1)).toMatchObject({ routeKey: "$disconnect", status: 1001 });
  });

  it.each<[string, object, object, string]>([
    ["a function that is missing", CHAT, { chat }, "expected an implementation of the function `gate`"],
    [
      "signatures that nobody may make",
      { ...OPEN_CHAT, routes: { ...OPEN_CHAT.routes, $connect: { authorizationType: "AWS_IAM" } } },
      { chat },
      "expected IAM identities because `$connect` asks for signatures",
    ],
  ])("is not made with %s", (_, document, functions, message) => {
    const definition = readWebSocketDefinition(document);
    expect(() => createWebSocketGateway(definition, { functions: { ...functions } })).toThrow(message);
  });

  it("is not listened to from an address that is none", () => {
    const gateway = createWebSocketGateway(readWebSocketDefinition(OPEN_CHAT), { functions: { chat } });
    expect(() => gateway.upgradeListener({ sourceIp: "here" })).toThrow("expected an IP address");
  });
});
