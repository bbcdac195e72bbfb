import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { lychgate, startLychgate } from "../../test/lychgate.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { listenOnLoopback } from "../loopback.ts";

const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:things";
const POOL = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Lychgate";

const CONTRACT = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "things", version: "1" },
  paths: {
    "/things": {
      get: {
        security: [{ pool: [] }],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
        },
      },
    },
  },
  components: {
    securitySchemes: {
      pool: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [POOL] },
      },
    },
  },
});

const THINGS = `export const handler = async ({ requestContext }) => ({
  statusCode: 200,
  body: requestContext.authorizer.claims["cognito:groups"],
});
`;

const FILES = { "api.yaml": CONTRACT, "things.mjs": THINGS };
const SERVE = ["serve", "api.yaml", "--port", "0", "--handler", "things=things.mjs"];

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

function tokenOf(expiresIn: number): string {
  const exp = Math.floor(Date.now() / 1000) + expiresIn;
  const iss = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Lychgate";
  const claims = { sub: "ann", iss, aud: "client", token_use: "id", exp, "cognito:groups": ["a", "b"] };
  const input = [{ alg: "RS256", kid: "key" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [...input, sign("sha256", Buffer.from(input.join(".")), privateKey).toString("base64url")].join(".");
}

describe("lychgate serve --user-pool", () => {
  it("verifies tokens by the keys at the address, and prints none", async () => {
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "key", alg: "RS256", use: "sig" }];
    const keyServer = await listenOnLoopback(
      createServer((_, response) => response.end(JSON.stringify({ keys }))),
      0,
    );
    const serving = startLychgate([...SERVE, "--user-pool", `${POOL}=${keyServer.endpoint}/jwks.json`], {
      cwd: createFolder(FILES).root,
    });
    const url = `${await serving.nextLine()}/things`;
    const answers = [];
    const printed = [];
    for (const Authorization of ["", tokenOf(600), tokenOf(-60), "Bearer nonsense"]) {
      const response = await fetch(url, { headers: { Authorization } });
      answers.push([response.status, await response.text()]);
      printed.push(await serving.nextLine());
    }
    expect(answers).toEqual([
      [401, '{"message":"Unauthorized"}'],
      [200, "a,b"],
      [401, '{"message":"The incoming token has expired"}'],
      [401, '{"message":"Unauthorized"}'],
    ]);
    expect(printed.join()).not.toMatch(/eyJ|nonsense/);
    expect(await serving.end()).toBe(0);
    await keyServer.close();
  });

  it.each([
    [[], `expected the user pool \`${POOL}\`, came none`],
    [["--user-pool", "eu-west-1_Lychgate"], "expected the ARN of a user pool, came `eu-west-1_Lychgate`"],
    [
      ["--user-pool", `${POOL}=keys.json`],
      "--user-pool expects the address of its keys after `=`, came `keys.json`",
    ],
  ])("says what is wrong with %j", async (args, problem) => {
    const { code, stderr } = await lychgate([...SERVE, ...args], { cwd: createFolder(FILES).root });
    expect(code).toBe(2);
    expect(stderr).toContain(problem);
  });
});
