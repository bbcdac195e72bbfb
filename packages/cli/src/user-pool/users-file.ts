/** The users of a pool that is served on this machine, as a file says who they are. */
import { CliError } from "../errors.ts";
import { isRecord } from "../import/json-value.ts";
import { isAttributeName } from "./cognito-attributes.ts";
import type { CognitoUser, GroupRole } from "./cognito-pool.ts";

export interface UsersFile {
  users: CognitoUser[];
  groups: string[];
  groupRoles: Map<string, GroupRole>;
}

interface Content {
  users: (Omit<CognitoUser, "groups"> & Partial<CognitoUser>)[];
  groups?: (GroupRole & { name: string })[];
}

/**
 * Reads users strictly. No message holds what the file keeps secret.
 * @param file its name, for messages
 * @param value as parsed from JSON
 * @throws CliError `Usage` with everything that is wrong with it
 */
export function readUsersFile(file: string, value: unknown): UsersFile {
  const malformed = formProblems(value, FILE);
  const problems = malformed.length > 0 ? malformed : contradictions(value as Content);
  if (problems.length > 0) throw new CliError("Usage", problems.map((each) => `${file}: ${each}`).join("\n"));
  const { users, groups } = value as Content;
  return {
    users: users.map((user) => ({ ...user, groups: user.groups ?? [] })),
    groups: groups?.map(({ name }) => name) ?? [...new Set(users.flatMap((user) => user.groups ?? []))],
    groupRoles: new Map(groups?.map(({ name, ...role }) => [name, role])),
  };
}

interface Member {
  is: (value: unknown) => boolean;
  expected: string;
  isOptional?: true;
  /** The form of each, in a list. */
  items?: Form;
}

type Form = Readonly<Record<string, Member>>;

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/\S{1,512}$/;

const isName = (value: unknown) => typeof value === "string" && NAME.test(value);

const USER: Form = {
  username: { is: isName, expected: "1 to 128 characters without spaces" },
  password: {
    is: (value) => typeof value === "string" && value.length > 0 && value.length <= 256,
    expected: "1 to 256 characters",
  },
  groups: {
    is: (value) => Array.isArray(value) && value.every(isName),
    expected: "a list of names of groups",
    isOptional: true,
  },
  attributes: {
    is: (value) =>
      isRecord(value) &&
      Object.entries(value).every(([name, text]) => isAttributeName(name) && typeof text === "string"),
    expected: "texts by the names of standard attributes, such as `email`, or of `custom:` ones",
    isOptional: true,
  },
};

const GROUP: Form = {
  name: { is: isName, expected: "1 to 128 characters without spaces" },
  roleArn: {
    is: (value) => typeof value === "string" && ROLE_ARN.test(value),
    expected: "the ARN of an IAM role",
    isOptional: true,
  },
  precedence: {
    is: (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
    expected: "an integer from 0",
    isOptional: true,
  },
};

const FILE: Form = {
  users: { is: Array.isArray, expected: "a list of users", items: USER },
  groups: { is: Array.isArray, expected: "a list of groups", items: GROUP, isOptional: true },
};

/** @param at where in the file: `users`, `0` */
function formProblems(value: unknown, form: Form, at: readonly string[] = []): string[] {
  const problem = (message: string, ...inside: string[]) =>
    `${[...at, ...inside].join(".") || "file"}: ${message}`;
  if (!isRecord(value)) return [problem("expected an object")];
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(form, name));
  return [
    ...unknown.map((name) => problem(`expected one of ${Object.keys(form).join(", ")}`, name)),
    ...Object.entries(form).flatMap(([name, { is, expected, isOptional, items }]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined && isOptional) return [];
      if (!is(given)) return [problem(`expected ${expected}`, name)];
      if (!items || !Array.isArray(given)) return [];
      return given.flatMap((item, index) => formProblems(item, items, [...at, name, String(index)]));
    }),
  ];
}

function contradictions({ users, groups }: Content): string[] {
  const names = groups?.map(({ name }) => name);
  return [
    ...twice(users.map(({ username }) => username)).map((name) => `users: \`${name}\` is given twice`),
    ...twice(names ?? []).map((name) => `groups: \`${name}\` is given twice`),
    ...users.flatMap((user, index) => {
      const unknown = names && user.groups?.find((group) => !names.includes(group));
      return unknown === undefined ? [] : [`users.${index}.groups: \`${unknown}\` is not among the groups`];
    }),
  ];
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
