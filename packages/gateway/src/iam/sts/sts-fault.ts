/**
 * What the Security Token Service refuses, one row each.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */

const FAULTS = {
  AccessDenied: 403,
  // Of a session.
  ExpiredToken: 403,
  // Of a web identity.
  ExpiredTokenException: 400,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidIdentityToken: 400,
  MalformedQueryString: 404,
  MissingAuthenticationToken: 403,
  SignatureDoesNotMatch: 403,
  ValidationError: 400,
} as const;

export type StsFaultCode = keyof typeof FAULTS;

/** A refusal, as the client is told it. */
export interface StsFault {
  readonly code: StsFaultCode;
  readonly message: string;
}

export function stsFault(code: StsFaultCode, message: string): StsFault {
  return { code, message };
}

export function statusOf({ code }: StsFault): number {
  return FAULTS[code];
}
