/** Reads a plans file: API keys, usage plans and the throttles of the stage. */
import { createProblems, describe, member, type Problems, refuseUnknown } from "../definition/problems.ts";
import { GatewayError } from "../errors.ts";
import { isRecord } from "../record.ts";
import { apiStageName } from "./api-stage.ts";
import { LIMITS } from "./limits.ts";
import { isMethodKey, isStageMethodKey } from "./method-key.ts";
import { readApiKeys } from "./read-api-keys.ts";
import { readId, readList, readName, refuseRepeated } from "./read-element.ts";
import { readMethodThrottles, readQuota, readThrottle } from "./read-throttle.ts";
import { type ApiStage, UNLIMITED, type UsagePlan, type UsagePlans } from "./usage-plan.ts";

const METHOD = { isKey: isMethodKey, expected: "a method such as `/pets/GET`, `//GET` at the root" };
const STAGE_METHOD = { isKey: isStageMethodKey, expected: "`*/*` or a method such as `pets/GET`" };

/**
 * @param file a `PlansFile` as parsed from YAML or JSON
 * @throws GatewayError `InvalidPlans` with everything that is not of its form or refers to what is not there
 */
export function readPlans(file: unknown): UsagePlans {
  const problems = createProblems();
  const plans = readFile(file, problems);
  if (plans && problems.lines.length === 0) refuseBrokenReferences(plans, problems);
  if (!plans || problems.lines.length > 0) throw new GatewayError("InvalidPlans", problems.lines);
  return plans;
}

function readFile(file: unknown, problems: Problems): UsagePlans | undefined {
  if (!isRecord(file)) return problems.add("plans", `expected an object, came ${describe(file)}`);
  refuseUnknown(file, ["apiKeys", "usagePlans", "methodThrottles", "accountThrottle"], "plans", problems);
  const accountThrottle = member(file, "accountThrottle") ?? UNLIMITED;
  return {
    apiKeys: readApiKeys(member(file, "apiKeys"), problems),
    usagePlans: readList(member(file, "usagePlans"), "usagePlans", LIMITS.usagePlans, problems, readPlan),
    methodThrottles: readMethodThrottles(
      member(file, "methodThrottles"),
      STAGE_METHOD,
      "methodThrottles",
      problems,
    ),
    accountThrottle: readThrottle(accountThrottle, "accountThrottle", problems) ?? UNLIMITED,
  };
}

function readPlan(plan: unknown, at: string, problems: Problems): UsagePlan | undefined {
  if (!isRecord(plan)) return problems.add(at, `expected an object, came ${describe(plan)}`);
  const known = ["id", "name", "description", "apiStages", "throttle", "quota", "keyIds"];
  refuseUnknown(plan, known, at, problems);
  const [throttle, quota] = [member(plan, "throttle"), member(plan, "quota")];
  const read = {
    name: readName(member(plan, "name"), `${at}.name`, problems),
    throttle: throttle === undefined ? undefined : readThrottle(throttle, `${at}.throttle`, problems),
    quota: quota === undefined ? undefined : readQuota(quota, `${at}.quota`, problems),
  };
  const id = readId(member(plan, "id"), `${at}.id`, problems);
  return id === undefined
    ? undefined
    : {
        id,
        apiStages: readApiStages(member(plan, "apiStages"), `${at}.apiStages`, problems),
        keyIds: readList(member(plan, "keyIds"), `${at}.keyIds`, LIMITS.apiKeys, problems, readId),
        ...(read.name !== undefined && { name: read.name }),
        ...(read.throttle && { throttle: read.throttle }),
        ...(read.quota && { quota: read.quota }),
      };
}

function readApiStages(list: unknown, at: string, problems: Problems): ApiStage[] {
  const stages = readList(list, at, Number.POSITIVE_INFINITY, problems, readApiStage);
  refuseRepeated(stages, apiStageName, (stage) => `\`${apiStageName(stage)}\``, at, problems);
  return stages;
}

function readApiStage(apiStage: unknown, at: string, problems: Problems): ApiStage | undefined {
  if (!isRecord(apiStage)) return problems.add(at, `expected an object, came ${describe(apiStage)}`);
  refuseUnknown(apiStage, ["apiId", "stage", "throttle"], at, problems);
  const apiId = readId(member(apiStage, "apiId"), `${at}.apiId`, problems);
  const stage = readId(member(apiStage, "stage"), `${at}.stage`, problems);
  const throttles = readMethodThrottles(member(apiStage, "throttle"), METHOD, `${at}.throttle`, problems);
  if (throttles.size > LIMITS.methodThrottlesPerStage) {
    problems.add(
      `${at}.throttle`,
      `expected at most ${LIMITS.methodThrottlesPerStage} methods, came ${throttles.size}`,
    );
  }
  return apiId === undefined || stage === undefined
    ? undefined
    : { apiId, stage, throttle: Object.fromEntries(throttles) };
}

function refuseBrokenReferences({ apiKeys, usagePlans }: UsagePlans, problems: Problems): void {
  const ids = new Set(apiKeys.map(({ id }) => id));
  refuseRepeated(
    usagePlans,
    ({ id }) => id,
    ({ id }) => `\`${id}\``,
    "usagePlans",
    problems,
  );
  for (const { id, keyIds } of usagePlans) {
    const at = `usagePlans.${id}.keyIds`;
    refuseRepeated(
      keyIds,
      (keyId) => keyId,
      (keyId) => `\`${keyId}\``,
      at,
      problems,
    );
    for (const keyId of keyIds) {
      if (!ids.has(keyId)) problems.add(at, `expected the id of an API key, came \`${keyId}\``);
    }
  }
  for (const [id, plans] of plansByKey(usagePlans)) refuseManyPlans(id, plans, problems);
}

function plansByKey(usagePlans: readonly UsagePlan[]): Map<string, UsagePlan[]> {
  const byKey = new Map<string, UsagePlan[]>();
  for (const plan of usagePlans) {
    for (const id of new Set(plan.keyIds)) byKey.set(id, [...(byKey.get(id) ?? []), plan]);
  }
  return byKey;
}

/** A key may be in several plans, but only in one for each stage of an API. */
function refuseManyPlans(id: string, plans: readonly UsagePlan[], problems: Problems): void {
  const at = `apiKeys.${id}`;
  if (plans.length > LIMITS.usagePlansPerKey) {
    problems.add(at, `expected at most ${LIMITS.usagePlansPerKey} usage plans, came ${plans.length}`);
  }
  const stages = plans.flatMap(({ apiStages }) => apiStages.map(apiStageName));
  for (const stage of stages.filter((name, index) => stages.indexOf(name) !== index)) {
    problems.add(at, `expected one usage plan for \`${stage}\`, came another`);
  }
}
