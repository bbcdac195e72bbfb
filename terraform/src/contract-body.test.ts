import { describe, expect, it } from "vitest";
import { parse } from "../test/json.ts";
import { PETSTORE } from "../test/petstore-contract.ts";
import { type ContractBodyOptions, contractBody } from "./contract-body.ts";
import type { JsonObject } from "./contract-document.ts";

/** As Terraform writes one. */
const expression = (path: string) => `$\{${path}}`;

const OPTIONS: ContractBodyOptions = {
  title: "lychgate-dev-api",
  api: {
    access: { protected: true, onlyFrom: "off" },
    cors: { origin: "https://pets.example.com" },
    upstream: { kind: "function", memoryMegabytes: 128, reservedConcurrency: "off" },
  },
  values: {
    region: "eu-west-1",
    authorizer_arn: expression("fn.authorizer.arn"),
    petstore_arn: expression("fn.petstore.arn"),
  },
};

const bodyOf = (api: Partial<ContractBodyOptions["api"]> = {}, contract: JsonObject = PETSTORE) =>
  parse(contractBody(contract, { ...OPTIONS, api: { ...OPTIONS.api, ...api } }));

const withDescription = (description: string): JsonObject => ({ ...PETSTORE, info: { description } });

describe("the placeholders of a contract", () => {
  it("become Terraform expressions", () => {
    const text = contractBody(PETSTORE, OPTIONS);
    expect(text).toContain(`functions/${expression("fn.petstore.arn")}/invocations`);
    expect(text).toContain(`functions/${expression("fn.authorizer.arn")}/invocations`);
    expect(text).toContain("arn:aws:apigateway:eu-west-1:lambda");
  });

  it.each(["zone", "", "Region", "constructor", "aws_iam_role.x.arn"])(
    "that are not known are refused: %s",
    (name) => {
      expect(() => bodyOf({}, withDescription(`of $${expression(name)}`))).toThrow(
        /^the contract's placeholder `\$\{.*\}` has no value; expected one of `region`, `authorizer_arn`, `petstore_arn`$/,
      );
    },
  );

  it("are no directives of Terraform's: those are escaped", () => {
    expect(bodyOf({}, withDescription("100 %{ if true }")).info).toMatchObject({
      description: "100 %%{ if true }",
    });
  });

  it("are not looked for in what a value says", () => {
    const values = { ...OPTIONS.values, region: expression("region") };
    expect(() => contractBody(PETSTORE, { ...OPTIONS, values })).not.toThrow();
  });
});

describe("a protected API", () => {
  it("keeps the contract's security at every operation", () => {
    expect(bodyOf()).toHaveProperty(["paths", "/petstore/v1/pets", "get", "security"], [{ groups: [] }]);
    expect(bodyOf()).toHaveProperty(["components", "securitySchemes", "groups"]);
  });
});

describe("an open API", () => {
  const open = bodyOf({ access: { protected: false } });

  it("names no authorizer anywhere", () => {
    expect(JSON.stringify(open)).not.toMatch(/security|authorizer_arn|fn\.authorizer/);
  });

  it("is otherwise the same", () => {
    expect(open.paths).toHaveProperty(["/petstore/v1/pets", "get", "operationId"], "listPets");
    expect(Object.keys(open.paths ?? {})).toEqual(Object.keys(PETSTORE.paths ?? {}));
  });
});

describe("the answers that API Gateway gives itself", () => {
  const responses = "x-amazon-apigateway-gateway-responses";

  it.each(["DEFAULT_4XX", "DEFAULT_5XX", "ACCESS_DENIED", "MISSING_AUTHENTICATION_TOKEN"])(
    "can be read by a browser's page: %s",
    (type) => {
      expect(bodyOf()).toHaveProperty(
        [responses, type, "responseParameters", "gatewayresponse.header.Access-Control-Allow-Origin"],
        "'https://pets.example.com'",
      );
    },
  );

  it("carry no such headers where no origin is named", () => {
    expect(JSON.stringify(bodyOf({ cors: "off" }))).not.toContain("Access-Control");
  });

  it("write `Message` in a denial, as API Gateway does", () => {
    expect(bodyOf()).toHaveProperty([responses, "ACCESS_DENIED", "responseTemplates"], {
      "application/json": '{"Message":$context.error.messageString}',
    });
  });

  it("leave the defaults without a status, which every other answer would take over", () => {
    for (const type of ["DEFAULT_4XX", "DEFAULT_5XX"]) {
      expect(bodyOf()).not.toHaveProperty([responses, type, "statusCode"]);
    }
  });

  it("are the contract's own where it has them", () => {
    const own = { ...PETSTORE, [responses]: { ACCESS_DENIED: { statusCode: 404 } } };
    expect(bodyOf({}, own)).toHaveProperty([responses, "ACCESS_DENIED"], { statusCode: 404 });
  });
});

describe("an upstream over HTTP", () => {
  const integration = (api: Partial<ContractBodyOptions["api"]>, values: object = {}) => {
    const text = contractBody(PETSTORE, {
      ...OPTIONS,
      api: { ...OPTIONS.api, ...api },
      values: { region: "eu-west-1", authorizer_arn: "a", ...values },
    });
    return parse(JSON.stringify(parse(text).paths))["/petstore/v1/pets/{petId}"];
  };
  const ours = "x-amazon-apigateway-integration";

  it("is called with the path, and told who calls", () => {
    expect(integration({ upstream: { kind: "http", url: "https://pets.internal/" } })).toHaveProperty(
      ["delete", ours],
      {
        type: "http_proxy",
        httpMethod: "DELETE",
        uri: "https://pets.internal/petstore/v1/pets/{petId}",
        connectionType: "INTERNET",
        requestParameters: {
          "integration.request.path.petId": "method.request.path.petId",
          "integration.request.header.x-lychgate-principal": "context.authorizer.principalId",
          "integration.request.header.x-lychgate-groups": "context.authorizer.groups",
        },
      },
    );
  });

  it("may be reached through a VPC link", () => {
    const upstream = {
      kind: "vpc-link",
      url: "http://pets.internal",
      loadBalancer: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/x/1",
    } as const;
    expect(integration({ upstream }, { vpc_link_id: expression("link.id") })).toHaveProperty(
      ["get", ours],
      expect.objectContaining({ connectionType: "VPC_LINK", connectionId: expression("link.id") }),
    );
  });
});
