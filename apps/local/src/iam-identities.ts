/**
 * The IAM users, groups and roles of the account that the local stack stands for. Groups of IAM have nothing to do
 * with groups of the user pool; those have roles.
 */
import { randomBytes } from "node:crypto";
import type { GroupRole } from "@lychgate/cli/user-pool";
import type { AccessKey, IamFile, IamRole } from "@lychgate/gateway";
import type { PolicyDocument } from "@lychgate/policy";

export const ACCOUNT_ID = "111122223333";

const ALICE_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/alice` as const;

/** The role that the function behind `methods.yaml` runs with. */
export const FUNCTION_ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/petstore-methods` as const;

type Operation = "GET/demo/pets" | "GET/demo/status";

interface RoleOfGroup {
  precedence: number;
  trusts: typeof FUNCTION_ROLE_ARN | typeof ALICE_ARN;
  operations: readonly Operation[];
}

/** Group of the user pool → its role, which has the group's name. The owners' does not trust the function. */
const GROUP_ROLES: Readonly<Record<string, RoleOfGroup>> = {
  admins: { precedence: 1, trusts: FUNCTION_ROLE_ARN, operations: ["GET/demo/pets", "GET/demo/status"] },
  "pet-veterinarian": { precedence: 2, trusts: FUNCTION_ROLE_ARN, operations: ["GET/demo/pets"] },
  "pet-owner": { precedence: 3, trusts: ALICE_ARN, operations: ["GET/demo/pets"] },
  "pet-groomer": { precedence: 4, trusts: FUNCTION_ROLE_ARN, operations: ["GET/demo/status"] },
};

/** What the user pool has to know of the roles. */
export function groupRoles(): Map<string, GroupRole> {
  const entries = Object.entries(GROUP_ROLES);
  return new Map(entries.map(([group, { precedence }]) => [group, { roleArn: roleArn(group), precedence }]));
}

function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
}

/** Makes the account for an API, `arn:aws:execute-api:region:account:api/stage`, with a key for alice. */
export function createIdentities(apiArn: string): { file: IamFile; alice: AccessKey } {
  const alice = createAccessKey();
  const file: IamFile = {
    accountId: ACCOUNT_ID,
    groups: [{ name: "demo", policies: [mayCall(apiArn, ["GET/demo/pets"])] }],
    users: [{ name: "alice", groups: ["demo"], accessKeys: [alice] }],
    roles: [functionRole(), ...Object.entries(GROUP_ROLES).map((entry) => groupRole(...entry, apiArn))],
  };
  return { file, alice };
}

/** Its session is issued once, as the function's instance lives as long as the stack. */
function functionRole(): IamRole {
  const Resource = Object.keys(GROUP_ROLES).map(roleArn);
  return {
    name: FUNCTION_ROLE_ARN.slice(FUNCTION_ROLE_ARN.lastIndexOf("/") + 1),
    maxSessionDuration: FUNCTION_SESSION_SECONDS,
    trustPolicy: trust({ Service: "lambda.amazonaws.com" }),
    policies: [policyDocument("sts:AssumeRole", Resource)],
  };
}

/** As long as IAM lets a session last. */
export const FUNCTION_SESSION_SECONDS = 43_200;

function groupRole(group: string, { trusts, operations }: RoleOfGroup, apiArn: string): IamRole {
  return { name: group, trustPolicy: trust({ AWS: trusts }), policies: [mayCall(apiArn, operations)] };
}

function trust(Principal: Readonly<Record<string, string>>): IamRole["trustPolicy"] {
  return { Version: "2012-10-17", Statement: { Effect: "Allow", Principal, Action: "sts:AssumeRole" } };
}

function mayCall(apiArn: string, operations: readonly Operation[]): PolicyDocument {
  return policyDocument(
    "execute-api:Invoke",
    operations.map((operation) => `${apiArn}/${operation}`),
  );
}

function policyDocument(Action: string, Resource: string[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] };
}

/** Made for this run, in the form of AWS's own. */
function createAccessKey(): AccessKey {
  return {
    accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
  };
}
