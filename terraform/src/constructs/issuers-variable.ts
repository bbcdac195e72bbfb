import { type Issuer, readIssuers } from "@lychgate/authorizer";
import { DeploymentError } from "../errors.ts";

/**
 * What is left for issuers of the 4 KB that a function's variables may have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LONGEST = 3_000;

/**
 * The authorizer's variable of issuers, where there are some.
 * @throws DeploymentError `InvalidOption` for issuers that the function would not start with
 */
export function issuersVariable(issuers: readonly Issuer[]): { ISSUERS?: string } {
  if (issuers.length === 0) return {};
  const ISSUERS = JSON.stringify(checked(issuers));
  if (ISSUERS.length <= LONGEST) return { ISSUERS };
  throw new DeploymentError(
    "InvalidOption",
    `issuers: expected at most ${LONGEST} characters of JSON, got ${ISSUERS.length}`,
  );
}

function checked(issuers: readonly Issuer[]): readonly Issuer[] {
  try {
    return readIssuers(issuers, "issuers");
  } catch (cause) {
    throw new DeploymentError("InvalidOption", cause instanceof Error ? cause.message : "issuers", { cause });
  }
}
