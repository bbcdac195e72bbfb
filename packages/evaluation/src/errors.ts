/** What can be wrong with an input to this package. */
export type EvaluationErrorCode =
  | "InvalidDocument"
  | "InvalidRequest"
  /** A question about documents that cannot be answered exactly. */
  | "Undecidable"
  /** A question whose answer would take too much work. */
  | "TooLarge";

/** A fault in a policy document or a request. The message says where, what came and what was expected. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly code: EvaluationErrorCode;

  constructor(code: EvaluationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
