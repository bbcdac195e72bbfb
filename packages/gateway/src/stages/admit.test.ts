import { describe, expect, it } from "vitest";
import { petstore, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

describe("what the front end refuses", () => {
  it.each([
    ["broken percent-encoding", "GET /dev/open%zz", {}],
    ["a control character in the path", "GET /dev/open\u0001", {}],
    ["broken percent-encoding in the query string", "GET /dev/open?a=%c3%28", {}],
    ["a target that is no path", "OPTIONS *", {}],
    ["a header with a line break", "GET /dev/open", { headers: [["A", "b\r\nc"] satisfies HeaderField] }],
    ["a header's name with a space", "GET /dev/open", { headers: [["A b", "c"] satisfies HeaderField] }],
  ])("%s", async (_, line, more) => {
    const { send, backend } = petstore();
    const response = await send(line, more);
    expect([response.status, text(response)]).toEqual([400, '{"message":"Bad Request"}']);
    expect(backend.events).toEqual([]);
  });

  it.each([
    [10_240, 200],
    [10_241, 431],
  ])("header values of %i bytes: %i", async (length, status) => {
    const { send } = petstore();
    const headers = ["a", "b".repeat(length - 1)].map((value): HeaderField => ["X", value]);
    expect((await send("GET /dev/open", { headers })).status).toBe(status);
  });

  it.each([
    [10_485_760, 200],
    [10_485_761, 413],
  ])("a payload of %i bytes: %i", async (length, status) => {
    const { send, backend } = petstore();
    const response = await send("POST /dev/open", { body: new Uint8Array(length) });
    expect(response.status).toBe(status);
    expect(backend.events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 413) expect(text(response)).toBe('{"message":"Request Too Long"}');
  });
});
