import { describe, expect, it } from "vitest";
import { type Answer, clientFor, startStubEndpoint } from "../test/endpoint.ts";
import { createDynamoPolicyStore } from "./dynamo-policy-store.ts";
import { isOutage, PolicyStoreError } from "./errors.ts";

const faultOf = (name: string, status = 400): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb#${name}`, message: "" }),
});

async function errorFrom(answer: Answer): Promise<unknown> {
  const { client, close } = await startStubEndpoint(() => answer);
  const store = createDynamoPolicyStore({ client, tableName: "policies" });
  const error = await store.get(["pet-owner"]).catch((caught: unknown) => caught);
  await close();
  return error;
}

describe("an outage", () => {
  it.each<[string, boolean, Answer]>([
    ["throttling", true, faultOf("ProvisionedThroughputExceededException")],
    ["an error of DynamoDB's own", true, faultOf("InternalServerError", 500)],
    ["an unknown error of the server", true, faultOf("SomethingException", 500)],
    ["a bad gateway", true, { status: 502, body: "<html>bad gateway</html>" }],
    ["no permission", false, faultOf("AccessDeniedException")],
    ["no table", false, faultOf("ResourceNotFoundException")],
    ["a bad request", false, faultOf("ValidationException")],
    ["a signature of another time", false, faultOf("RequestTimeTooSkewed", 403)],
    ["an unknown refusal", false, faultOf("SomethingException")],
    ["an answer without the part asked for", false, { status: 200, body: "{}" }],
  ])("because of %s: %s", async (_, expected, answer) => {
    expect(isOutage(await errorFrom(answer))).toBe(expected);
  });

  it("is a table that nobody answers for", async () => {
    const store = createDynamoPolicyStore({ client: clientFor("http://127.0.0.1:1"), tableName: "policies" });
    expect(isOutage(await store.get(["pet-owner"]).catch((caught: unknown) => caught))).toBe(true);
  });

  it.each([new Error("down"), new PolicyStoreError("Malformed", "item"), "down", undefined])(
    "is not %s",
    (error) => {
      expect(isOutage(error)).toBe(false);
    },
  );
});
