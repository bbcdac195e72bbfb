import type { DeclaredParameter } from "../validation/read-parameters.ts";

/** What an integration is read with: the stage and the operation that it belongs to. */
export interface IntegrationPlace {
  readonly stageVariables: ReadonlyMap<string, string>;
  readonly parameters: readonly DeclaredParameter[];
  readonly document: unknown;
  readonly operation: unknown;
}
