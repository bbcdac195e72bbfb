/**
 * What comes of an identity's policy and a resource policy together. The identity's is that of an IAM caller or what
 * a Lambda authorizer returned; a policy that is silent, or not there, decides `implicitDeny`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
import type { Decision } from "@lychgate/policy";

/** Whether caller and API belong to one AWS account. */
export type AccountRelation = "sameAccount" | "otherAccount";

type Table = Readonly<Record<Decision, Readonly<Record<Decision, Decision>>>>;

const DENIED = {
  allowed: "explicitDeny",
  implicitDeny: "explicitDeny",
  explicitDeny: "explicitDeny",
} as const;

/** Relation → the identity's decision → the resource policy's → the result. The tables A and B of the page above. */
const TABLES: Readonly<Record<AccountRelation, Table>> = {
  sameAccount: {
    allowed: { allowed: "allowed", implicitDeny: "allowed", explicitDeny: "explicitDeny" },
    implicitDeny: { allowed: "allowed", implicitDeny: "implicitDeny", explicitDeny: "explicitDeny" },
    explicitDeny: DENIED,
  },
  otherAccount: {
    allowed: { allowed: "allowed", implicitDeny: "implicitDeny", explicitDeny: "explicitDeny" },
    implicitDeny: { allowed: "implicitDeny", implicitDeny: "implicitDeny", explicitDeny: "explicitDeny" },
    explicitDeny: DENIED,
  },
};

export function jointDecision(relation: AccountRelation, identity: Decision, resource: Decision): Decision {
  return TABLES[relation][identity][resource];
}
