import { describe, expect, it } from "vitest";
import { isFetched, isOwnPage } from "./own-page.ts";

const host = "127.0.0.1:4012";

describe("a request for the console's own pages", () => {
  it.each([
    ["a tool", true, {}],
    ["the console's page", true, { origin: `http://${host}`, "sec-fetch-site": "same-origin" }],
    ["the console's page that reads", true, { "sec-fetch-site": "same-origin" }],
    ["an address that was typed", true, { "sec-fetch-site": "none" }],
    ["a page of another server of this machine", false, { origin: "http://127.0.0.1:3000" }],
    ["the same by another name", false, { origin: "http://localhost:4012" }],
    ["a script of another server of this machine", false, { "sec-fetch-site": "same-site" }],
    ["an image of a page from elsewhere", false, { "sec-fetch-site": "cross-site" }],
    ["a page without an origin of its own", false, { origin: "null" }],
  ])("from %s: %s", (_, isOwn, headers) => {
    expect(isOwnPage({ host, ...headers })).toBe(isOwn);
  });
});

it.each([
  [undefined, true],
  ["empty", true],
  ["document", false],
  ["iframe", false],
  ["script", false],
  ["image", false],
])("what is asked for as %s stays data: %s", (dest, stays) => {
  expect(isFetched({ host, ...(dest && { "sec-fetch-dest": dest }) })).toBe(stays);
});
