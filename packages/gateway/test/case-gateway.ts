/** The gateway that a case describes. */
import {
  createIamDirectory,
  type GatewayRequest,
  type GatewayResponse,
  readPlans,
  type UserPool,
} from "../src/index.ts";
import type { Behaviour, CaseRequest, Setting } from "./case-files.ts";
import { contract, type Petstore, petstore, request, result } from "./petstore.ts";
import { signedRequest } from "./signed-request.ts";

export interface CaseGateway extends Petstore {
  /** Epoch milliseconds. */
  now: number;
  /** Sends the request of a case, signed where it says so. */
  perform(request: CaseRequest): Promise<GatewayResponse>;
}

/** 2024-08-02T23:34:43Z */
const START = 1_722_641_683_000;

export function openCase(setting: Setting): CaseGateway {
  const { definition = {}, options = {} } = setting;
  const clock = { now: START };
  const gateway = petstore({
    document: patched(contract(), setting.contract ?? {}),
    definition,
    options,
    userPools: userPoolsOf(setting.userPools ?? {}),
    usagePlans: readPlans(setting.usagePlans ?? {}),
    ...(setting.iam && { iam: createIamDirectory(setting.iam, () => clock.now) }),
    clock: () => clock.now,
    authorize: behaving(setting.authorizer ?? { returns: result() }),
    serve: behaving(setting.backend ?? { returns: { statusCode: 200, body: "pets" } }),
  });
  return Object.assign(clock, gateway, {
    perform: async (each: CaseRequest) =>
      gateway.gateway.handle(await messageOf(each, setting.iam ?? [], clock.now)),
  });
}

export async function messageOf(
  { send, headers, body, sourceIp, vpcEndpoint, signedBy }: CaseRequest,
  iam: NonNullable<Setting["iam"]>,
  at: number,
): Promise<GatewayRequest> {
  const more = {
    ...(headers && { headers }),
    ...(body !== undefined && { body: Buffer.from(body) }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(vpcEndpoint && { vpcEndpoint }),
  };
  if (signedBy === undefined) return request(send, more);
  const keys = iam.flatMap(({ users = [] }) => users.flatMap(({ accessKeys = [] }) => accessKeys));
  const credentials = keys.find(({ accessKeyId }) => accessKeyId === signedBy);
  if (!credentials) throw new Error(`expected the access key \`${signedBy}\` in \`iam\`, came none`);
  return signedRequest(send, { credentials, at }, more);
}

/** @see https://www.rfc-editor.org/rfc/rfc7396 */
export function patched(target: unknown, patch: unknown): object {
  const all = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(isObject(patch) ? patch : {})) {
    if (value === null) all.delete(name);
    else all.set(name, isObject(value) ? patched(all.get(name), value) : value);
  }
  return Object.fromEntries(all);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function behaving(behaviour: Behaviour | Behaviour[]): (event: unknown) => unknown {
  const left = [behaviour].flat();
  return () => {
    const next = left.length > 1 ? left.shift() : left[0];
    if (next === undefined) throw new Error("expected a behaviour, came none");
    if ("returns" in next) return next.returns;
    if ("throws" in next) throw new Error(next.throws);
    return new Promise(() => {});
  };
}

function userPoolsOf(pools: NonNullable<Setting["userPools"]>): Record<string, UserPool> {
  const poolOf = (verdicts: (typeof pools)[string]): UserPool => {
    return async (token) => {
      const verdict = Object.hasOwn(verdicts, token) ? verdicts[token] : undefined;
      if (verdict === undefined) throw new Error("the keys cannot be read");
      return verdict;
    };
  };
  return Object.fromEntries(Object.entries(pools).map(([arn, verdicts]) => [arn, poolOf(verdicts)]));
}
