/**
 * Compares two versions of generated policies once and prints the nanoseconds that it took: in a process of
 * its own, so that nothing is known from an earlier comparison. Arguments: groups, routes, changed groups.
 */
import { comparePolicies, type GroupPolicyVersion, type PolicySet } from "@lychgate/evaluation";
import { type Contract, compile, type GroupStatement, PolicyError, readContract } from "@lychgate/policy";

const ROUTES_OF_A_SERVICE = 10;

function contractOf(routes: number): Contract {
  const services = Array.from({ length: routes / ROUTES_OF_A_SERVICE }, (_, service) => ({
    [`/s${service}/v1/items`]: { get: {}, post: {} },
    [`/s${service}/v1/items/{id}`]: { get: {}, put: {}, delete: {} },
    [`/s${service}/v1/items/{id}/parts`]: { get: {}, post: {} },
    [`/s${service}/v1/items/{id}/parts/{part}`]: { get: {}, delete: {} },
    [`/s${service}/status`]: { get: {} },
  }));
  return readContract([
    { name: "api.yaml", document: { openapi: "3.0.3", paths: Object.assign({}, ...services) } },
  ]);
}

/** Numbers that look random and are the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed * 7919 + 13;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % below;
  };
}

const ROUTES = [
  (service: string) => [`ANY /${service}/v1/**`],
  (service: string) => [`GET /${service}/v1/items`, `GET /${service}/v1/items/{id}`],
  (service: string) => [`GET /${service}/status`],
  (service: string) => [`ANY /${service}/v1/items/{id}/parts/**`, `GET /${service}/v1/items/{id}/parts`],
  (service: string) => [`DELETE /${service}/v1/items/{id}`, `DELETE /${service}/v1/items/{id}/parts/{part}`],
  (service: string) => [`POST /${service}/v1/items`],
];

/**
 * Six statements on services of their own, and one more after the change: a Deny in one of thirty among the
 * first thousand groups. Each pair of a Deny and a group that it cuts off is a change of its own, so with both
 * growing their number would grow with the product.
 */
function statementsOf(group: number, services: number, isChanged: boolean): GroupStatement[] {
  const next = numbersFrom(group);
  const first = next(services);
  const statements = Array.from({ length: 6 }, (_, index): GroupStatement => {
    const service = `s${(first + index * 7) % services}`;
    const address = { IpAddress: { "aws:SourceIp": [`10.${next(20)}.0.0/16`, "192.0.2.0/24"] } };
    const until = { DateLessThan: { "aws:CurrentTime": `20${30 + next(9)}-01-01T00:00:00Z` } };
    const condition = [undefined, address, until][next(3)];
    const routes = ROUTES[next(ROUTES.length)]?.(service) ?? [];
    return { sid: `S${index}`, effect: "Allow", routes, ...(condition ? { condition } : {}) };
  });
  const other = `s${next(services)}`;
  const added: GroupStatement[] = isChanged
    ? [
        {
          sid: "Added",
          effect: group % 30 === 0 && group < 1_000 ? "Deny" : "Allow",
          routes: [`GET /${other}/status`],
        },
      ]
    : [];
  return [...statements, ...added];
}

function policySet(contract: Contract, groups: number, routes: number, changed: number): PolicySet {
  const policies = Array.from({ length: groups }, (_, index): GroupPolicyVersion[] => {
    const group = `group-${index}`;
    const statements = statementsOf(index, routes / ROUTES_OF_A_SERVICE, index < changed);
    try {
      const compiled = compile({ group, description: "A group.", statements }, contract);
      return [
        {
          group,
          file: `${group}.ts`,
          lineOf: () => 1,
          revision: compiled.revision,
          document: compiled.document,
        },
      ];
    } catch (error) {
      // A few are refused for what they would let in; they are left out of both versions.
      if (error instanceof PolicyError && error.code === "NotExact") return [];
      throw error;
    }
  });
  return { contract, policies: policies.flat() };
}

const [groups = 1_000, routes = 500, changed = groups] = process.argv.slice(2).map(Number);
const contract = contractOf(routes);
const [base, head] = [0, changed].map((count) => policySet(contract, groups, routes, count));
if (!base || !head) throw new Error("expected two versions");
const start = process.hrtime.bigint();
const { changes } = comparePolicies(base, head);
const nanoseconds = process.hrtime.bigint() - start;
if (changes.length < changed / 2) throw new Error(`expected changes, found ${changes.length}`);
console.log(
  JSON.stringify({
    nanoseconds: Number(nanoseconds),
    changes: changes.length,
    policies: base.policies.length,
  }),
);
