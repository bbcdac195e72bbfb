import { describe, expect, it } from "vitest";
import { signedContract } from "../../test/iam.ts";
import { contract, EVERYTHING, petstore, result, statement, text } from "../../test/petstore.ts";
import { signedRequest } from "../../test/signed-request.ts";
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import { createIamDirectory } from "../iam/iam-directory.ts";
import type { IamFile } from "../iam/iam-file.ts";
import { evaluatePolicies } from "./evaluate-policies.ts";

const PETS = "GET /dev/petstore/v1/pets";
const ROLE = "arn:aws:iam::111122223333:role/clinic/vet";
const NOW = Date.UTC(2026, 0, 1);

function policyOf(...statements: object[]): object {
  const common = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
  const Statement = statements.map((each) => ({ Effect: "Allow", ...common, ...each }));
  return { "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement } };
}

/** A role that may do nothing by its own policies. */
const ACCOUNT: IamFile = {
  accountId: "111122223333",
  roles: [
    {
      name: "vet",
      path: "/clinic/",
      trustPolicy: {
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
      },
    },
  ],
};

async function callAsVet(...statements: object[]): Promise<{ status: number; body: string }> {
  const iam = createIamDirectory(ACCOUNT, () => NOW);
  const role = iam.findRole(ROLE);
  if (!role) throw new Error("expected the role, came none");
  const { credentials } = iam.issueSession(role, { name: "ben", durationSeconds: 3600 });
  const { gateway } = petstore({ document: signedContract(policyOf(...statements)), iam, clock: () => NOW });
  const response = await gateway.handle(await signedRequest(PETS, { credentials, at: NOW }));
  return { status: response.status, body: text(response) };
}

describe("a session of a role is allowed by a resource policy for", () => {
  const session = "arn:aws:sts::111122223333:assumed-role/vet/ben";
  it.each([
    ["the role", { Principal: { AWS: ROLE } }, 200],
    ["the role without its path", { Principal: { AWS: ROLE.replace("clinic/", "") } }, 403],
    ["the session", { Principal: { AWS: session } }, 200],
    ["another session", { Principal: { AWS: `${session}jamin` } }, 403],
    ["the role's ARN in a condition", { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } } }, 200],
    ["the session's ARN in a condition", { Condition: { ArnEquals: { "aws:PrincipalArn": session } } }, 403],
    [
      "the account in a condition",
      { Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } },
      200,
    ],
    [
      "a principal who comes from elsewhere",
      { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
      403,
    ],
  ])("%s", async (_, allow, status) => {
    expect((await callAsVet(allow)).status).toBe(status);
  });

  it("nobody, and is told so by its own name", async () => {
    const { body } = await callAsVet({ Resource: "execute-api:/x" });
    expect(body).toContain(
      `"User: ${session} is not authorized to perform: execute-api:Invoke on resource: `,
    );
  });
});

describe("a caller cannot replace what the request says", () => {
  it("by a principal's condition keys", async () => {
    const Condition = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    const iam = createIamDirectory(ACCOUNT, () => NOW);
    const spoofing: typeof iam = {
      ...iam,
      findCredentials(accessKeyId) {
        const found = iam.findCredentials(accessKeyId);
        return found && { ...found, caller: { ...found.caller, context: { "aws:SourceIp": "192.0.2.1" } } };
      },
    };
    const role = iam.findRole(ROLE);
    if (!role) throw new Error("expected the role, came none");
    const { credentials } = iam.issueSession(role, { name: "ben", durationSeconds: 3600 });
    const document = signedContract(policyOf({ Condition }));
    const { gateway } = petstore({ document, iam: spoofing, clock: () => NOW });
    const request = await signedRequest(PETS, { credentials, at: NOW }, { sourceIp: "203.0.113.1" });
    expect((await gateway.handle(request)).status).toBe(403);
  });
});

describe("a resource policy beside an authorizer", () => {
  it("that begins to deny while the authorizer is asked denies", async () => {
    let now = 1_000_000;
    const Condition = { NumericGreaterThanEquals: { "aws:EpochTime": "1010" } };
    const { send, backend } = petstore({
      document: contract({}, policyOf({ Effect: "Deny", Condition })),
      clock: () => now,
      authorize: () => {
        now = 1_010_000;
        return result([statement("Allow", EVERYTHING)]);
      },
    });
    const response = await send(PETS);
    expect([response.status, text(response)]).toEqual([
      403,
      '{"Message":"User is not authorized to access this resource with an explicit deny"}',
    ]);
    expect(backend.events).toEqual([]);
  });
});

describe("a request that came past its authentication", () => {
  it.each(["CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS"])("is a fault where %s is asked for", (type) => {
    const exchange = { route: { method: { authorization: { type } } } } as unknown as Exchange;
    expect(() => evaluatePolicies(exchange, {} as unknown as Api)).toThrow(
      "expected an authenticated caller",
    );
  });
});
