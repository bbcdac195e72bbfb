import { readIssuers } from "@lychgate/authorizer";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../test/json.ts";
import { FULL, subject } from "../../test/synthesized.ts";
import { issuersVariable } from "./issuers-variable.ts";

const { issuers } = FULL.api.authorizer;

describe("issuers beside the user pool", () => {
  it("are told to the authorizer as it reads them", () => {
    const [authorizer] = subject("full")
      .all("aws_lambda_function")
      .filter((each) => String(each.function_name).endsWith("-authorizer"));
    const [[, environment] = []] = entriesOf({ environment: authorizer?.environment ?? null });
    const [[, variables] = []] = entriesOf(environment);
    const text = variables?.ISSUERS;
    expect(readIssuers(JSON.parse(String(text)), "ISSUERS")).toEqual(issuers);
    expect(Object.keys(variables ?? {})).toEqual(
      expect.arrayContaining(["USER_POOL_ID", "USER_POOL_CLIENT_IDS"]),
    );
  });

  it("are not told of where there are none", () => {
    expect(issuersVariable([])).toEqual({});
  });

  it("are refused before they are deployed", () => {
    const [issuer] = issuers;
    if (!issuer) throw new Error("expected an issuer");
    const wrong = { ...issuer, groupPrefix: "okta/" };
    expect(() => issuersVariable([wrong])).toThrow("expected `issuers[0].groupPrefix` to be letters");
    const long = { ...issuer, requiredScopes: ["x".repeat(3_000)] };
    expect(() => issuersVariable([long])).toThrow("issuers: expected at most 3000 characters of JSON");
  });
});
