import { describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function:things";

const CONTRACT = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/things": {
      get: {
        security: [{ api_key: [] }],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`,
        },
      },
    },
  },
  components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } },
});

const THINGS = `export const handler = async ({ requestContext }) => ({
  statusCode: 200,
  body: requestContext.identity.apiKeyId,
});
`;

const KEY = "clinicKey0123456789ab";

const PLANS = `
apiKeys:
  - { id: clinic, value: ${KEY} }
usagePlans:
  - id: gold
    apiStages: [{ apiId: abcdef1234, stage: dev }]
    quota: { limit: 1, period: MONTH }
    keyIds: [clinic]
`;

const FILES = { "api.yaml": CONTRACT, "things.mjs": THINGS, "plans.yaml": PLANS };
const SERVE = ["serve", "api.yaml", "--port", "0", "--handler", "things=things.mjs"];

describe.concurrent("lychgate serve --plans", () => {
  it("asks for API keys, counts against their plans, and prints no key", async () => {
    const serving = startLychgate([...SERVE, "--plans", "plans.yaml"], { cwd: createFolder(FILES).root });
    const url = `${await serving.nextLine()}/things`;
    const answers = [];
    const printed = [];
    for (const headers of [{}, { "x-api-key": KEY }, { "x-api-key": KEY }]) {
      const response = await fetch(url, { headers });
      answers.push([response.status, await response.text()]);
      printed.push(await serving.nextLine());
    }
    expect(answers).toEqual([
      [403, '{"message":"Forbidden"}'],
      [200, "clinic"],
      [429, '{"message":"Limit Exceeded"}'],
    ]);
    expect(await serving.end()).toBe(0);
    const { stderr } = await serving.stopReading();
    expect(printed.join() + stderr).not.toContain(KEY);
  });

  it("warns that a method asks for a key that nobody can have", async () => {
    const serving = startLychgate(SERVE, { cwd: createFolder(FILES).root });
    expect(
      (await fetch(`${await serving.nextLine()}/things`, { headers: { "x-api-key": KEY } })).status,
    ).toBe(403);
    await serving.end();
    const { stderr } = await serving.stopReading();
    expect(stderr).toContain(
      "lychgate: /things/GET requires an API key, and no usage plan has `abcdef1234/dev`\n",
    );
  });

  it.each([
    ["that is missing", null, "plans.yaml cannot be read: ENOENT"],
    ["that is no YAML", `a: [ ${KEY}`, "plans.yaml cannot be read: "],
    ["that is empty", "", "plans: expected an object, came null"],
    [
      "with a key that is too short",
      PLANS.replace(KEY, KEY.slice(2)),
      "apiKeys[0].value: expected 20 to 128",
    ],
    [
      "with a throttle for a method that is not there",
      `${PLANS}methodThrottles: { "things/PUT": { rateLimit: 1, burstLimit: 1 } }\n`,
      "methodThrottles.things/PUT: expected a method of `abcdef1234/dev`",
    ],
  ])("does not start with a file %s", async (_, plans, message) => {
    const { "plans.yaml": _valid, ...files } = FILES;
    const { root } = createFolder(plans === null ? files : { ...files, "plans.yaml": plans });
    const { code, stdout, stderr } = await lychgate([...SERVE, "--plans", "plans.yaml"], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`lychgate: ${message}`);
    expect(stderr).not.toContain(KEY.slice(2));
  });
});
