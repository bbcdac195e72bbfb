import type { ApiDefinition } from "../api-definition.ts";
import { GatewayError } from "../errors.ts";
import type { IamDirectory } from "./iam-directory.ts";

/**
 * Whoever may sign requests to an API that asks for signatures.
 * @throws GatewayError `MissingIam` when nobody could call a method
 */
export function expectIam(
  { resources }: ApiDefinition,
  iam: IamDirectory | undefined,
): IamDirectory | undefined {
  if (iam) return iam;
  const signed = resources.find(({ methods }) =>
    [...methods.values()].some(({ authorization }) => authorization.type === "AWS_IAM"),
  );
  if (!signed) return undefined;
  throw new GatewayError("MissingIam", [
    `expected IAM identities because \`${signed.template}\` asks for signatures, came none`,
  ]);
}
