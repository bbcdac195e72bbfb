/** What can keep a step of the life cycle from being made. */
export type LifeCycleErrorCode = "Usage" | "NotDeployed" | "CommandFailed" | "LoginRefused";

/** A fault that the user can do something about. The message is one line and holds no secret. */
export class LifeCycleError extends Error {
  override readonly name = "LifeCycleError";
  readonly code: LifeCycleErrorCode;

  constructor(code: LifeCycleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
