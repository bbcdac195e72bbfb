import type { ApiStage } from "./usage-plan.ts";

type Named = Pick<ApiStage, "apiId" | "stage">;

/** How API Gateway writes a stage of an API: `abcdef1234/dev`. */
export function apiStageName({ apiId, stage }: Named): string {
  return `${apiId}/${stage}`;
}

export function isSameStage(a: Named, b: Named): boolean {
  return a.apiId === b.apiId && a.stage === b.stage;
}
