/// <reference path="./cognito-local.d.ts" />
import type { User } from "cognito-local/lib/services/userPoolService.js";

/**
 * The standard attributes, of which the address and the date of the last change are no texts in a token.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
const STANDARD: ReadonlySet<string> = new Set([
  "birthdate",
  "email",
  "email_verified",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "phone_number_verified",
  "picture",
  "preferred_username",
  "profile",
  "website",
  "zoneinfo",
]);

/** Whether a user can be given an attribute of the name. */
export function isAttributeName(name: string): boolean {
  return STANDARD.has(name) || /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name);
}

/** The claims of an ID token that are the user's standard attributes; cognito-local has those that are custom. */
export function attributeClaims(attributes: User["Attributes"]): Record<string, unknown> {
  const claims = attributes.filter(({ Name }) => STANDARD.has(Name));
  return Object.fromEntries(
    claims.map(({ Name, Value }) => [Name, Name.endsWith("_verified") ? Value === "true" : Value]),
  );
}
