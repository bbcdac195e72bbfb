import { afterEach, describe, expect, it } from "vitest";
import { type HttpEndpoint, openEndpoint, type Serve } from "../../../test/http-endpoint.ts";
import { httpContract, httpPetstore } from "../../../test/http-petstore.ts";
import { header, text } from "../../../test/petstore.ts";

const endpoints: HttpEndpoint[] = [];

afterEach(() => {
  for (const endpoint of endpoints.splice(0)) endpoint.close();
});

async function open(serve?: Serve, more: object = {}) {
  const endpoint = await openEndpoint(serve);
  endpoints.push(endpoint);
  const integration = (path: string) => ({
    security: [],
    "x-amazon-apigateway-integration": {
      type: "http_proxy",
      httpMethod: "ANY",
      payloadFormatVersion: "1.0",
      uri: `http://${endpoint.host}${path}`,
      ...more,
    },
  });
  const any = "x-amazon-apigateway-any-method";
  const document = httpContract(
    {},
    {
      paths: {
        "/pets/{petId}": { [any]: integration("/v1/pets/{petId}/card?x=1") },
        "/files/{proxy+}": { [any]: integration("/store/{proxy+}") },
        "/fixed": { get: { ...integration("/fixed") } },
        "/$default": { [any]: { ...integration("/base/"), isDefaultRoute: true } },
      },
    },
  );
  const petstore = httpPetstore({ document, options: { endpointConnectTimeoutMs: 5_000 } });
  const urls = () => endpoint.received.map(({ method, url }) => `${method} ${url}`);
  return { ...petstore, endpoint, urls };
}

describe("an HTTP endpoint", () => {
  it.each([
    ["GET /pets/1", "GET /v1/pets/1/card?x=1"],
    ["PUT /pets/1?y=2&y=3", "PUT /v1/pets/1/card?x=1&y=2&y=3"],
    ["GET /pets/a%2Fb%20c", "GET /v1/pets/a%2Fb%20c/card?x=1"],
    ["GET /files/a/b", "GET /store/a/b"],
    ["GET /files/a#b?c#d", "GET /store/a%23b?c%23d"],
    ["GET /files/", "GET /store/"],
    ["GET /fixed", "GET /fixed"],
    ["DELETE /store/checkout?now", "DELETE /base/store/checkout?now"],
  ])("is called for %s with %s", async (line, expected) => {
    const { send, urls } = await open();
    expect((await send(line)).status).toBe(200);
    expect(urls()).toEqual([expected]);
  });

  it.each([
    "GET /files/../admin",
    "GET /files/%2e%2e/admin",
    "GET /files/a%2F..%2Fb",
    "GET /./x",
    "GET /files/..",
  ])("is not called for %s, which leads elsewhere", async (line) => {
    const { send, urls } = await open();
    expect((await send(line)).status).toBe(400);
    expect(urls()).toEqual([]);
  });

  it("gets the request's headers and body, and those of the connection anew", async () => {
    const { send, endpoint } = await open();
    await send("POST /pets/1", {
      headers: [
        ["Host", "api.example.com"],
        ["Connection", "close, x-tag"],
        ["X-Tag", "1"],
        ["x-tag", "2"],
        ["X-Forwarded-For", "198.51.100.1"],
      ],
      body: Buffer.from("body"),
    });
    const [received] = endpoint.received;
    const values = Object.fromEntries(
      (received?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(received?.body.toString()).toBe("body");
    expect(values).toMatchObject({
      host: endpoint.host,
      "x-tag": "1,2",
      "x-forwarded-for": "198.51.100.1, 192.0.2.10",
      "content-length": "4",
    });
  });

  it("answers with its status, headers and bytes", async () => {
    const { send } = await open((_, response) => {
      response.writeHead(404, { "X-Tag": "1", "Content-Type": "image/png", "Apigw-Requestid": "mine" });
      response.end(Buffer.from([0xff, 0x00]));
    });
    const response = await send("GET /fixed");
    expect([response.status, header(response, "X-Tag"), [...response.body]]).toEqual([
      404,
      "1",
      [0xff, 0x00],
    ]);
    expect(response.headers.filter(([name]) => name.toLowerCase() === "apigw-requestid")).toHaveLength(1);
    expect(header(response, "Apigw-Requestid")).not.toBe("mine");
  });

  it("that is not there is 503", async () => {
    const { send, endpoint } = await open();
    endpoint.close();
    const response = await send("GET /fixed");
    expect([response.status, text(response)]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it("that takes too long is 503", async () => {
    const { send } = await open(() => {}, { timeoutInMillis: 50 });
    expect((await send("GET /fixed")).status).toBe(503);
  });
});
