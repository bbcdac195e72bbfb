/**
 * Issues sessions of roles to whom their trust policies name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import { evaluate } from "@lychgate/evaluation";
import type { IamCaller } from "../iam-caller.ts";
import type { IamDirectory, Role } from "../iam-directory.ts";
import { type Trust, trustOf } from "../trust-policy.ts";
import { type StsFault, stsFault } from "./sts-fault.ts";
import type { Parameters } from "./sts-parameters.ts";
import type { XmlElement } from "./sts-xml.ts";
import type { WebIdentity } from "./web-identity.ts";

/** The condition keys of a request to the Security Token Service, without those of its caller. */
export type StsContext = Readonly<Record<string, string>>;

const DEFAULT_SECONDS = 3600;
/** What a session may ask for that was itself issued to a role. */
const MAX_CHAINED_SECONDS = 3600;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(
  parameters: Parameters,
  caller: IamCaller,
  context: StsContext,
  directory: IamDirectory,
): XmlElement | StsFault {
  const roleArn = parameters.get("RoleArn") ?? "";
  const role = directory.findRole(roleArn);
  const externalId = parameters.get("ExternalId");
  const full = {
    ...context,
    ...caller.context,
    ...sessionContext(parameters),
    ...(externalId !== undefined && { "sts:ExternalId": externalId }),
  };
  if (!role || !mayAssume(caller, role, full)) return denied(caller.arn, "sts:AssumeRole", roleArn);
  const isChained = caller.context["aws:PrincipalType"] === "AssumedRole";
  const durationSeconds = durationOf(parameters, role, isChained);
  return typeof durationSeconds === "number"
    ? issue(role, parameters, durationSeconds, directory)
    : durationSeconds;
}

/** A role in the caller's account may trust the caller alone; another account has to allow it as well. */
function mayAssume(caller: IamCaller, role: Role, context: StsContext): boolean {
  const action = "sts:AssumeRole";
  const names = [caller.arn, caller.context["aws:PrincipalArn"] ?? caller.arn];
  const trust: Trust = trustOf(role.trust, {
    action,
    roleArn: role.arn,
    kind: "AWS",
    names,
    accountId: caller.accountId,
    context,
  });
  if (trust === "denied" || trust === "silent") return false;
  const { decision } = evaluate(caller.policies, { methodArn: role.arn, action, context });
  if (decision === "explicitDeny") return false;
  return decision === "allowed" || (trust === "direct" && caller.accountId === role.accountId);
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export function assumeRoleWithWebIdentity(
  parameters: Parameters,
  { provider, subject, audience }: WebIdentity,
  context: StsContext,
  directory: IamDirectory,
): XmlElement | StsFault {
  const action = "sts:AssumeRoleWithWebIdentity";
  const role = directory.findRole(parameters.get("RoleArn") ?? "");
  const full = {
    ...context,
    ...sessionContext(parameters),
    [`${provider}:sub`]: subject,
    [`${provider}:aud`]: audience,
  };
  const trust =
    role &&
    trustOf(role.trust, {
      action,
      roleArn: role.arn,
      kind: "Federated",
      names: [`arn:aws:iam::${role.accountId}:oidc-provider/${provider}`],
      context: full,
    });
  if (!role || trust !== "direct") return stsFault("AccessDenied", `Not authorized to perform ${action}`);
  const durationSeconds = durationOf(parameters, role, false);
  if (typeof durationSeconds !== "number") return durationSeconds;
  return {
    ...issue(role, parameters, durationSeconds, directory),
    Provider: provider,
    Audience: audience,
    SubjectFromWebIdentityToken: subject,
  };
}

function sessionContext(parameters: Parameters): StsContext {
  return { "sts:RoleSessionName": parameters.get("RoleSessionName") ?? "" };
}

function denied(caller: string, action: string, roleArn: string): StsFault {
  return stsFault(
    "AccessDenied",
    `User: ${caller} is not authorized to perform: ${action} on resource: ${roleArn}`,
  );
}

function durationOf(parameters: Parameters, role: Role, isChained: boolean): number | StsFault {
  const asked = parameters.get("DurationSeconds");
  const seconds = asked === undefined ? DEFAULT_SECONDS : Number(asked);
  if (seconds > role.maxSessionDuration) {
    return stsFault(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  if (!isChained || seconds <= MAX_CHAINED_SECONDS) return seconds;
  return stsFault(
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  );
}

function issue(
  role: Role,
  parameters: Parameters,
  durationSeconds: number,
  directory: IamDirectory,
): XmlElement {
  const { credentials, caller, expiresAt } = directory.issueSession(role, {
    name: parameters.get("RoleSessionName") ?? "",
    durationSeconds,
  });
  return {
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expiresAt).toISOString(),
    },
  };
}
