import type { UserPools } from "@lychgate/gateway";
import { CliError } from "../errors.ts";
import type { Clock } from "./serve-clock.ts";

/**
 * Makes verifiers for the tokens of user pools, each given as `<arn>` or `<arn>=<address of its keys>`.
 * @throws CliError `Usage` when an address is none, GatewayError `InvalidSetting` when an ARN is not a user pool's
 */
export async function createUserPools(given: readonly string[], clock: Clock): Promise<UserPools> {
  if (given.length === 0) return {};
  const { createUserPoolVerifier } = await import("@lychgate/gateway");
  return new Map(
    given.map((text) => {
      const { userPoolArn, jwksUri } = readUserPool(text);
      return [
        userPoolArn,
        createUserPoolVerifier({ userPoolArn, clock, ...(jwksUri !== undefined && { jwksUri }) }),
      ];
    }),
  );
}

function readUserPool(text: string): { userPoolArn: string; jwksUri?: string } {
  const at = text.indexOf("=");
  if (at === -1) return { userPoolArn: text };
  const jwksUri = text.slice(at + 1);
  if (/^https?:$/.test(URL.parse(jwksUri)?.protocol ?? ""))
    return { userPoolArn: text.slice(0, at), jwksUri };
  throw new CliError("Usage", `--user-pool expects the address of its keys after \`=\`, came \`${jwksUri}\``);
}
