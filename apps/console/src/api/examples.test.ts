import { execFileSync } from "node:child_process";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { curlExample, fetchExample } from "./examples.ts";
import { type PortalOperation, portalOperations } from "./portal-operation.ts";

interface Written {
  route?: string;
  method?: string;
  operation?: object;
  scheme?: object;
}

/** An operation as a contract has it. */
function operationOf({
  route = "/pets",
  method = "post",
  operation = {},
  scheme = {},
}: Written): PortalOperation {
  const document = {
    paths: { [route]: { [method]: { security: [{ it: [] }], ...operation } } },
    components: {
      securitySchemes: { it: { type: "apiKey", in: "header", name: "Authorization", ...scheme } },
    },
  };
  const [made] = portalOperations({ ...SAMPLE_BUNDLE, apis: [{ file: "api.yaml", document }] });
  if (!made) throw new Error("expected an operation");
  return made;
}

const bodyOf = (example: unknown, mediaType = "application/json") => ({
  requestBody: { content: { [mediaType]: { example } } },
});

/** What curl would be given by a shell. */
function curlArguments(operation: PortalOperation): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${curlExample(operation)}`;
  const env = { API_URL: "https://api.example/dev", TOKEN: "T", API_KEY: "K", AWS_REGION: "r" };
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env }).split("\0").slice(0, -1);
}

/** What `fetch` would be given by a page. */
async function fetchArguments(operation: PortalOperation): Promise<{ url: string; init: RequestInit }> {
  const given: { url: string; init: RequestInit }[] = [];
  const scope = {
    API_URL: "https://api.example/dev",
    TOKEN: "T",
    API_KEY: "K",
    console: { log() {} },
    fetch: async (url: string, init: RequestInit = {}) => {
      given.push({ url, init });
      return { status: 204, text: async () => "" };
    },
  };
  await runInNewContext(`(async () => {\n${fetchExample(operation)}\n})()`, scope);
  const [one] = given;
  if (!one || given.length > 1) throw new Error("expected one call");
  return one;
}

describe("an operation as curl", () => {
  it("is a command to read", () => {
    expect(curlExample(operationOf({ operation: bodyOf({ name: "Rex" }) }))).toBe(
      [
        "curl \\",
        "  --request POST \\",
        `  --header "Authorization: Bearer $TOKEN" \\`,
        "  --header 'Content-Type: application/json' \\",
        `  --data-raw '{"name":"Rex"}' \\`,
        `  "$API_URL"/pets`,
      ].join("\n"),
    );
  });

  it.each<[Written, string[]]>([
    [{ method: "get" }, ["--header", "Authorization: Bearer T", "https://api.example/dev/pets"]],
    [{ method: "head" }, ["--head", "--header", "Authorization: Bearer T", "https://api.example/dev/pets"]],
    [
      { method: "x-amazon-apigateway-any-method", operation: bodyOf({}) },
      ["--header", "Authorization: Bearer T", "https://api.example/dev/pets"],
    ],
    [
      { method: "get", scheme: { name: "x-api-key" } },
      ["--header", "x-api-key: K", "https://api.example/dev/pets"],
    ],
    [
      { method: "get", scheme: { in: "query", name: "api key" } },
      ["https://api.example/dev/pets?api%20key=T"],
    ],
    [{ method: "get", operation: { security: [] } }, ["https://api.example/dev/pets"]],
  ])("of %j is given %j", (written, expected) => {
    expect(curlArguments(operationOf(written))).toEqual(expected);
  });

  it("leaves the signature to curl", () => {
    const operation = operationOf({ method: "get", scheme: { "x-amazon-apigateway-authtype": "awsSigv4" } });
    expect(curlArguments(operation).slice(0, 3)).toEqual(["--aws-sigv4", "aws:amz:r:execute-api", "--user"]);
    expect(curlExample(operation)).not.toContain("Authorization");
  });
});

const HOSTILE = [
  "'; touch /tmp/x; '",
  "$(touch /tmp/x)",
  "`touch /tmp/x`",
  '"; $TOKEN "',
  "a\nb",
  "\\'\\",
  "!!",
  "é{}[]",
];

describe("what a contract says stays text", () => {
  it.each(HOSTILE)("in a shell: %j", (text) => {
    const given = curlArguments(
      operationOf({
        route: `/pets/${text.replace(/[{}]/g, "")}`,
        operation: {
          ...bodyOf({ [text]: text }, text),
          parameters: [{ name: text, in: "query", required: true }],
        },
        scheme: { name: text },
      }),
    );
    expect(given.filter((word) => word !== "--globoff")).toEqual([
      "--request",
      "POST",
      "--header",
      `${text}: Bearer T`,
      "--header",
      `Content-Type: ${text}`,
      "--data-raw",
      JSON.stringify({ [text]: text }),
      `https://api.example/dev/pets/${text.replace(/[{}]/g, "")}?${encodeURIComponent(text)}=1`,
    ]);
  });

  it.each([...HOSTILE, "`$" + "{TOKEN}`", "\u2028", "*/ //", "</script>"])("in a page: %j", async (text) => {
    const { url, init } = await fetchArguments(
      operationOf({
        route: `/pets/${text.replace(/[{}]/g, "")}`,
        operation: bodyOf({ [text]: text }, text),
        scheme: { name: text },
      }),
    );
    expect(url).toBe(`https://api.example/dev/pets/${text.replace(/[{}]/g, "")}`);
    expect({ ...init.headers }).toEqual({ [text]: "Bearer T", "Content-Type": text });
    expect(init.body).toBe(JSON.stringify({ [text]: text }));
  });

  it("is the same body also where a property has a name that JavaScript means something by", async () => {
    const example = JSON.parse('{"__proto__":{"a":1},"b":2}');
    const { init } = await fetchArguments(operationOf({ operation: bodyOf(example) }));
    expect(init.body).toBe('{"__proto__":{"a":1},"b":2}');
  });
});

describe("an operation as fetch", () => {
  it("is code to read", () => {
    expect(fetchExample(operationOf({ operation: bodyOf({ name: "Rex" }) }))).toBe(
      [
        'const response = await fetch(API_URL + "/pets", {',
        '  method: "POST",',
        '  headers: { "Authorization": `Bearer $' + '{TOKEN}`, "Content-Type": "application/json" },',
        '  body: JSON.stringify({"name":"Rex"}),',
        "});",
        "console.log(response.status, await response.text());",
      ].join("\n"),
    );
  });

  it.each<[Written, string, RequestInit]>([
    [{ method: "get", operation: { security: [], ...bodyOf({}) } }, "/pets", {}],
    [{ method: "get", scheme: { in: "query", name: "token" } }, "/pets?token=T", {}],
  ])("of %j calls %s", async (written, target, init) => {
    expect(await fetchArguments(operationOf(written))).toEqual({
      url: `https://api.example/dev${target}`,
      init,
    });
  });

  it("says what a signature needs", () => {
    const operation = operationOf({ scheme: { "x-amazon-apigateway-authtype": "awsSigv4" } });
    expect(fetchExample(operation)).toMatch(/^\/\/ .*signer/);
  });
});
