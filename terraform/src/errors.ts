/** What can be wrong with what a deployment is made of. */
export type DeploymentErrorCode =
  | "UnknownEnvironment"
  | "InvalidVariable"
  | "InvalidOption"
  | "InvalidContract"
  | "MissingBundle";

/** A fault that the user can do something about. The message is one line and says what to do. */
export class DeploymentError extends Error {
  override readonly name = "DeploymentError";
  readonly code: DeploymentErrorCode;

  constructor(code: DeploymentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
