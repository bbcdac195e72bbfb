import type { Environment } from "./environment.ts";

type Named = Pick<Environment, "name">;

/** The name of everything that is deployed: `lychgate-<environment>-<thing>`. */
export function nameOf(environment: Named, thing: string): string {
  return `lychgate-${environment.name}-${thing}`;
}

/** The names that more than one stack, or a permission, needs to know. */
export const SHARED_THINGS = {
  stateBucket: "state",
  stateKey: "state",
  boundary: "boundary",
  deployer: "deployer",
  drift: "drift",
  policyTable: "policies",
} as const satisfies Record<string, string>;

/** Of a bucket and a login domain, which share one name space with everybody else's. */
export function globalNameOf(environment: Named & Pick<Environment, "account">, thing: string): string {
  return `${nameOf(environment, thing)}-${environment.account}`;
}

/** The ARN of one of the account's IAM resources. */
export function iamArn(environment: Pick<Environment, "account">, resource: string): string {
  return `arn:aws:iam::${environment.account}:${resource}`;
}

/** The ARN of a resource in the environment's account and region. */
export function arnOf(
  environment: Pick<Environment, "account" | "region">,
  service: string,
  resource: string,
): string {
  return `arn:aws:${service}:${environment.region}:${environment.account}:${resource}`;
}
