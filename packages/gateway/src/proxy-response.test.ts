import { describe, expect, it } from "vitest";
import { readProxyResponse } from "./proxy-response.ts";

const JSON_TYPE = ["Content-Type", "application/json"];

describe("a proxy response", () => {
  it.each([
    ["an integer status", { statusCode: 201 }, 201],
    ["a numeric text as status", { statusCode: "404" }, 404],
    ["no status", {}, 200],
  ])("has %s", (_, result, status) => {
    expect(readProxyResponse(result, false)?.status).toBe(status);
  });

  it.each([
    ["no headers", {}, [JSON_TYPE]],
    ["null for headers", { headers: null, multiValueHeaders: null }, [JSON_TYPE]],
    ["a type of its own", { headers: { "content-type": "text/plain" } }, [["content-type", "text/plain"]]],
    ["scalars", { headers: { A: 1, B: true } }, [JSON_TYPE, ["A", "1"], ["B", "true"]]],
    [
      "both maps, with a pair that is in both",
      { headers: { A: "1", B: "2" }, multiValueHeaders: { a: ["1", "3"] } },
      [JSON_TYPE, ["a", "1"], ["a", "3"], ["B", "2"]],
    ],
    [
      "headers of the connection and of the gateway, which are left out",
      {
        headers: {
          Connection: "close",
          "transfer-encoding": "chunked",
          "Content-Length": 9,
          "X-Amzn-RequestId": "x",
        },
      },
      [JSON_TYPE],
    ],
    [
      "a header named like a prototype",
      JSON.parse('{"headers":{"__proto__":"x"}}'),
      [JSON_TYPE, ["__proto__", "x"]],
    ],
  ])("has %s", (_, result, headers) => {
    expect(readProxyResponse(result, false)?.headers).toEqual(headers);
  });

  it.each([
    ["text", { body: "caf\u00e9" }, false, "caf\u00e9"],
    ["nothing", {}, false, ""],
    ["null", { body: null }, false, ""],
    ["base64, decoded for a client that accepts binary", { body: "aGk=", isBase64Encoded: true }, true, "hi"],
    ["base64, left as it is for another", { body: "aGk=", isBase64Encoded: true }, false, "aGk="],
    ["text for a client that accepts binary", { body: "aGk=", isBase64Encoded: false }, true, "aGk="],
  ])("has a body of %s", (_, result, binary, body) => {
    expect(Buffer.from(readProxyResponse(result, binary)?.body ?? []).toString()).toBe(body);
  });

  it.each([
    ["null", null],
    ["text", "hi"],
    ["a list", []],
    ["an unknown field", { statusCode: 200, errorMessage: "x" }],
    ["a status in words", { statusCode: "ok" }],
    ["a fraction as status", { statusCode: 200.5 }],
    ["an informational status", { statusCode: 101 }],
    ["a status out of range", { statusCode: 600 }],
    ["an object as body", { body: {} }],
    ["a number as body", { body: 1 }],
    ["text as isBase64Encoded", { isBase64Encoded: "true" }],
    ["a list as headers", { headers: ["a"] }],
    ["a list as a header", { headers: { a: ["b"] } }],
    ["null as a header", { headers: { a: null } }],
    ["text as a multi-value header", { multiValueHeaders: { a: "b" } }],
    ["a line break in a header", { headers: { a: "b\r\nSet-Cookie: c=d" } }],
    ["a header's name with a space", { headers: { "a b": "c" } }],
  ])("is malformed with %s", (_, result) => {
    expect(readProxyResponse(result, false)).toBeUndefined();
  });
});
