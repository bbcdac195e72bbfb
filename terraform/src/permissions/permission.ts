/** A row of what a role, or a key's user, may do, and why. */
export interface Permission {
  sid: string;
  actions: readonly string[];
  resources: readonly string[];
  why: string;
  condition?: Condition;
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A row of a policy that stands at a resource: of whom it speaks. */
export interface ResourcePermission extends Permission {
  principal: "*" | { readonly AWS: string } | { readonly Service: string };
  effect?: "Deny";
}

/** The policy document of a role. */
export function rolePolicy(permissions: readonly Permission[]): string {
  return policyDocument(permissions.map((permission) => statementOf(permission)));
}

/** The policy document of a resource. */
export function resourcePolicy(permissions: readonly ResourcePermission[]): string {
  return policyDocument(
    permissions.map(({ principal, effect, ...permission }) => ({
      ...statementOf(permission),
      ...(effect && { Effect: effect }),
      Principal: principal,
    })),
  );
}

/** The document by which services of AWS may take a role. */
export function servicesTrust(...services: readonly string[]): string {
  return policyDocument([{ Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" }]);
}

/** The document by which identities of AWS may take a role. */
export function identitiesTrust(arns: readonly string[]): string {
  return policyDocument([{ Effect: "Allow", Principal: { AWS: arns }, Action: "sts:AssumeRole" }]);
}

function statementOf({ sid, actions, resources, condition }: Permission) {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
