import type { JwksCache } from "aws-jwt-verify/jwk";
import type { DecomposedJwt } from "aws-jwt-verify/jwt";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { JwtVerifierBase, type VerifyProperties } from "aws-jwt-verify/jwt-verifier";

/** As a type of its own, for the class asks for one that an interface is not. */
type Terms = Pick<VerifyProperties, keyof VerifyProperties>;

export type ParsedVerifierProperties = Terms & { issuer: string; jwksUri: string };

/**
 * Verifies as the verifiers of `aws-jwt-verify` do, which are made from the same class, what has been taken apart
 * already. They would parse a token once more, which takes a sixth of verifying it.
 */
export class ParsedVerifier extends JwtVerifierBase<Terms, ParsedVerifierProperties, false> {
  readonly #properties: ParsedVerifierProperties;

  constructor(properties: ParsedVerifierProperties, jwksCache: JwksCache) {
    super(properties, jwksCache);
    this.#properties = properties;
  }

  verifyParsed(jwt: DecomposedJwt): Promise<JwtPayload> {
    return this.verifyDecomposedJwt(jwt, this.#properties.jwksUri, this.#properties);
  }
}
