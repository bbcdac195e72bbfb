import type { FaultReason, UnauthorizedReason } from "./reasons.ts";

/** The caller has to authenticate again. API Gateway answers 401. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";
  readonly code = "Unauthorized";
  readonly reason: UnauthorizedReason;

  constructor(reason: UnauthorizedReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Nothing could be decided. API Gateway answers 500 and caches nothing. */
export class AuthorizerFault extends Error {
  override readonly name = "AuthorizerFault";
  readonly code: FaultReason;

  constructor(code: FaultReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type RefusalReason = "TokenInvalid" | "TokenExpired" | "ScopeMissing" | "GroupsOverage";

/** A token that is refused, and why. A value of the verification, thrown because it ends it. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  readonly code: RefusalReason;

  constructor(code: RefusalReason, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** The issuers that were configured are not what they should be. */
export class IssuersError extends Error {
  override readonly name = "IssuersError";
  readonly code = "InvalidIssuers";
}

/** @param why what was expected, without anything that came */
export function invalidEvent(why: string): AuthorizerFault {
  return new AuthorizerFault("InvalidEvent", `authorizer event: ${why}`);
}
