import type { ApiDefinition } from "../api-definition.ts";
import { apiStageName, isSameStage } from "./api-stage.ts";
import { methodKey } from "./method-key.ts";
import { quotaOffsetProblems } from "./quota-offset.ts";
import type { UsagePlans } from "./usage-plan.ts";

/** What of a plans file is in force, but hardly what was meant. */
export function usageWarnings(definition: ApiDefinition, plans: UsagePlans): string[] {
  const stage = apiStageName(definition);
  const isCovered = plans.usagePlans.some(({ apiStages }) =>
    apiStages.some((each) => isSameStage(each, definition)),
  );
  const guarded = definition.resources.flatMap((resource) =>
    [...resource.methods.values()]
      .filter(({ apiKeyRequired }) => apiKeyRequired)
      .map((method) => methodKey(resource, method)),
  );
  return [
    ...(isCovered
      ? []
      : guarded.map((key) => `${key} requires an API key, and no usage plan has \`${stage}\``)),
    ...quotaOffsetProblems(plans),
  ];
}
