import { describe, expect, it } from "vitest";
import { contract, petstore, text } from "../../test/petstore.ts";
import type { LogEntry } from "../api.ts";
import type { DecisionEntry } from "../decision-entry.ts";

const PETS = "GET /dev/petstore/v1/pets";
const ENDPOINT = { vpcId: "vpc-1", vpcEndpointId: "vpce-1" };

function guarded(...statements: object[]): object {
  const common = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
  const Statement = statements.map((statement) => ({ ...common, ...statement }));
  return contract({}, { "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement } });
}

async function decisionOf(line: string, document: object): Promise<DecisionEntry | undefined> {
  const entries: DecisionEntry[] = [];
  await petstore({ document, onDecision: (entry) => entries.push(entry) }).send(line);
  return entries[0];
}

describe("the decision entry names the resource policy's statement", () => {
  it.each([
    [
      "that denies before the authorizer",
      PETS,
      [{ Sid: "Shut", Effect: "Deny" }],
      "explicitDeny",
      ["Shut"],
      "none",
    ],
    ["that allows anybody", "GET /dev/open", [{ Sid: "Open", Effect: "Allow" }], "allowed", ["Open"], "none"],
    [
      "that allows beside the authorizer",
      PETS,
      [{ Sid: "Open", Effect: "Allow" }],
      "allowed",
      ["Open"],
      "miss",
    ],
  ])("%s", async (_, line, statements, decision, sids, authorizer) => {
    expect(await decisionOf(line, guarded(...statements))).toMatchObject({ decision, sids, authorizer });
  });

  it("of none when it is silent", async () => {
    const silent = guarded({ Sid: "Other", Effect: "Allow", Resource: "execute-api:/dev/GET/x" });
    expect(await decisionOf("GET /dev/open", silent)).toMatchObject({ decision: "implicitDeny", sids: [] });
  });
});

describe("an API of the wrong kind for the caller's network", () => {
  it.each([
    ["PRIVATE", undefined],
    ["REGIONAL", ENDPOINT],
  ] as const)("%s says so in the log", async (endpointType, vpcEndpoint) => {
    const entries: LogEntry[] = [];
    const document = guarded({ Effect: "Allow" });
    const { send } = petstore({
      document,
      definition: { endpointType },
      log: (entry) => entries.push(entry),
    });
    const response = await send("GET /dev/open", vpcEndpoint && { vpcEndpoint });
    expect([response.status, text(response)]).toEqual([403, '{"message":"Forbidden"}']);
    expect(entries.map(({ reason }) => reason)).toEqual(["WrongEndpoint"]);
  });
});
