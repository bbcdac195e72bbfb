import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { PolicyPrincipal } from "./principal.ts";
import { policiesFor, prepareResourcePolicy } from "./resource-policy.ts";

const PETS = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets";

const ACCOUNTS = ["111122223333", "444455556666"];
const USERS = ACCOUNTS.flatMap((account) =>
  ["ann", "ben"].map((name) => `arn:aws:iam::${account}:user/${name}`),
);

const anyCaller: fc.Arbitrary<PolicyPrincipal | undefined> = fc.option(
  fc.constantFrom(...USERS).map((arn) => ({ accountId: arn.split(":")[4] ?? "", arns: [arn] })),
  { nil: undefined },
);

const anyNames = fc.uniqueArray(fc.constantFrom(...ACCOUNTS, ...USERS), { minLength: 1, maxLength: 4 });

const anyAllow = fc
  .oneof(fc.constant("*"), fc.record({ AWS: anyNames }))
  .map((Principal) => ({ Effect: "Allow", Principal }));

const anyDeny = fc.oneof(
  fc
    .oneof(fc.constant("*"), fc.record({ AWS: anyNames }))
    .map((Principal) => ({ Effect: "Deny", Principal })),
  fc.record({ AWS: anyNames }).map((NotPrincipal) => ({ Effect: "Deny", NotPrincipal })),
);

const anyStatements = fc.array(fc.oneof(anyAllow, anyDeny), { minLength: 1, maxLength: 4 });

function decide(statements: object[], caller: PolicyPrincipal | undefined, accounts: "allow" | "delegate") {
  const common = { Action: "execute-api:Invoke", Resource: PETS };
  const policy = prepareResourcePolicy({ Statement: statements.map((each) => ({ ...common, ...each })) });
  return evaluate(policiesFor(policy, caller, accounts), { methodArn: PETS }).decision;
}

describe("for any resource policy and caller", () => {
  it("delegating to accounts lets nobody in whom allowing them does not, and denies the same", () => {
    fc.assert(
      fc.property(anyStatements, anyCaller, (statements, caller) => {
        const delegated = decide(statements, caller, "delegate");
        const allowed = decide(statements, caller, "allow");
        if (delegated === "allowed") expect(allowed).toBe("allowed");
        expect(delegated === "explicitDeny").toBe(allowed === "explicitDeny");
      }),
    );
  });

  it("one more Deny lets nobody in, and one more Allow keeps nobody out", () => {
    fc.assert(
      fc.property(anyStatements, anyDeny, anyAllow, anyCaller, (statements, deny, allow, caller) => {
        const before = decide(statements, caller, "allow") === "allowed";
        if (decide([...statements, deny], caller, "allow") === "allowed") expect(before).toBe(true);
        if (before) expect(decide([...statements, allow], caller, "allow")).toBe("allowed");
      }),
    );
  });

  it("a Deny for some and a Deny for all but them leave nobody", () => {
    fc.assert(
      fc.property(anyNames, anyCaller, (AWS, caller) => {
        const denies = [
          { Effect: "Deny", Principal: { AWS } },
          { Effect: "Deny", NotPrincipal: { AWS } },
        ];
        expect(decide([{ Effect: "Allow", Principal: "*" }, ...denies], caller, "allow")).toBe(
          "explicitDeny",
        );
      }),
    );
  });

  it("whoever is unknown is let in by a statement for everyone alone", () => {
    fc.assert(
      fc.property(anyStatements, (statements) => {
        const named = statements.filter((each) => !("Principal" in each) || each.Principal !== "*");
        if (named.length > 0) expect(decide(named, undefined, "allow")).not.toBe("allowed");
      }),
    );
  });
});
