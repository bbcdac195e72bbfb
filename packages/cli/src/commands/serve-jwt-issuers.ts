import type { JwtIssuers } from "@lychgate/gateway";
import { CliError } from "../errors.ts";

/**
 * Makes verifiers for the tokens of issuers, each given as `<issuer>` or `<issuer>=<address of its keys>`.
 * @throws CliError `Usage` when an address is none, GatewayError `InvalidSetting` when an issuer is no URL
 */
export async function createJwtIssuers(given: readonly string[]): Promise<JwtIssuers> {
  if (given.length === 0) return {};
  const { createJwtIssuer } = await import("@lychgate/gateway");
  return new Map(
    given.map((text) => {
      const { issuer, jwksUri } = readIssuer(text);
      return [issuer, createJwtIssuer({ issuer, ...(jwksUri !== undefined && { jwksUri }) })];
    }),
  );
}

function readIssuer(text: string): { issuer: string; jwksUri?: string } {
  const at = text.indexOf("=");
  if (at === -1) return { issuer: text };
  const jwksUri = text.slice(at + 1);
  if (/^https?:$/.test(URL.parse(jwksUri)?.protocol ?? "")) return { issuer: text.slice(0, at), jwksUri };
  throw new CliError(
    "Usage",
    `--jwt-issuer expects the address of its keys after \`=\`, came \`${jwksUri}\``,
  );
}
