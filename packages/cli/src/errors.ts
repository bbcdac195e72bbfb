export type CliErrorCode =
  | "Usage"
  | "NoRepository"
  | "InvalidConfig"
  | "InvalidPolicies"
  | "NotRunning"
  | "LoginRefused"
  | "Unreachable"
  | "PortInUse"
  | "HandlerInvalid"
  | "PublicSigningKey"
  | "UnknownGroup"
  | "DuplicateUser";

/** A fault that the user can do something about. The first line of the message says what is wrong. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
