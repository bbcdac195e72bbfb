import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { startKeyServer } from "../../test/key-server.ts";
import { close, listen } from "../../test/loopback.ts";
import { fetchKeySet, parseKeySet } from "./key-set.ts";

const LIMITS = { bytes: 1_000, milliseconds: 300 };

let server: Server | undefined;
afterEach(async () => {
  if (server) await close(server);
  server = undefined;
});

async function answering(answer: (response: ServerResponse, attempt: number) => void): Promise<string> {
  let attempts = 0;
  server = createServer((_, response) => {
    attempts += 1;
    answer(response, attempts);
  });
  return listen(server);
}

const textOf = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes);

describe("a key set", () => {
  it("is what the address says", async () => {
    const uri = await answering((response) => response.end('{"keys":[]}'));
    expect(textOf(await fetchKeySet(uri))).toBe('{"keys":[]}');
  });

  it("may be as large as the limit, in whatever pieces", async () => {
    const uri = await answering((response) => {
      response.write("x".repeat(999));
      response.end("y");
    });
    expect((await fetchKeySet(uri, LIMITS)).byteLength).toBe(1_000);
  });

  it("is asked for again where a connection breaks, once", async () => {
    const breaks = (times: number) => (response: ServerResponse, attempt: number) => {
      if (attempt <= times) response.socket?.destroy();
      else response.end("{}");
    };
    expect(textOf(await fetchKeySet(await answering(breaks(1)), LIMITS))).toBe("{}");
    if (server) await close(server);
    await expect(fetchKeySet(await answering(breaks(2)), LIMITS)).rejects.toThrow();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["too large", (response) => response.end("x".repeat(1_001))],
    ["too large, and never whole", (response) => response.write("x".repeat(1_001))],
    ["endless", (response) => void setInterval(() => response.write("x".repeat(100)), 1).unref()],
    ["never whole", (response) => response.write("{")],
    ["never begun", () => {}],
    ["cut off", (response) => response.writeHead(200, { "content-length": "10" }).end("{}")],
    ["refused", (response) => response.writeHead(403).end("{}")],
    ["not there", (response) => response.writeHead(204).end()],
    ["part of one", (response) => response.writeHead(206).end("{}")],
  ])("cannot be had where it is %s", async (_, answer) => {
    const uri = await answering((response) => answer(response));
    await expect(fetchKeySet(uri, LIMITS)).rejects.toThrow();
  });

  it.each([301, 302, 303, 307, 308])("is not looked for elsewhere with %i", async (status) => {
    const elsewhere = await startKeyServer(() => ({ status: 200, body: "{}" }));
    const uri = await answering((response) => response.writeHead(status, { location: elsewhere.uri }).end());
    await expect(fetchKeySet(uri, LIMITS)).rejects.toThrow(`keys: status ${status}`);
    expect(elsewhere.requests()).toBe(0);
    await elsewhere.close();
  });

  it.each([
    "http://localhost:1/",
    "http://127.0.0.2:1/",
    "http://keys.example.com/",
    "ftp://127.0.0.1/",
    "x",
  ])("is not read from %s", async (uri) => {
    await expect(fetchKeySet(uri, LIMITS)).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_INVALID_(PROTOCOL|URL)$/),
    });
  });
});

describe("the keys of a set", () => {
  const parse = (keys: unknown) =>
    parseKeySet(Uint8Array.from(Buffer.from(JSON.stringify({ keys }))).buffer).keys;

  it.each([
    [{ kty: "EC", crv: "P-256" }, "ES256"],
    [{ kty: "EC", crv: "P-384" }, "ES384"],
    [{ kty: "EC", crv: "P-521" }, "ES512"],
    [{ kty: "OKP", crv: "Ed25519" }, "EdDSA"],
    [{ kty: "EC", crv: "P-256", alg: "ES384" }, "ES384"],
    [{ kty: "OKP", crv: "P-256" }, undefined],
    [{ kty: "OKP", crv: "Ed448" }, undefined],
    [{ kty: "RSA" }, undefined],
    [{ kty: "RSA", crv: "P-256" }, undefined],
  ])("have the algorithm that their curve leaves: %j %s", (key, alg) => {
    expect(parse([key])[0]?.alg).toBe(alg);
  });

  const rsa = (bits: number, e = "AQAB") => {
    const number = Buffer.alloc(bits / 8, 0xff);
    return { kty: "RSA", n: number.toString("base64url"), e };
  };
  it.each<[string, object, boolean]>([
    ["an RSA key of 2048 bits", rsa(2048), true],
    ["an RSA key of 2040 bits", rsa(2040), false],
    ["an RSA key of 1024 bits", rsa(1024), false],
    [
      "an RSA key of 1024 bits, with zeros before them",
      { ...rsa(0), n: `${"A".repeat(400)}${rsa(1024).n}` },
      false,
    ],
    ["an RSA key with the exponent 1", rsa(2048, "AQ"), false],
    ["an RSA key with the exponent 0", rsa(2048, "AA"), false],
    ["an RSA key with the exponent 3", rsa(2048, "Aw"), true],
    ["a key to verify with", { ...rsa(2048), key_ops: ["verify"] }, true],
    ["a key to encrypt with", { ...rsa(2048), key_ops: ["encrypt"] }, false],
  ])("are of use where something may be verified with them: %s: %j", (_, key, isFit) => {
    expect(parse([key])[0]?.use).toBe(isFit ? undefined : "none");
  });

  it.each([{}, [null], [{}], [{ kty: 1 }], [{ kty: "RSA", kid: 1 }], "keys"])("cannot be %j", (keys) => {
    expect(() => parse(keys)).toThrow();
  });

  it("cannot be what is no UTF-8", () => {
    expect(() => parseKeySet(Uint8Array.of(0x22, 0xff, 0x22).buffer)).toThrow();
  });
});
