/**
 * Deciding requests: two statements with two resources each, one of them with an IP condition, the same
 * requests for every engine. The resources name the API and the stage, as those that an authorizer returns
 * do, and end in a star at most, which is all that casbin's `keyMatch` can express.
 */
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { evaluate, prepare } from "@lychgate/evaluation";
import type { PolicyDocument } from "@lychgate/policy";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import type { Benchmark, Candidate } from "./benchmark.ts";

const API = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod/";
const ANYWHERE = ["GET/petstore/v1/*", "POST/petstore/v1/pets"];
const FROM_CLINICS = ["GET/petstore/v2/status", "GET/petstore/v2/pets/*"];
const CLINICS = "192.0.2.0/24";

const REQUESTS = [
  { path: "GET/petstore/v1/pets/42", ip: "203.0.113.10", allowed: true },
  { path: "POST/petstore/v1/pets", ip: "203.0.113.10", allowed: true },
  { path: "GET/petstore/v2/status", ip: "192.0.2.10", allowed: true },
  { path: "GET/petstore/v2/pets/42/photos", ip: "192.0.2.200", allowed: true },
  { path: "GET/petstore/v2/status", ip: "203.0.113.10", allowed: false },
  { path: "GET/petstore/v2/pets/42", ip: "198.51.100.7", allowed: false },
  { path: "DELETE/petstore/v1/pets/42", ip: "192.0.2.10", allowed: false },
  { path: "GET/admin/users", ip: "192.0.2.10", allowed: false },
] as const;

const ASKED = REQUESTS.map(({ path, ip }) => ({ methodArn: API + path, context: { "aws:SourceIp": ip } }));

export const evaluation: Benchmark = {
  name: "evaluation: one decision",
  question: "What does one decision cost, next to other policy engines?",
  source: "evaluation.ts",
  candidates: async () => {
    const candidates = [...lychgate(), await casbin(), cedarWasm()];
    for (const candidate of candidates) expectAgreement(candidate);
    return candidates;
  },
};

type Engine = Candidate & { allows: (result: unknown) => boolean };

function expectAgreement({ name, run, allows }: Engine): void {
  for (const [index, { path, ip, allowed }] of REQUESTS.entries()) {
    if (allows(run(index)) === allowed) continue;
    throw new Error(`${name}: expected ${path} from ${ip} to be ${allowed ? "allowed" : "refused"}`);
  }
}

function lychgate(): Engine[] {
  const bound = documentFor(API);
  const [prepared, unbound] = [prepare([bound]), prepare([documentFor("arn:aws:execute-api:*:*:*/*/")])];
  const allows = (result: unknown) =>
    typeof result === "object" && result !== null && "decision" in result && result.decision === "allowed";
  return [
    { name: "lychgate, prepared once", run: (index) => evaluate(prepared, pick(ASKED, index)), allows },
    { name: "lychgate, any API and stage", run: (index) => evaluate(unbound, pick(ASKED, index)), allows },
    {
      name: "lychgate, prepared each time",
      run: (index) => evaluate(prepare([bound]), pick(ASKED, index)),
      allows,
    },
  ];
}

function documentFor(prefix: string): PolicyDocument {
  const allow = { Effect: "Allow", Action: "execute-api:Invoke" } as const;
  return {
    Version: "2012-10-17",
    Statement: [
      { ...allow, Resource: ANYWHERE.map((path) => prefix + path) },
      {
        ...allow,
        Resource: FROM_CLINICS.map((path) => prefix + path),
        Condition: { IpAddress: { "aws:SourceIp": CLINICS } },
      },
    ],
  };
}

const CASBIN_MODEL = `
[request_definition]
r = arn, ip
[policy_definition]
p = arn, network
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = keyMatch(r.arn, p.arn) && (p.network == "*" || ipMatch(r.ip, p.network))
`;

async function casbin(): Promise<Engine> {
  const rules = [
    ...ANYWHERE.map((path) => `p, ${API}${path}, *`),
    ...FROM_CLINICS.map((path) => `p, ${API}${path}, ${CLINICS}`),
  ];
  const enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL), new StringAdapter(rules.join("\n")));
  const requests = REQUESTS.map(({ path, ip }) => [API + path, ip] as const);
  return {
    name: "casbin, enforceSync",
    run: (index) => enforcer.enforceSync(...pick(requests, index)),
    allows: (result) => result === true,
  };
}

function cedarWasm(): Engine {
  const preparsedPolicySetId = "petstore";
  const parsed = cedar.preparsePolicySet(preparsedPolicySetId, { staticPolicies: CEDAR_POLICIES });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join());
  const calls = REQUESTS.map(({ path, ip }): cedar.StatefulAuthorizationCall => {
    const sourceIp = { __extn: { fn: "ip", arg: ip } };
    return { ...CEDAR_CALL, preparsedPolicySetId, context: { arn: API + path, sourceIp } };
  });
  return {
    name: "cedar-wasm, preparsed",
    run: (index) => cedar.statefulIsAuthorized(pick(calls, index)),
    allows: (result) => JSON.stringify(result).includes('"decision":"allow"'),
  };
}

const like = (paths: readonly string[]) =>
  paths.map((path) => `context.arn like "${API}${path}"`).join(" || ");

const CEDAR_POLICIES = `
permit (principal, action, resource) when { ${like(ANYWHERE)} };
permit (principal, action, resource)
  when { (${like(FROM_CLINICS)}) && context.sourceIp.isInRange(ip("${CLINICS}")) };
`;

const CEDAR_CALL = {
  principal: { type: "User", id: "veterinarian" },
  action: { type: "Action", id: "Invoke" },
  resource: { type: "Api", id: "petstore" },
  entities: [],
};

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error("there is nothing to pick from");
  return value;
}
