import { describe, expect, it } from "vitest";
import { CONNECT_ARN, serveChat } from "../../test/chat.ts";
import {
  goodHandshake,
  KIND_NAMES,
  type MalformedHandshake,
  malformedHandshake,
} from "../../test/malformed-handshakes.ts";
import { randomFrom } from "../../test/malformed-requests.ts";
import { recorder, result, statement } from "../../test/petstore.ts";
import { sendRaw } from "../../test/raw-client.ts";

/** `LYCHGATE_FUZZ_CASES=200000 LYCHGATE_FUZZ_SEED=7` looks further. */
const CASES = Number(process.env.LYCHGATE_FUZZ_CASES ?? 1000);
const SEED = Number(process.env.LYCHGATE_FUZZ_SEED ?? 20_261_121);
const AT_ONCE = 25;

const TOKEN = "Bearer the only one that is good";

/** An answer that lets nobody in, or none to a client that leaves or sends half a request. */
function isExpected(answer: string, { connects }: MalformedHandshake): boolean {
  if (connects) return answer.startsWith("HTTP/1.1 101 ");
  return answer === "" || /^HTTP\/1\.1 [45][0-9]{2} /.test(answer);
}

describe("a malformed handshake or frame", () => {
  it(
    `is refused or closed, and the next is served (${CASES} cases, seed ${SEED})`,
    async () => {
      const backend = recorder(() => ({ statusCode: 200 }));
      const gate = async (event: unknown) => {
        const { headers } = event as { headers: Record<string, string> };
        return result([statement(headers.Authorization === TOKEN ? "Allow" : "Deny", CONNECT_ARN)]);
      };
      await using api = await serveChat({ functions: { gate, chat: backend.implementation } });
      const random = randomFrom(SEED);
      let connections = 0;
      for (let at = 0; at < CASES; at += AT_ONCE) {
        const length = Math.min(AT_ONCE, CASES - at);
        const malformed = Array.from({ length }, () => malformedHandshake(random, TOKEN));
        const answers = await Promise.all(malformed.map((each) => sendRaw(api.port, each)));
        const wrong = malformed.flatMap((each, index) => {
          const answer = answers[index] ?? "";
          if (isExpected(answer, each)) return [];
          return [
            `case ${at + index}, ${each.kind}: ${Buffer.concat(each.parts).toString("base64")} got ${answer}`,
          ];
        });
        expect(wrong).toEqual([]);
        const good = await sendRaw(api.port, { parts: [goodHandshake(TOKEN)], ending: "end" });
        expect(good).toMatch(/^HTTP\/1\.1 101 /);
        connections += 1 + malformed.filter(({ connects }) => connects).length;
      }
      const connects = backend.events.filter((event) => {
        return (event.requestContext as { eventType: string }).eventType === "CONNECT";
      });
      expect(connects.length).toBe(connections);
    },
    30_000 + CASES * 20,
  );

  it.each([
    ["of another version", "Version: 13", "Version: 8"],
    ["of two versions", "Version: 13", "Version: 13\r\nSec-WebSocket-Version: 13"],
    ["of a key that is none", "Key: A", "Key: "],
    ["of another protocol", "Upgrade: websocket", "Upgrade: h2c"],
  ])("%s is refused, and nobody is asked about its token", async (_, good, bad) => {
    const gate = recorder(() => result());
    const functions = { gate: gate.implementation, chat: async () => ({}) };
    await using api = await serveChat({ functions });
    const bytes = Buffer.from(goodHandshake(TOKEN).toString().replace(good, bad));
    expect(await sendRaw(api.port, { parts: [bytes], ending: "wait" })).toMatch(/^HTTP\/1\.1 400 /);
    expect(gate.events).toEqual([]);
  });

  it("of every kind is among them", () => {
    const random = randomFrom(SEED);
    const kinds = new Set(Array.from({ length: 1000 }, () => malformedHandshake(random, TOKEN).kind));
    expect([...kinds].sort()).toEqual([...KIND_NAMES].sort());
  });
});
