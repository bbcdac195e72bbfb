import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderSource, frozenSource, listenOnLoopback, loadRepository } from "@lychgate/cli";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawRequest } from "../../test/raw-request.ts";
import { readEvents } from "../../test/read-events.ts";
import { createTempCheckout } from "../../test/temp-checkout.ts";
import type { LocalStackFile } from "../local-stack-file.ts";
import { closing } from "../services.ts";
import { type Console, startConsole } from "./console.ts";

const OWNER = "policies/pet-owner.ts";
const METHODS = "apps/petstore/methods.yaml";

const parts = new AsyncDisposableStack();
afterAll(() => parts.disposeAsync());

const checkout = createTempCheckout();
const good = checkout.read(OWNER);
const narrower = good.replace('"GET /petstore/v1/pets", ', "");

let site: Console;
let stack: LocalStackFile;

/** A server that says its name, the path and what came. */
async function listen(name: string): Promise<string> {
  const server = createServer(({ url, method, headers }, response) => {
    response.end(
      JSON.stringify({ name, url, method, host: headers.host, authorization: headers.authorization }),
    );
  });
  return closing(parts, await listenOnLoopback(server)).endpoint;
}

beforeAll(async () => {
  const dist = mkdtempSync(join(tmpdir(), "lychgate-test-"));
  parts.defer(() => rmSync(dist, { recursive: true }));
  writeFileSync(join(dist, "index.html"), "<!doctype html>");

  const start = frozenSource(folderSource(checkout.root));
  loadRepository(start);
  site = await startConsole({ root: checkout.root, start, build: async () => dist }, parts);
  expect((await rawRequest(site.endpoint, "/stack.json")).status).toBe(503);

  const [clinic = "", elsewhere = "", methods = "", methodsElsewhere = "", pool = ""] = await Promise.all(
    ["clinic", "elsewhere", "methods", "methodsElsewhere", "pool"].map(listen),
  );
  stack = {
    apiUrl: `${clinic}/dev`,
    outsideApiUrl: `${elsewhere}/dev`,
    consoleUrl: site.endpoint,
    region: "eu-west-1",
    cognito: {
      endpoint: pool,
      userPoolId: "p",
      clientId: "c",
      jwksUri: `${pool}/jwks`,
      issuer: "https://issuer",
    },
    dynamodb: { endpoint: "http://127.0.0.1:1", tableName: "t" },
    users: [{ username: "vet", password: "s3cret", groups: [] }],
    methods: {
      apiUrl: `${methods}/dev`,
      outsideApiUrl: `${methodsElsewhere}/dev`,
      stsUrl: "http://127.0.0.1:1",
      iamUser: { name: "alice", accessKeyId: "a", secretAccessKey: "s" },
      apiKeys: { clinic: "k1", trial: "k2", slow: "k3" },
    },
  };
  site.serve(stack);
});

async function bundle(query = ""): Promise<AccessBundle> {
  return JSON.parse((await rawRequest(site.endpoint, `/bundle.json${query}`)).body);
}

function changesOf({ comparison }: AccessBundle): string[] | undefined {
  return comparison?.changes.map(({ group, change, route }) => `${group} ${change} ${route}`);
}

describe("the console", () => {
  it("has its page, and the stack's file as it is written", async () => {
    expect(await rawRequest(site.endpoint, "/?code=c&state=s")).toMatchObject({
      status: 200,
      body: "<!doctype html>",
    });
    const { status, headers, body } = await rawRequest(site.endpoint, "/stack.json");
    expect({ status, kept: headers["cache-control"] }).toEqual({ status: 200, kept: "no-store" });
    expect(JSON.parse(body)).toEqual(stack);
  });

  it("names the addresses that the login page may send its users to", () => {
    const { port } = new URL(site.endpoint);
    expect(site.callbackUrls).toEqual([`http://127.0.0.1:${port}/`, `http://localhost:${port}/`]);
  });

  it.each([
    ["/bundle.json", { origin: "http://127.0.0.1:3000" }],
    ["/stack.json", { "sec-fetch-site": "same-site" }],
    ["/events", { "sec-fetch-site": "cross-site" }],
    ["/decisions/r1", { origin: "null" }],
    ["/gateway/clinic/dev/pets", { "sec-fetch-site": "same-site" }],
    ["/gateway/clinic/dev/pets", { "sec-fetch-site": "same-origin", "sec-fetch-dest": "script" }],
    ["/oauth2/token", { origin: "https://example.com" }],
    ["/", { origin: "https://example.com" }],
    ["/", { host: "example.com" }],
  ])("refuses %s to whoever sends %j", async (path, headers) => {
    expect(await rawRequest(site.endpoint, path, { headers })).toMatchObject({ status: 403 });
  });

  it("shows its page to who comes from the login page", async () => {
    const headers = { "sec-fetch-site": "same-site", "sec-fetch-dest": "document" };
    expect((await rawRequest(site.endpoint, "/?code=c", { headers })).status).toBe(200);
  });

  it.each(["/bundle.json", "/stack.json", "/events", "/decisions/r1"])("has %s to be read", async (path) => {
    expect((await rawRequest(site.endpoint, path, { method: "POST" })).status).toBe(405);
  });
});

describe("what a page calls through the console", () => {
  it.each([
    ["clinic", () => stack.apiUrl],
    ["elsewhere", () => stack.outsideApiUrl],
    ["methods", () => stack.methods.apiUrl],
    ["methodsElsewhere", () => stack.methods.outsideApiUrl],
  ])("arrives at %s", async (name, url) => {
    const path = `/gateway/${name}/dev/petstore/v1/pets?a=%2F..`;
    const { status, body } = await rawRequest(site.endpoint, path, {
      method: "PUT",
      headers: { authorization: "Bearer t", origin: site.endpoint },
    });
    expect({ status, ...JSON.parse(body) }).toEqual({
      ...{ status: 200, name, url: "/dev/petstore/v1/pets?a=%2F..", method: "PUT" },
      ...{ host: new URL(url()).host, authorization: "Bearer t" },
    });
  });

  it.each([
    "/gateway",
    "/gateway/",
    "/gateway/clinic",
    "/gateway/nobody/dev",
    "/gateway/constructor/dev",
    "/gateway/127.0.0.1:22/dev",
    "/gateway/http://example.com/dev",
    "/gateway//example.com/dev",
  ])("goes nowhere at %s", async (path) => {
    expect((await rawRequest(site.endpoint, path)).status).toBe(404);
  });

  it("stays with its listener, whatever the path says", async () => {
    const { body } = await rawRequest(site.endpoint, "/gateway/clinic//example.com/dev");
    expect(JSON.parse(body)).toMatchObject({ name: "clinic", url: "//example.com/dev" });
  });

  it("is a token of the pool at its one address", async () => {
    const token = await rawRequest(site.endpoint, "/oauth2/token", { method: "POST", body: "grant_type=x" });
    expect(JSON.parse(token.body)).toMatchObject({ name: "pool", url: "/oauth2/token", method: "POST" });
    for (const [method, path] of [
      ["GET", "/oauth2/token"],
      ["POST", "/oauth2/authorize"],
      ["POST", "/oauth2/token/../../"],
    ] as const) {
      expect((await rawRequest(site.endpoint, path, { method })).status).toBe(404);
    }
  });

  it("was decided so", async () => {
    const decided = { decision: "explicitDeny", sids: ["No"], authorizer: "hit" } as const;
    const entry = {
      requestId: "r1",
      method: "GET",
      resourcePath: "/pets",
      status: 403,
      principalId: "u",
      ...decided,
    };
    site.keepDecision(entry);
    expect(JSON.parse((await rawRequest(site.endpoint, "/decisions/r1")).body)).toEqual(entry);
    expect((await rawRequest(site.endpoint, "/decisions/r2")).status).toBe(404);
  });
});

describe("the console's bundle", () => {
  const save = async (text: string) => {
    checkout.write(OWNER, text);
    await site.tellSaved({ kind: "unchanged" });
  };

  it("shows the policies and both APIs, and that nothing has changed", async () => {
    const shown = await bundle();
    expect(shown.apis.map(({ file }) => file)).toEqual(["apps/petstore/openapi.yaml", METHODS]);
    expect(shown.matrix.rows.map(({ api }) => api)).not.toContain(METHODS);
    expect(changesOf(shown)).toEqual([]);
    expect(JSON.stringify(shown)).not.toContain("s3cret");
  });

  it("shows the policies as they are saved, with what that has changed since the start and since the save before", async () => {
    const events = await readEvents(`${site.endpoint}/events`);
    expect(events.headers.get("content-type")).toBe("text/event-stream");
    await save(narrower);
    const after = await bundle();
    expect(await events.next()).toMatchObject({ event: "policies", data: { hash: after.revision.hash } });
    expect(changesOf(after)).toContain("pet-owner lost /petstore/v1/pets");
    expect(changesOf(await bundle("?since=save"))).toEqual(changesOf(after));

    await save(`// A comment.\n${narrower}`);
    expect(await bundle()).toMatchObject({ revision: after.revision });
    expect((await bundle()).policies[1]?.source).toMatch(/^\/\/ A comment/);
    expect(changesOf(await bundle("?since=save"))).toEqual([]);
    await save(good);
    expect(changesOf(await bundle())).toEqual([]);
    expect(changesOf(await bundle("?since=save"))).toContain("pet-owner gained /petstore/v1/pets");
  });

  it("stays as it was while the policies are broken", async () => {
    const before = await bundle();
    checkout.write("policies/guardrails.ts", "export default [{}];\n");
    const events = await readEvents(`${site.endpoint}/events`, { "last-event-id": before.revision.hash });
    await save(narrower);
    expect(await events.next()).toMatchObject({
      event: "problems",
      data: {
        problems: expect.arrayContaining([
          expect.objectContaining({ file: "policies/guardrails.ts", line: 1 }),
        ]),
      },
    });
    expect(await bundle()).toEqual(before);
  });

  it("is compared with nothing else", async () => {
    expect((await rawRequest(site.endpoint, "/bundle.json?since=constructor")).status).toBe(400);
  });
});
