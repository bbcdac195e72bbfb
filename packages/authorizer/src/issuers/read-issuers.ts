import { IssuersError } from "../errors.ts";
import { isRecord, type UnknownRecord } from "../record.ts";
import { GROUP_FORMATS } from "./group-claim.ts";
import { ALGORITHMS, type CognitoIssuer, type Issuer, isAlgorithm, type OidcIssuer } from "./issuer.ts";
import { checkTogether } from "./issuers-together.ts";

/** What is expected of an option. */
interface Option {
  isRequired?: true;
  expected: string;
  isGood(value: unknown): boolean;
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
const USER_POOL_ID = /^(?:eusc-[a-z]{2}|[a-z]{2})-(?:gov-)?[a-z]+-\d_[a-zA-Z0-9]{1,45}$/;
const NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** The characters of a group's name; the last one parts the prefix from the name. */
const GROUP_PREFIX = /^[A-Za-z0-9_+=,.@-]{0,63}[_+=,.@-]$/;
/** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const MAX_TOLERANCE_SECONDS = 300;

const TERMS = {
  requiredScopes: {
    expected: "a list of scopes",
    isGood: (value) => isListOf(value, (item) => isText(item) && SCOPE.test(item)),
  },
  groupPrefix: {
    expected: "letters, digits and `_+=,.@-`, ending with one of the latter",
    isGood: (value) => isText(value) && GROUP_PREFIX.test(value),
  },
  clockToleranceSeconds: {
    expected: `a whole number from 0 to ${MAX_TOLERANCE_SECONDS}`,
    isGood: (value) =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TOLERANCE_SECONDS,
  },
  groupFormat: {
    expected: `one of ${Object.keys(GROUP_FORMATS).join(", ")}`,
    isGood: (value) => isText(value) && Object.hasOwn(GROUP_FORMATS, value),
  },
} as const satisfies Record<string, Option>;

const CLAIM_NAME = {
  expected: 'the name of a claim, or for a nested one a list of names such as `["realm_access", "roles"]`',
  isGood: isClaimName,
} as const satisfies Option;

const COGNITO = {
  kind: { isRequired: true, expected: "`cognito`", isGood: (value) => value === "cognito" },
  userPoolId: {
    isRequired: true,
    expected: "the id of a user pool",
    isGood: (value) => isText(value) && USER_POOL_ID.test(value),
  },
  clientIds: orNull("a list of app clients", isTexts),
  tokenUse: orNull("`access` or `id`", (value) => value === "access" || value === "id"),
  groupClaim: CLAIM_NAME,
  ...TERMS,
} as const satisfies Record<keyof CognitoIssuer, Option>;

const OIDC = {
  kind: { isRequired: true, expected: "`oidc`", isGood: (value) => value === "oidc" },
  name: {
    isRequired: true,
    expected: "a letter and up to 31 letters, digits and dashes, in lower case",
    isGood: (value) => isText(value) && NAME.test(value),
  },
  issuer: { isRequired: true, expected: "an address that begins with https://", isGood: isHttps },
  audience: orNull("a list of audiences", isTexts),
  tokenType: orNull("the header `typ` of its tokens", (value) => isText(value) && value !== ""),
  algorithms: {
    isRequired: true,
    expected: `a list of ${Object.keys(ALGORITHMS).join(", ")}`,
    isGood: (value) => isListOf(value, isAlgorithm),
  },
  jwksUri: { expected: "an address that begins with https://", isGood: isHttps },
  clientIds: { expected: "a list of clients", isGood: isTexts },
  groupClaim: { ...CLAIM_NAME, isRequired: true },
  usernameClaim: { expected: "the name of a claim", isGood: (value) => isText(value) && value !== "" },
  ...TERMS,
} as const satisfies Record<keyof OidcIssuer, Option>;

const KINDS: Readonly<Record<string, Readonly<Record<string, Option>>>> = { cognito: COGNITO, oidc: OIDC };

/**
 * Reads a list of issuers.
 * @param path what the list is called in messages
 * @throws IssuersError naming what was expected, and what came
 */
export function readIssuers(value: unknown, path: string): readonly Issuer[] {
  if (!Array.isArray(value) || value.length === 0) throw refused(path, "a list of issuers", value);
  const issuers = value.map((each: unknown, index) => readIssuer(each, `${path}[${index}]`));
  checkTogether(issuers, path);
  return issuers;
}

function readIssuer(value: unknown, path: string): Issuer {
  if (!isRecord(value)) throw refused(path, "an issuer", value);
  checkOptions(value, path);
  if (!isIssuer(value)) throw refused(path, "an issuer", value);
  if (value.kind === "cognito" && value.tokenUse === "id" && value.requiredScopes !== undefined)
    throw refused(`${path}.requiredScopes`, "nothing, for id tokens have no scopes", value.requiredScopes);
  return value;
}

function checkOptions(value: UnknownRecord, path: string): void {
  const { kind } = value;
  const options = isText(kind) && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (options === undefined) throw refused(`${path}.kind`, "`cognito` or `oidc`", kind);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(options, name));
  if (unknown !== undefined) throw new IssuersError(`expected \`${path}\` to have no option \`${unknown}\``);
  for (const [name, { isRequired, expected, isGood }] of Object.entries(options)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined && !isRequired) continue;
    if (!isGood(given)) throw refused(`${path}.${name}`, expected, given);
  }
}

/** Whether this is an issuer, once its options have been checked. */
function isIssuer(value: UnknownRecord): value is UnknownRecord & Issuer {
  return isText(value.kind) && Object.hasOwn(KINDS, value.kind);
}

/** An option that has to be given, and is left open by `null` alone. */
function orNull(expected: string, isGood: (value: unknown) => boolean): Option {
  return {
    isRequired: true,
    expected: `${expected}, or null on purpose`,
    isGood: (value) => value === null || isGood(value),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): boolean {
  return isListOf(value, (item) => isText(item) && item !== "");
}

function isListOf(value: unknown, isGood: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isGood);
}

/** A dot in a name is part of it. Outside of an address it is rather the mark of a nested claim. */
function isClaimName(value: unknown): boolean {
  if (isText(value)) return value !== "" && (!value.includes(".") || value.includes("://"));
  return isTexts(value);
}

function isHttps(value: unknown): boolean {
  const url = isText(value) ? URL.parse(value) : null;
  if (!isText(value) || url?.protocol !== "https:" || !value.startsWith("https://")) return false;
  return url.username === "" && url.password === "" && !/[?#\s]/.test(value);
}

function refused(path: string, expected: string, came: unknown): IssuersError {
  const text = came === undefined ? "nothing" : `\`${JSON.stringify(came).slice(0, 200)}\``;
  return new IssuersError(`expected \`${path}\` to be ${expected}, got ${text}`);
}
