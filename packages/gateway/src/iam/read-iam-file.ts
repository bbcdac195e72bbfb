import { EvaluationError, prepare } from "@lychgate/evaluation";
import type { PolicyDocument } from "@lychgate/policy";
import { createProblems, describe, type Problems, refuseUnknown } from "../definition/problems.ts";
import { GatewayError } from "../errors.ts";
import { isRecord } from "../record.ts";
import { readList, readTags, readText, readTexts } from "./file-values.ts";
import type { AccessKey, IamFile, IamGroup, IamRole, IamUser, TrustPolicy } from "./iam-file.ts";
import { prepareTrustPolicy } from "./trust-policy.ts";

/**
 * Reads the identities of an account strictly. No message holds what a file keeps secret.
 * @param value as parsed from JSON
 * @throws GatewayError `InvalidIamFile` with everything that is wrong with it
 */
export function readIamFile(value: unknown): IamFile {
  const problems = createProblems();
  const file = readFile(value, problems);
  if (file && problems.lines.length === 0) return file;
  throw new GatewayError("InvalidIamFile", problems.lines);
}

function readFile(value: unknown, problems: Problems): IamFile | undefined {
  if (!isRecord(value)) return problems.add("file", `expected an object, came ${describe(value)}`);
  refuseUnknown(value, ["accountId", "users", "groups", "roles"], "file", problems);
  const groups = readList(value, "groups", "", problems, readGroup);
  const file = {
    accountId: readText(value, "accountId", "file", /^\d{12}$/, "twelve digits", problems),
    users: readList(value, "users", "", problems, readUser),
    groups,
    roles: readList(value, "roles", "", problems, readRole),
  };
  refuseDuplicates("users", file.users.map(nameOf), problems);
  refuseDuplicates("groups", groups.map(nameOf), problems);
  refuseDuplicates("roles", file.roles.map(nameOf), problems);
  const keys = file.users.flatMap(({ accessKeys }) => (accessKeys ?? []).map((key) => key.accessKeyId));
  refuseDuplicates("users.accessKeys", keys, problems);
  refuseUnknownGroups(file.users, new Set(groups.map(nameOf)), problems);
  return file;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const NAME = /^[\w+=,.@-]{1,128}$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const PATH = /^\/$|^\/[\x21-\x7e]{1,510}\/$/;
const ACCESS_KEY_ID = /^\w{16,128}$/;

function readUser(value: Record<string, unknown>, at: string, problems: Problems): IamUser {
  refuseUnknown(value, ["name", "path", "accessKeys", "groups", "policies", "tags"], at, problems);
  return {
    ...readName(value, at, problems, NAME),
    accessKeys: readList(value, "accessKeys", at, problems, readAccessKey),
    groups: readTexts(value, "groups", at, problems),
    policies: readPolicies(value, at, problems),
    tags: readTags(value, at, problems),
  };
}

function readGroup(value: Record<string, unknown>, at: string, problems: Problems): IamGroup {
  refuseUnknown(value, ["name", "policies"], at, problems);
  const { name } = readName(value, at, problems, NAME);
  return { name, policies: readPolicies(value, at, problems) };
}

function readRole(value: Record<string, unknown>, at: string, problems: Problems): IamRole {
  refuseUnknown(
    value,
    ["name", "path", "maxSessionDuration", "trustPolicy", "policies", "tags"],
    at,
    problems,
  );
  return {
    ...readName(value, at, problems, ROLE_NAME),
    maxSessionDuration: readMaxSessionDuration(value, at, problems),
    trustPolicy: readTrustPolicy(value, at, problems),
    policies: readPolicies(value, at, problems),
    tags: readTags(value, at, problems),
  };
}

/** What an access key holds is told in no message, not even when it is malformed. */
function readAccessKey(value: Record<string, unknown>, at: string, problems: Problems): AccessKey {
  refuseUnknown(value, ["accessKeyId", "secretAccessKey", "status"], at, problems);
  const { accessKeyId, secretAccessKey, status = "Active" } = value;
  if (typeof accessKeyId !== "string" || !ACCESS_KEY_ID.test(accessKeyId)) {
    problems.add(`${at}.accessKeyId`, "expected 16 to 128 letters and digits");
  }
  if (typeof secretAccessKey !== "string" || secretAccessKey.length < 16) {
    problems.add(`${at}.secretAccessKey`, "expected at least 16 characters");
  }
  if (status !== "Active" && status !== "Inactive") {
    problems.add(`${at}.status`, `expected \`Active\` or \`Inactive\`, came ${describe(status)}`);
  }
  return {
    accessKeyId: String(accessKeyId),
    secretAccessKey: String(secretAccessKey),
    status: status === "Active" ? status : "Inactive",
  };
}

function readName(value: Record<string, unknown>, at: string, problems: Problems, pattern: RegExp) {
  const name = readText(value, "name", at, pattern, "letters, digits and `_+=,.@-`", problems);
  if (!Object.hasOwn(value, "path")) return { name, path: "/" };
  return { name, path: readText(value, "path", at, PATH, "text that begins and ends with `/`", problems) };
}

function readMaxSessionDuration(value: Record<string, unknown>, at: string, problems: Problems): number {
  const { maxSessionDuration: seconds = 3600 } = value;
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200) {
    return seconds;
  }
  problems.add(
    `${at}.maxSessionDuration`,
    `expected an integer from 3600 to 43200, came ${describe(seconds)}`,
  );
  return 3600;
}

function readPolicies(value: Record<string, unknown>, at: string, problems: Problems): PolicyDocument[] {
  return readList(value, "policies", at, problems, (document, inside) => {
    const policy = document as unknown as PolicyDocument;
    addFault(inside, problems, () => prepare([policy]));
    return policy;
  });
}

function readTrustPolicy(value: Record<string, unknown>, at: string, problems: Problems): TrustPolicy {
  const policy = value.trustPolicy as TrustPolicy;
  addFault(`${at}.trustPolicy`, problems, () => prepareTrustPolicy(policy));
  return policy;
}

function addFault(at: string, problems: Problems, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    // Each document is prepared alone.
    problems.add(at, error.message.replace("policy 0: ", ""));
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function refuseDuplicates(at: string, names: readonly string[], problems: Problems): void {
  if (new Set(names).size < names.length) problems.add(at, "expected each name and each access key once");
}

function refuseUnknownGroups(
  users: readonly IamUser[],
  known: ReadonlySet<string>,
  problems: Problems,
): void {
  for (const [index, { groups = [] }] of users.entries()) {
    for (const group of groups) {
      if (!known.has(group))
        problems.add(`users.${index}.groups`, `expected a group of the file, came \`${group}\``);
    }
  }
}
