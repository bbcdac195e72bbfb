import { describe, expect, it } from "vitest";
import { convertRequestBody, convertResponseBody } from "./body-conversion.ts";

const PNG = Buffer.from([0x89, 0x50, 0xff]);
const PNG_BASE64 = Buffer.from("iVD/");
const TEXT = Buffer.from("text");
const DECODED_TEXT = Buffer.from("text", "base64");
const BINARY = ["image/png"];

describe("a request's body", () => {
  it.each([
    ["text", TEXT, "text/plain", [], undefined, TEXT],
    ["text", TEXT, "text/plain", [], "CONVERT_TO_BINARY", DECODED_TEXT],
    ["text", TEXT, "text/plain", [], "CONVERT_TO_TEXT", TEXT],
    ["text", TEXT, "text/plain", BINARY, undefined, TEXT],
    ["text", TEXT, "text/plain", BINARY, "CONVERT_TO_BINARY", DECODED_TEXT],
    ["text", TEXT, "text/plain", BINARY, "CONVERT_TO_TEXT", TEXT],
    ["binary", PNG, "image/png", BINARY, undefined, PNG],
    ["binary", PNG, "image/png", BINARY, "CONVERT_TO_BINARY", PNG],
    ["binary", PNG, "image/png", BINARY, "CONVERT_TO_TEXT", PNG_BASE64],
    ["binary", PNG, "image/png", [], undefined, Buffer.from(PNG.toString("utf8"))],
    ["text", Buffer.from("a-b"), "text/plain", [], "CONVERT_TO_BINARY", undefined],
  ] as const)("%s %s of %s with %j and %s becomes %s", (_, body, type, types, handling, expected) => {
    const converted = convertRequestBody(body, type, types, handling);
    expect(converted && Buffer.from(converted)).toEqual(expected);
  });
});

describe("a response's body", () => {
  it.each([
    ["text", TEXT, "text/plain", "text/plain", [], TEXT],
    ["text", TEXT, "text/plain", "text/plain", BINARY, TEXT],
    ["text", TEXT, "text/plain", "image/png", BINARY, DECODED_TEXT],
    ["binary", PNG, "image/png", "text/plain", BINARY, PNG_BASE64],
    ["binary", PNG, "image/png", "image/png", BINARY, PNG],
    ["binary", PNG, "image/png", "image/png,text/html", BINARY, PNG],
    ["binary", PNG, "image/png", "text/html,image/png", BINARY, PNG_BASE64],
    ["binary", PNG, "image/png", "*/*", [], Buffer.from(PNG.toString("utf8"))],
    ["text", Buffer.from("{}"), "application/json", "image/png", BINARY, undefined],
    ["text", Buffer.from(""), "application/json", "image/png", BINARY, Buffer.from("")],
  ] as const)("%s %s of %s for a client that accepts %s with %j becomes %s", (...row) => {
    const [, body, type, accept, types, expected] = row;
    const converted = convertResponseBody(body, type, accept, types);
    expect(converted && Buffer.from(converted)).toEqual(expected);
  });
});
