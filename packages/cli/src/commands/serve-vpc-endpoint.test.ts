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
        security: [],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`,
        },
      },
    },
  },
  "x-amazon-apigateway-policy": {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } },
    },
  },
});

const THINGS = `export const handler = async ({ requestContext }) => ({
  statusCode: 200,
  body: requestContext.identity.vpceId,
});
`;

const SERVE = ["serve", "api.yaml", "--port", "0", "--handler", "things=things.mjs"];
const FILES = { "api.yaml": CONTRACT, "things.mjs": THINGS };

describe.concurrent("lychgate serve --vpc-endpoint", () => {
  it.each([
    ["vpc-1/vpce-1", 200, "vpce-1"],
    ["vpc-1/vpce-2", 403, "User: anonymous is not authorized"],
  ])("%s is what the resource policy sees", async (endpoint, status, body) => {
    const { root } = createFolder(FILES);
    const serving = startLychgate([...SERVE, "--vpc-endpoint", endpoint], { cwd: root });
    const response = await fetch(`${await serving.nextLine()}/things`);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(body);
    expect(await serving.end()).toBe(0);
  });

  it.each(["vpce-1", "vpce-1/vpc-1", "vpc-1/", "vpc-1/vpce-1/x"])("cannot be `%s`", async (endpoint) => {
    const { root } = createFolder(FILES);
    const { code, stderr } = await lychgate([...SERVE, "--vpc-endpoint", endpoint], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain("expected the ids of a VPC and of an endpoint in it");
  });
});
