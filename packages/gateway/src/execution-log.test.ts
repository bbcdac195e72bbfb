import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY, keyedContract, PLANLESS_KEY, plansFile, withKey } from "../test/api-keys.ts";
import {
  contract,
  EVERYTHING,
  operation,
  type PetstoreSettings,
  petstore,
  result,
  scheme,
  statement,
} from "../test/petstore.ts";
import { type GatewayRequest, readPlans } from "./index.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const STARTED = ["Starting authorizer: groups for request: r1", "Incoming identity: ****"];
const STARTED_POOL = STARTED.map((text) => text.replace("groups", "pool"));
const PRINCIPAL = "Using valid authorizer policy for principal: ****";
const COMPLETED = "Successfully completed authorizer execution";
const AUTHORIZED = [...STARTED, PRINCIPAL, COMPLETED];

function keyless(method: string): string[] {
  return [
    "Verifying Usage Plan for request: r1. API Key:  API Stage: abcdef1234/dev",
    `API Key  authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`,
    "Usage Plan check succeeded for API Key  and API Stage abcdef1234/dev",
  ];
}

function execution(line: string): string[] {
  return ["Starting execution for request: r1", line];
}

const PETS = execution("HTTP Method: GET, Resource Path: /petstore/v1/pets");
const SERVED = ["Successfully completed execution", "Method completed with status: 200"];

function answered(type: string, status: number): string {
  return `Gateway response type: ${type} with status code: ${status}`;
}

interface Logged {
  readonly lines: string[];
  readonly texts: () => string[];
  readonly send: (line: string, more?: Partial<GatewayRequest>) => Promise<number>;
}

function logged(settings: PetstoreSettings = {}): Logged {
  const lines: string[] = [];
  const { send } = petstore({
    clock: () => NOW,
    requestId: () => "r1",
    executionLog: (line) => lines.push(line),
    ...settings,
  });
  return {
    lines,
    texts: () => lines.map((line) => line.replace(/^\S+ \(r1\) /, "")),
    send: async (line, more) => (await send(line, more)).status,
  };
}

async function textsOf(line: string, settings: PetstoreSettings, more?: Partial<GatewayRequest>) {
  const { texts, send } = logged(settings);
  await send(line, more);
  const [first, ...rest] = texts();
  expect(first).toMatch(/^Extended Request Id: [A-Za-z0-9+/]+=*$/);
  return rest;
}

describe("the execution log", () => {
  it("tells each line with the time and the request id", async () => {
    const { lines, send } = logged();
    await send("GET /dev/open");
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^2026-11-21T12:00:00\.000Z \(r1\) \S/);
  });

  it("tells the time of each line, not of the request", async () => {
    let now = NOW;
    const { lines, send } = logged({ clock: () => now++ });
    await send("GET /dev/open");
    const times = lines.map((line) => line.slice(0, 24));
    expect(times).toEqual([...new Set(times)].sort());
  });

  it.each<[string, string, PetstoreSettings, string[]]>([
    [
      "a request that is authorized",
      "GET /dev/petstore/v1/pets",
      {},
      [...AUTHORIZED, ...keyless("GET /petstore/v1/pets"), ...PETS, ...SERVED],
    ],
    [
      "an open method, by its template",
      "PUT /dev/open/a/b?c=d",
      {},
      [
        ...keyless("ANY /open/{proxy+}"),
        ...execution("HTTP Method: PUT, Resource Path: /open/{proxy+}"),
        ...SERVED,
      ],
    ],
    ["no route", "GET /dev/none", {}, [answered("INCOMPLETE_SIGNATURE", 403)]],
    ["another stage", "GET /prod/open", {}, [answered("WRONG_STAGE", 403)]],
    [
      "a denial",
      "GET /dev/petstore/v1/pets",
      { authorize: () => result([statement("Deny", EVERYTHING)]) },
      [
        ...AUTHORIZED,
        "The client is not authorized to perform this operation.",
        answered("ACCESS_DENIED", 403),
      ],
    ],
    [
      "an authorizer that says who is not known",
      "GET /dev/petstore/v1/pets",
      { authorize: () => Promise.reject(new Error("Unauthorized")) },
      [...STARTED, "Unauthorized request: r1", answered("UNAUTHORIZED", 401)],
    ],
    [
      "an authorizer that fails",
      "GET /dev/petstore/v1/pets",
      { authorize: () => Promise.reject(new Error("s3cr3t")) },
      [
        ...STARTED,
        "Lambda execution failed with status 200 due to customer function error: ****",
        answered("AUTHORIZER_CONFIGURATION_ERROR", 500),
      ],
    ],
    [
      "an authorizer's result that is none",
      "GET /dev/petstore/v1/pets",
      { authorize: () => "s3cr3t" },
      [
        ...STARTED,
        "Execution failed due to configuration error: expected the result to be an object",
        answered("AUTHORIZER_CONFIGURATION_ERROR", 500),
      ],
    ],
    [
      "a function that fails",
      "GET /dev/open",
      { serve: () => Promise.reject(new Error("s3cr3t")) },
      [
        ...keyless("GET /open"),
        ...execution("HTTP Method: GET, Resource Path: /open"),
        "Lambda execution failed with status 200 due to customer function error: ****",
        answered("DEFAULT_5XX", 502),
        "Method completed with status: 502",
      ],
    ],
    [
      "a function's result that is none",
      "GET /dev/open",
      { serve: () => "s3cr3t" },
      [
        ...keyless("GET /open"),
        ...execution("HTTP Method: GET, Resource Path: /open"),
        "Execution failed due to configuration error: Malformed Lambda proxy response",
        answered("DEFAULT_5XX", 502),
        "Method completed with status: 502",
      ],
    ],
  ])("tells of %s", async (_, line, settings, texts) => {
    expect(await textsOf(line, settings)).toEqual(texts);
  });

  it("tells that a policy was kept by not telling that the authorizer was run", async () => {
    const { texts, send } = logged();
    await send("GET /dev/petstore/v1/pets");
    expect(texts()).toContain(COMPLETED);
    const before = texts().length;
    await send("GET /dev/petstore/v1/pets");
    const again = texts().slice(before);
    expect(again).toContain(PRINCIPAL);
    expect(again).not.toContain(COMPLETED);
  });

  const [masked, planlessMasked] = ["***************6789ab", "***************6789ab"];
  const verifying = (key: string) =>
    `Verifying Usage Plan for request: r1. API Key: ${key} API Stage: abcdef1234/dev`;
  const notAuthorized = (key: string) =>
    `API Key ${key} not authorized because method 'GET /open' requires API Key and API Key is not associated with a Usage Plan for API Stage abcdef1234/dev`;
  it.each([
    [
      "a key",
      KEY,
      [
        verifying(masked),
        `Usage Plan check succeeded for API Key ${masked} and API Stage abcdef1234/dev`,
        ...execution("HTTP Method: GET, Resource Path: /open"),
        ...SERVED,
      ],
    ],
    ["no key", "", [verifying(""), notAuthorized(""), answered("INVALID_API_KEY", 403)]],
    [
      "a key that does not exist, which may be any secret",
      "Bearer-s3cr3t-0123456789",
      [verifying("****"), notAuthorized("****"), answered("INVALID_API_KEY", 403)],
    ],
    [
      "a key without a plan",
      PLANLESS_KEY,
      [verifying(planlessMasked), notAuthorized(planlessMasked), answered("INVALID_API_KEY", 403)],
    ],
  ])("tells of %s", async (_, key, texts) => {
    const settings = { document: keyedContract(), usagePlans: readPlans(plansFile()) };
    expect(await textsOf("GET /dev/open", settings, { headers: withKey(key) })).toEqual(texts);
  });

  it("tells of a quota that is used up", async () => {
    const quota = { limit: 1, period: "DAY" };
    const settings = { document: keyedContract(), usagePlans: readPlans(plansFile({ quota })) };
    const { texts, send } = logged(settings);
    for (const status of [200, 429]) {
      expect(await send("GET /dev/open", { headers: withKey(KEY) })).toBe(status);
    }
    expect(texts().slice(-3)).toEqual([
      verifying(masked),
      `API Key ${masked} exceeded quota limit for API Stage abcdef1234/dev: Key quota exhausted for Usage Plan ID gold. Limit: 1 Period: DAY`,
      answered("QUOTA_EXCEEDED", 429),
    ]);
  });

  it.each([
    ["GET /dev/open", "{}", "Missing required request parameters: [tenant]", "BAD_REQUEST_PARAMETERS"],
    [
      "GET /dev/open?tenant=a",
      '"s3cr3t"',
      "Request body does not match model schema for content type ****: ****",
      "BAD_REQUEST_BODY",
    ],
  ])("tells what is invalid about `%s` with the body `%s`", async (line, body, text, type) => {
    const get = operation({
      security: [],
      parameters: [{ name: "tenant", in: "query", required: true }],
      requestBody: { content: { $default: { schema: { type: "object" } } } },
      "x-amazon-apigateway-request-validator": "all",
    });
    const validators = { all: { validateRequestParameters: true, validateRequestBody: true } };
    const document = contract(
      {},
      { paths: { "/open": { get } }, "x-amazon-apigateway-request-validators": validators, components: {} },
    );
    expect(await textsOf(line, { document }, { body: Buffer.from(body) })).toEqual([
      ...keyless("GET /open"),
      ...execution("HTTP Method: GET, Resource Path: /open"),
      text,
      answered(type, 400),
      "Method completed with status: 400",
    ]);
  });

  it.each([
    ["expired", [...STARTED_POOL, "Unauthorized request: r1", answered("UNAUTHORIZED", 401)]],
    [
      "verified",
      [
        ...STARTED_POOL,
        COMPLETED,
        ...keyless("GET /open"),
        ...execution("HTTP Method: GET, Resource Path: /open"),
        ...SERVED,
      ],
    ],
  ] as const)("tells of a user pool's token that is %s", async (type, texts) => {
    const arn = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Lychgate";
    const pool = {
      ...scheme(),
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [arn] },
    };
    const document = contract(
      {},
      {
        paths: { "/open": { get: operation({ security: [{ pool: [] }] }) } },
        components: { securitySchemes: { pool } },
      },
    );
    const verdict = { type, claims: { token_use: "id", sub: "s3cr3t" } };
    const userPools = { [arn]: async () => verdict };
    expect(await textsOf("GET /dev/open", { document, userPools })).toEqual(texts);
  });

  it("changes no answer when it cannot be written, and reads no clock when nobody asks for it", async () => {
    let calls = 0;
    const clock = () => NOW + calls++ * 0;
    const fail = () => {
      throw new Error("disk full");
    };
    expect(await logged({ executionLog: fail }).send("GET /dev/open")).toBe(200);
    const { send } = petstore({ clock });
    await send("GET /dev/none");
    const unread = calls;
    calls = 0;
    const { send: sendLogged } = logged({ clock });
    await sendLogged("GET /dev/none");
    expect(calls).toBe(unread + 2);
  });
});

describe("what the execution log never tells", () => {
  const secrets = fc.uniqueArray(fc.stringMatching(/^[a-z]{4}[A-Z0-9]{16}$/), { minLength: 6, maxLength: 6 });
  const lines = fc.constantFrom(
    "GET /dev/pets",
    "POST /dev/pets",
    "GET /dev/pets/{secret}",
    "GET /dev/open",
    "GET /dev/free",
    "GET /dev/none",
    "GET /{secret}/open",
  );
  const outcomes = fc.constantFrom("answers", "fails", "is no result");

  it("is what a caller sends or a function returns, not even the end of it", async () => {
    await fc.assert(
      fc.asyncProperty(
        secrets,
        lines,
        outcomes,
        outcomes,
        fc.boolean(),
        async (sent, line, first, second, known) => {
          const [token = "", name = "", value = "", parameter = "", body = "", returned = ""] = sent;
          const outcome = (kind: string, answer: object) => () => {
            if (kind === "fails") throw new Error(returned);
            return kind === "answers"
              ? answer
              : { [returned]: returned, context: [returned], statusCode: returned };
          };
          const { lines: log, send } = logged({
            document: keyedContract(),
            usagePlans: readPlans(plansFile()),
            authorize: outcome(
              first,
              result(undefined, { principalId: returned, context: { [returned]: returned } }),
            ),
            serve: outcome(second, { statusCode: 200, body: returned, headers: { [returned]: returned } }),
          });
          await send(`${line.replace("{secret}", parameter)}?${parameter}=${parameter}`, {
            headers: [
              ["Authorization", `Bearer ${token}`],
              ["x-api-key", known ? KEY : value],
              [name, value],
              ["Content-Type", `text/${value}`],
              ["X-HTTP-Method-Override", line.startsWith("POST") ? value : "GET"],
            ],
            body: Buffer.from(body),
          });
          const text = log.join("\n");
          expect(log.length).toBeGreaterThan(1);
          for (const secret of sent) expect(text).not.toContain(secret.slice(-6));
          expect(text).not.toContain(KEY.slice(0, -6));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is a value that the API's author made part of a response", async () => {
    const responses = {
      "x-amazon-apigateway-gateway-responses": {
        UNAUTHORIZED: { responseTemplates: { "application/json": "$method.request.header.X-Secret" } },
      },
    };
    const { lines, send } = logged({ document: contract({}, responses) });
    expect(await send("GET /dev/petstore/v1/pets", { headers: [["X-Secret", "s3cr3t"]] })).toBe(401);
    expect(lines.join()).toContain("Unauthorized request: r1");
    expect(lines.join()).not.toContain("s3cr3t");
  });
});
