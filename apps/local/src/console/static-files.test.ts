import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listenOnLoopback } from "@lychgate/cli";
import { afterEach, describe, expect, it } from "vitest";
import { rawRequest } from "../../test/raw-request.ts";
import { serveFiles } from "./static-files.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const FILES = {
  "secret.txt": "outside",
  "dist/index.html": "<!doctype html>",
  "dist/assets/main-DTgupGjJ.js": "run()",
  "dist/assets/main.css": "a{}",
  "dist/icon.svg": "<svg/>",
  "dist/odd.bin": "?",
};

function createFiles(): string {
  const root = mkdtempSync(join(tmpdir(), "lychgate-test-"));
  closers.push(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return join(root, "dist");
}

async function start(build: () => Promise<string>): Promise<string> {
  const files = serveFiles(build);
  const server = createServer((request, response) => void files(request, response, request.url ?? ""));
  const listening = await listenOnLoopback(server);
  closers.push(listening.close);
  return listening.endpoint;
}

describe("the console's files", () => {
  it.each([
    ["/", "text/html; charset=utf-8", "no-cache"],
    ["/index.html", "text/html; charset=utf-8", "no-cache"],
    ["/assets/main-DTgupGjJ.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/assets/main.css", "text/css; charset=utf-8", "no-cache"],
    ["/icon.svg", "image/svg+xml", "no-cache"],
    ["/odd.bin", "application/octet-stream", "no-cache"],
  ])("are served at %s as %s", async (path, type, kept) => {
    const folder = createFiles();
    const { status, headers, body } = await rawRequest(await start(async () => folder), path);
    expect({ status, type: headers["content-type"], kept: headers["cache-control"] }).toEqual({
      ...{ status: 200, type, kept },
    });
    expect(body).toBe(FILES[`dist${path === "/" ? "/index.html" : path}` as keyof typeof FILES]);
  });

  it("run nothing but themselves, and are taken for nothing else", async () => {
    const folder = createFiles();
    const { headers } = await rawRequest(await start(async () => folder), "/");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "/assets",
    "/assets/",
    "/nothing",
    "/constructor",
    "",
  ])("are all there is: %j is none", async (path) => {
    const folder = createFiles();
    const { status, body } = await rawRequest(await start(async () => folder), path);
    // Without a path, a request is for the page.
    expect({ status, outside: body.includes("outside") }).toEqual({
      status: path === "" ? 200 : 404,
      outside: false,
    });
  });

  it("are only read", async () => {
    const folder = createFiles();
    const endpoint = await start(async () => folder);
    expect((await rawRequest(endpoint, "/", { method: "POST" })).status).toBe(405);
    expect(await rawRequest(endpoint, "/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it("are waited for by the first request while they are built", async () => {
    const built = Promise.withResolvers<string>();
    const endpoint = await start(() => built.promise);
    const answers = Promise.all([rawRequest(endpoint, "/"), rawRequest(endpoint, "/assets/main.css")]);
    built.resolve(createFiles());
    expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
  });

  it("are a page that says why when they cannot be built, until they can", async () => {
    const folder = createFiles();
    let isSound = false;
    const endpoint = await start(async () => {
      if (isSound) return folder;
      throw new Error("the console cannot be built\n<script> in src/main.tsx");
    });
    const failed = await rawRequest(endpoint, "/");
    expect(failed).toMatchObject({
      status: 500,
      body: "the console cannot be built\n<script> in src/main.tsx\n",
    });
    expect(failed.headers["content-type"]).toBe("text/plain; charset=utf-8");
    isSound = true;
    expect((await rawRequest(endpoint, "/")).status).toBe(200);
  });
});
