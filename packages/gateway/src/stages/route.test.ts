import { describe, expect, it } from "vitest";
import { header, petstore, text } from "../../test/petstore.ts";
import type { HeaderField } from "../header.ts";

const ANONYMOUS = { headers: [] };

describe("a request without a route", () => {
  const missing = '{"message":"Missing Authentication Token"}';
  it.each([
    ["an unknown path", "GET /dev/nowhere", 403, missing],
    ["an unknown verb of a known path", "DELETE /dev/petstore/v1/pets", 403, missing],
    ["a verb that no REST API serves", "TRACE /dev/open/x", 403, missing],
    ["a path that only has children", "GET /dev/petstore", 403, missing],
    ["another stage", "GET /prod/open", 403, '{"message":"Forbidden"}'],
    ["no stage", "GET /", 403, '{"message":"Forbidden"}'],
    ["a stage in another case", "GET /DEV/open", 403, '{"message":"Forbidden"}'],
  ])("%s", async (_, line, status, body) => {
    const { send, authorizer } = petstore();
    const response = await send(line, ANONYMOUS);
    expect([response.status, text(response)]).toEqual([status, body]);
    expect(authorizer.events).toEqual([]);
  });

  it("is told that its token is no signature, without the token", async () => {
    const { send } = petstore();
    const response = await send("GET /dev/nowhere", { headers: [["Authorization", "Bearer s3cr3t"]] });
    expect([response.status, header(response, "x-amzn-ErrorType")]).toEqual([
      403,
      "IncompleteSignatureException",
    ]);
    expect(text(response)).toContain(
      "not a valid key=value pair (missing equal-sign) in Authorization header",
    );
    expect(text(response)).not.toContain("s3cr3t");
  });

  it("is not told so when it is signed", async () => {
    const { send } = petstore();
    const headers: HeaderField[] = [["Authorization", "AWS4-HMAC-SHA256 Credential=x"]];
    expect(text(await send("GET /dev/nowhere", { headers }))).toBe(missing);
  });
});

describe("what functions see of the path", () => {
  it.each([
    ["GET /dev", "/", "/dev", null],
    ["GET /dev/", "/", "/dev/", null],
    ["GET /dev/petstore/v1/pets/", "/petstore/v1/pets/", "/dev/petstore/v1/pets/", null],
    ["GET //dev/petstore/v1/pets", "/petstore/v1/pets", "//dev/petstore/v1/pets", null],
    ["GET /dev//petstore/v1/pets", "/petstore/v1/pets", "/dev//petstore/v1/pets", null],
    [
      "GET /dev/petstore/v1/pets/a%2Fb",
      "/petstore/v1/pets/a%2Fb",
      "/dev/petstore/v1/pets/a%2Fb",
      { petId: "a%2Fb" },
    ],
    ["GET /dev/petstore/v2/a//b/", "/petstore/v2/a//b/", "/dev/petstore/v2/a//b/", { proxy: "a//b" }],
  ])("%s", async (line, path, requestPath, pathParameters) => {
    const { send, backend } = petstore();
    expect((await send(line)).status).toBe(200);
    expect(backend.events[0]).toMatchObject({ path, pathParameters, requestContext: { path: requestPath } });
  });
});

describe("X-HTTP-Method-Override", () => {
  const override: HeaderField[] = [
    ["Authorization", "Bearer good"],
    ["x-http-method-override", "POST"],
  ];

  it("changes what is routed, authorized and invoked alike", async () => {
    const { send, authorizer, backend } = petstore();
    await send("GET /dev/petstore/v1/pets", { headers: override });
    expect(authorizer.events[0]?.methodArn).toMatch(/\/dev\/POST\/petstore\/v1\/pets$/);
    expect(backend.events[0]?.httpMethod).toBe("POST");
  });

  it("can lead nowhere", async () => {
    const { send } = petstore();
    const headers: HeaderField[] = [["X-HTTP-Method-Override", "DELETE"]];
    expect((await send("GET /dev/open", { headers })).status).toBe(403);
  });

  it("is a header like any other where the option says so", async () => {
    const { send, backend } = petstore({ options: { methodOverride: "ignored" } });
    await send("GET /dev/petstore/v1/pets", { headers: override });
    expect(backend.events[0]?.httpMethod).toBe("GET");
  });
});
