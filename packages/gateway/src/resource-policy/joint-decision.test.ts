import { evaluate, prepare } from "@lychgate/evaluation";
import type { Decision, PolicyDocument } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { jointDecision } from "./joint-decision.ts";

const PETS = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/GET/pets";
const DECISIONS = ["allowed", "implicitDeny", "explicitDeny"] as const satisfies Decision[];
const PAIRS = DECISIONS.flatMap((identity) => DECISIONS.map((resource) => [identity, resource] as const));

/** A document that decides so about the pets. */
function documentThat(decision: Decision): PolicyDocument {
  const Resource = decision === "implicitDeny" ? `${PETS}/none` : PETS;
  const Effect = decision === "explicitDeny" ? "Deny" : "Allow";
  return { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] };
}

describe("what comes of two policies", () => {
  it.each(PAIRS)("within an account is what one document of both decides: %s, %s", (identity, resource) => {
    const both = prepare([documentThat(identity), documentThat(resource)]);
    const { decision } = evaluate(both, { methodArn: PETS });
    expect(jointDecision("sameAccount", identity, resource)).toBe(decision);
  });

  it.each(PAIRS)("across accounts is an Allow only of both: %s, %s", (identity, resource) => {
    const decision = jointDecision("otherAccount", identity, resource);
    expect(decision === "allowed").toBe(identity === "allowed" && resource === "allowed");
    expect(decision === "explicitDeny").toBe([identity, resource].includes("explicitDeny"));
  });

  it.each(PAIRS)("does not depend on which of them is the identity's: %s, %s", (identity, resource) => {
    for (const relation of ["sameAccount", "otherAccount"] as const) {
      expect(jointDecision(relation, identity, resource)).toBe(jointDecision(relation, resource, identity));
    }
  });
});
