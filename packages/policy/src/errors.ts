/** What can be wrong with an input to this package. */
export type PolicyErrorCode =
  | "InvalidTemplate"
  | "InvalidContract"
  | "InvalidModule"
  | "InvalidPolicy"
  | "InvalidArn"
  | "NotExact"
  | "TooLarge";

/** A fault in a contract, a policy module or a document. The message says where, what came and what was expected. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly code: PolicyErrorCode;
  /** The statement that it is about, where it is about one. */
  readonly sid: string | undefined;

  constructor(code: PolicyErrorCode, message: string, options: ErrorOptions & { sid?: string } = {}) {
    super(message, options);
    this.code = code;
    this.sid = options.sid;
  }
}
