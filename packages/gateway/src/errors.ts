/** What can be wrong with what the gateway is given when it is set up. */
export type GatewayErrorCode =
  | "UnsupportedDefinition"
  | "InvalidIamFile"
  | "MissingIam"
  | "MissingFunction"
  | "MissingIssuer"
  | "MissingUserPool"
  | "InvalidSetting"
  | "InvalidPlans";

/**
 * A fault in a definition or a setting, found before the first request is served. `problems` has one line
 * for each, with its location; the message lists all of them.
 */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayErrorCode;
  readonly problems: readonly string[];

  constructor(code: GatewayErrorCode, problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.code = code;
    this.problems = problems;
  }
}
