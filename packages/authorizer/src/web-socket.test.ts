import { describe, expect, it } from "vitest";
import { connectEvent, DEV, httpEvent1, httpEvent2, requestEvent } from "../test/events.ts";
import { itemOf, statementOf } from "../test/policies.ts";
import { createSystem } from "../test/system.ts";
import { denyFrom } from "./bound-policy.ts";
import type { WebSocketTokenSource } from "./web-socket-token.ts";

const CONNECTOR = itemOf("connector", statementOf("Connect", "Allow", "$connect"));
const OWNER = itemOf("pet-owner", statementOf("Pets", "Allow", "GET/petstore/v1/pets"));
const EXPIRES = 2_000_000_000;

/** So many routes that the result with them weighs more than 8 KB however it is written. */
const LARGE = itemOf(
  "large",
  ...Array.from({ length: 150 }, (_, index) => statementOf(`Path${index}`, "Allow", `GET/path/${index}`)),
);

const system = (webSocketToken: WebSocketTokenSource) =>
  createSystem({ items: [CONNECTOR, OWNER, LARGE], webSocketToken });

describe("a client that connects to a WebSocket API", () => {
  it.each<[WebSocketTokenSource, (token: string) => object]>([
    ["header", (token) => connectEvent({ authorization: `Bearer ${token}` })],
    [{ queryParameter: "token" }, (token) => connectEvent({}, { token })],
    [{ subprotocol: "bearer" }, (token) => connectEvent({ "Sec-WebSocket-Protocol": `bearer, ${token}` })],
  ])("with a token in %j gets its groups' policy until the token expires", async (source, eventOf) => {
    const { authorize, tokenFor } = system(source);
    const { policyDocument } = await authorize(eventOf(tokenFor(["connector"], { exp: EXPIRES })));
    expect(policyDocument.Statement).toEqual([
      { Sid: "Connect", Effect: "Allow", Action: ["execute-api:Invoke"], Resource: [`${DEV}$connect`] },
      denyFrom(EXPIRES),
    ]);
  });

  it.each<[WebSocketTokenSource]>([["header"], [{ queryParameter: "token" }], [{ subprotocol: "bearer" }]])(
    "without a token in %j is told to authenticate, wherever else it has one",
    async (source) => {
      const { authorize, tokenFor } = system(source);
      const token = tokenFor(["connector"]);
      const event =
        source === "header"
          ? connectEvent({ "Sec-WebSocket-Protocol": `bearer, ${token}` }, { token })
          : connectEvent({ Authorization: `Bearer ${token}` });
      await expect(authorize(event)).rejects.toMatchObject({ reason: "TokenMissing" });
    },
  );

  it("gets a policy that says nothing of `$connect` where its groups do not", async () => {
    const { authorize, tokenFor } = system("header");
    const { policyDocument } = await authorize(
      connectEvent({ authorization: `Bearer ${tokenFor(["pet-owner"])}` }),
    );
    expect(policyDocument.Statement.flatMap(({ Resource }) => Resource)).toEqual([
      `${DEV}GET/petstore/v1/pets`,
      "*",
    ]);
    expect(policyDocument.Statement.map(({ Effect }) => Effect)).toEqual(["Allow", "Deny"]);
  });

  it("gets no result of more than 8 KB, which WebSocket APIs alone refuse", async () => {
    const { authorize, tokenFor, log } = system("header");
    const event = (groups: string[]) => connectEvent({ authorization: `Bearer ${tokenFor(groups)}` });
    await expect(authorize(event(["large"]))).rejects.toMatchObject({ code: "ResultTooLarge" });
    expect(log).toEqual([
      {
        reason: "ResultTooLarge",
        message: expect.stringMatching(/^expected statements of at most \d+ bytes, got \d+, or \d+/),
      },
    ]);
    await expect(authorize(event(["connector"]))).resolves.toHaveProperty("policyDocument");
    const authorization = `Bearer ${tokenFor(["large"])}`;
    for (const other of [
      requestEvent({ authorization }),
      httpEvent1({ authorization }),
      httpEvent2({ authorization }),
    ])
      await expect(authorize(other)).resolves.toHaveProperty("policyDocument");
  });
});
