import type { ApiMethod } from "../api-definition.ts";
import type { IntegrationPlace } from "../integration/integration-place.ts";
import { readParameters } from "../validation/read-parameters.ts";
import { readRequestValidator, type Validators } from "../validation/read-request-validator.ts";
import { member, type Problems } from "./problems.ts";
import { readIntegration } from "./read-integration.ts";

const INTEGRATION = "x-amazon-apigateway-integration";

/** What the parts of a method that come after authorization are read with. */
export interface ExecutionSource {
  readonly document: unknown;
  readonly stageVariables: ReadonlyMap<string, string>;
  readonly validators: Validators;
}

export type Execution = Pick<ApiMethod, "integration" | "requestValidator">;

/**
 * Reads what becomes of a request that may pass: how it is validated and where it goes.
 * @param shared the parameters of the path
 */
export function readExecution(
  operation: Record<string, unknown>,
  shared: unknown,
  { document, stageVariables, validators }: ExecutionSource,
  at: string,
  problems: Problems,
): Execution | undefined {
  const parameters = readParameters(document, shared, member(operation, "parameters"), at, problems);
  const place: IntegrationPlace = { document, operation, parameters, stageVariables };
  const integration = readIntegration(
    member(operation, INTEGRATION),
    place,
    `${at}.${INTEGRATION}`,
    problems,
  );
  const validator = readRequestValidator(document, operation, { validators, parameters }, at, problems);
  return integration && { integration, ...(validator && { requestValidator: validator }) };
}
