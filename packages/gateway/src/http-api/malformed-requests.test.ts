/** Malformed requests over a socket: each gets an answer or a closed connection, and none passes the authorizer. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { httpContract, httpOperation, httpPetstore } from "../../test/http-petstore.ts";
import { type MalformedRequest, malformedRequest, randomFrom } from "../../test/malformed-requests.ts";
import { sendRaw } from "../../test/raw-client.ts";
import { createRequestListener } from "../request-listener.ts";

/** `LYCHGATE_FUZZ_CASES=200000 LYCHGATE_FUZZ_SEED=7` looks further. */
const CASES = Number(process.env.LYCHGATE_FUZZ_CASES ?? 500);
const SEED = Number(process.env.LYCHGATE_FUZZ_SEED ?? 20_261_121);
const AT_ONCE = 25;

const TOKEN = "Bearer the only one that is good";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Every route is behind the authorizer, which allows one token. */
function closedApi() {
  const any = "x-amazon-apigateway-any-method";
  const paths = {
    "/": { [any]: httpOperation() },
    "/dev/{proxy+}": { [any]: httpOperation({ payloadFormatVersion: "1.0" }) },
    "/$default": { [any]: httpOperation({}, { isDefaultRoute: true }) },
  };
  return httpPetstore({
    document: httpContract({ enableSimpleResponses: true }, { paths }),
    authorize: ({ headers }) => ({
      isAuthorized: (headers as Record<string, string>).authorization === TOKEN,
    }),
  });
}

async function listen({ gateway }: ReturnType<typeof closedApi>): Promise<number> {
  const server = createServer(createRequestListener(gateway, { sourceIp: "192.0.2.10" }));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const GOOD: MalformedRequest = {
  kind: "good",
  parts: [
    Buffer.from(`GET /pets HTTP/1.1\r\nHost: x\r\nAuthorization: ${TOKEN}\r\nConnection: close\r\n\r\n`),
  ],
  ending: "wait",
};

/** An answer that lets nobody in. Only to a client that leaves, or sends half a request, it may be missing. */
function isRefusal(answer: string, { ending }: MalformedRequest): boolean {
  return /^HTTP\/1\.1 [45][0-9]{2} /.test(answer) || (answer === "" && ending !== "wait");
}

describe("a malformed request to an HTTP API", () => {
  it(
    `is refused or closed, and the next is served (${CASES} cases, seed ${SEED})`,
    async () => {
      const api = closedApi();
      const port = await listen(api);
      const random = randomFrom(SEED);
      let rounds = 0;
      for (let at = 0; at < CASES; at += AT_ONCE) {
        const requests = Array.from({ length: Math.min(AT_ONCE, CASES - at) }, () =>
          malformedRequest(random),
        );
        const answers = await Promise.all(requests.map((request) => sendRaw(port, request)));
        const wrong = requests.flatMap((request, index) => {
          const answer = answers[index] ?? "";
          if (isRefusal(answer, request)) return [];
          return [`${request.kind}: ${Buffer.concat(request.parts).toString("base64")} got ${answer}`];
        });
        expect(wrong).toEqual([]);
        expect(await sendRaw(port, GOOD)).toMatch(/^HTTP\/1\.1 200 /);
        rounds += 1;
      }
      expect(api.backend.events.length).toBe(rounds);
    },
    30_000 + CASES * 20,
  );
});
