/** What can go wrong while the local stack starts. */
export type LocalErrorCode = "ServiceUnavailable";

/** A fault of the local stack; the message says what was expected and what came. */
export class LocalError extends Error {
  override readonly name = "LocalError";
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
