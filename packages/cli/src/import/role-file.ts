/**
 * The policies of IAM roles, as `aws iam get-role-policy`, `get-policy-version` and
 * `get-account-authorization-details` write them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
import { basename, extname } from "node:path";
import { CliError } from "../errors.ts";
import type { ReadSource } from "./import-source.ts";
import { parseJson, readJson } from "./json-file.ts";
import { isRecord, listOf, ownProperty } from "./json-value.ts";

/**
 * Reads the roles of a file, each with all of its policies as one document.
 * @throws CliError `Usage` when the file is none of those
 */
export function readRoleFile(file: string, group: string | undefined): ReadSource[] {
  const value = readJson(file);
  const origin = basename(file);
  const roles = ownProperty(value, "RoleDetailList");
  if (Array.isArray(roles)) {
    if (group !== undefined && roles.length > 1)
      throw new CliError("Usage", "--group: expected one role with it");
    return roles.map((role) => detailedRole(role, value, origin, group));
  }
  const document =
    ownProperty(value, "PolicyDocument") ?? ownProperty(ownProperty(value, "PolicyVersion"), "Document");
  const inline = ownProperty(value, "RolePolicyList");
  const documents = Array.isArray(inline) ? inline.map(documentOfPolicy) : [document];
  if (documents.every((each) => each === undefined)) {
    throw new CliError(
      "Usage",
      `\`${origin}\`: expected \`PolicyDocument\`, \`PolicyVersion\` or \`RoleDetailList\``,
    );
  }
  const role = ownProperty(value, "RoleName");
  return [
    sourceOf(group ?? (typeof role === "string" ? role : basename(file, extname(file))), origin, documents),
  ];
}

function detailedRole(role: unknown, file: unknown, origin: string, given: string | undefined): ReadSource {
  const name = ownProperty(role, "RoleName");
  const group = given ?? (typeof name === "string" ? name : "a role without a name");
  if (ownProperty(role, "PermissionsBoundary") !== undefined) {
    return {
      group,
      origin,
      problem: "its permissions boundary takes something away, which a group's policy cannot",
    };
  }
  const inline = listOf(ownProperty(role, "RolePolicyList")).map(documentOfPolicy);
  const attached = listOf(ownProperty(role, "AttachedManagedPolicies")).map((each) => managed(each, file));
  const missing = attached.find(({ document }) => document === undefined);
  if (missing) return { group, origin, problem: `its policy \`${missing.name}\` is not in the file` };
  return sourceOf(group, origin, [...inline, ...attached.map(({ document }) => document)]);
}

function documentOfPolicy(policy: unknown): unknown {
  return ownProperty(policy, "PolicyDocument");
}

/** The version in force of a policy that is attached to a role. */
function managed(attached: unknown, file: unknown): { name: string; document: unknown } {
  const arn = ownProperty(attached, "PolicyArn");
  const policy = listOf(ownProperty(file, "Policies")).find((each) => ownProperty(each, "Arn") === arn);
  const versions = listOf(ownProperty(policy, "PolicyVersionList"));
  const inForce = versions.find((version) => ownProperty(version, "IsDefaultVersion") === true);
  return { name: String(ownProperty(attached, "PolicyName")), document: ownProperty(inForce, "Document") };
}

/** All of a role's policies hold at once, so their statements are those of one document. */
function sourceOf(group: string, origin: string, policies: readonly unknown[]): ReadSource {
  const documents = policies.map((policy) => (typeof policy === "string" ? decoded(policy) : policy));
  const unreadable = documents.some((each) => !isRecord(each) || each.Statement === undefined);
  if (unreadable)
    return { group, origin, problem: "expected its policies to be documents or their JSON text" };
  const statements = documents.flatMap((each) => listOf(ownProperty(each, "Statement")));
  const isCurrent = documents.every((each) => ownProperty(each, "Version") === "2012-10-17");
  const document = { ...(isCurrent && { Version: "2012-10-17" }), Statement: statements };
  return { group, origin, document, isCompiled: false };
}

/** Reads JSON that may be URL-encoded, as IAM's own API gives it. */
function decoded(text: string): unknown {
  try {
    return parseJson(text.trimStart().startsWith("{") ? text : decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
