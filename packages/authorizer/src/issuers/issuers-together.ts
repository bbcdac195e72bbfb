import { IssuersError } from "../errors.ts";
import { type Issuer, issuerOf, jwksUriOf } from "./issuer.ts";

/**
 * Checks that issuers cannot be mistaken for each other. Several entries may be of one issuer, for its
 * audiences for instance; then they are at one about who it is.
 * @throws IssuersError when two issuers have one name, or a prefix in common
 */
export function checkTogether(issuers: readonly Issuer[], path: string): void {
  for (const [index, issuer] of issuers.entries())
    for (const [before, other] of issuers.slice(0, index).entries())
      checkPair(issuer, other, `\`${path}[${before}]\` and \`${path}[${index}]\``);
}

function checkPair(issuer: Issuer, other: Issuer, both: string): void {
  const isSame = issuerOf(issuer) === issuerOf(other);
  for (const name of ["kind", "name", "groupPrefix"] as const) {
    if (isSame && optionOf(issuer, name) !== optionOf(other, name))
      throw new IssuersError(`expected ${both} to have one \`${name}\`, for they are of one issuer`);
  }
  if (isSame && jwksUriOf(issuer) !== jwksUriOf(other))
    throw new IssuersError(`expected ${both} to have one \`jwksUri\`, for they are of one issuer`);
  if (isSame) return;
  if (issuer.kind === "oidc" && other.kind === "oidc" && issuer.name === other.name)
    throw new IssuersError(`expected ${both} to have a \`name\` each, got \`${issuer.name}\` twice`);
  const { groupPrefix: one } = issuer;
  const { groupPrefix: two } = other;
  if (one !== undefined && two !== undefined && (one.startsWith(two) || two.startsWith(one)))
    throw new IssuersError(`expected ${both} to have prefixes of their own, got \`${one}\` and \`${two}\``);
}

function optionOf(issuer: Issuer, name: "kind" | "name" | "groupPrefix"): string | undefined {
  if (name !== "name") return issuer[name];
  return issuer.kind === "oidc" ? issuer.name : undefined;
}
