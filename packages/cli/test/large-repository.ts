/** The files of a repository as large as one may get: many groups, many operations, the same in every run. */
const OPERATIONS_OF_A_SERVICE = 10;

/** @param operations a multiple of ten */
export function largeRepository(groups: number, operations: number): Record<string, string> {
  const services = operations / OPERATIONS_OF_A_SERVICE;
  const policies = Array.from({ length: groups }, (_, index) => policyFile(index, services));
  return {
    "lychgate.json": '{ "policies": "policies", "contracts": ["api.json"] }',
    "api.json": JSON.stringify({
      openapi: "3.0.3",
      info: { title: "large", version: "1" },
      paths: Object.assign({}, ...Array.from({ length: services }, (_, service) => pathsOf(`s${service}`))),
    }),
    ...Object.fromEntries(policies),
  };
}

function pathsOf(service: string): object {
  const item = `/${service}/v1/items/{itemId}`;
  return {
    [`/${service}/v1/items`]: { get: operation(service, "List"), post: operation(service, "Add to") },
    [item]: {
      get: operation(service, "Get one of"),
      put: operation(service, "Change one of"),
      delete: { ...operation(service, "Remove one of"), "x-lychgate-sensitive": true },
    },
    [`${item}/parts`]: { get: operation(service, "List parts of"), post: operation(service, "Add parts to") },
    [`${item}/parts/{partId}`]: {
      get: operation(service, "Get a part of"),
      delete: operation(service, "Remove a part of"),
    },
    [`/${service}/status`]: { get: operation(service, "Tell the status of") },
  };
}

function operation(service: string, does: string): object {
  return { summary: `${does} ${service}`, tags: [service], responses: { "200": { description: "Done." } } };
}

/** Each lets in every request of its routes: one that lets in more would not compile beside the contract. */
const ROUTES = [
  (service: string) => [`ANY /${service}/v1/**`],
  (service: string) => [`GET /${service}/v1/items`, `GET /${service}/v1/items/{itemId}`],
  (service: string) => [`GET /${service}/status`],
  (service: string) => [`GET /${service}/v1/items/{itemId}/parts`],
  (service: string) => [`DELETE /${service}/v1/items/{itemId}`],
  (service: string) => [`POST /${service}/v1/items`],
] as const;

const STATEMENTS = 6;

function policyFile(index: number, services: number): [string, string] {
  const next = numbersFrom(index);
  const group = `group-${String(index).padStart(3, "0")}`;
  const first = next(services);
  const statements = Array.from({ length: STATEMENTS }, (_, place) => {
    const service = `s${(first + place * 7) % services}`;
    const routes = ROUTES[next(ROUTES.length)]?.(service);
    const address = { IpAddress: { "aws:SourceIp": [`10.${next(20)}.0.0/16`, "192.0.2.0/24"] } };
    const until = { DateLessThan: { "aws:CurrentTime": `20${30 + next(9)}-01-01T00:00:00Z` } };
    const condition = [undefined, address, until][next(3)];
    return { sid: `S${place}`, effect: "Allow", routes, ...(condition && { condition }) };
  });
  const policy = { group, description: `Who looks after s${first}.`, statements };
  return [`policies/${group}.ts`, `export default ${JSON.stringify(policy, null, 2)};\n`];
}

/** Numbers that look random and are the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed * 7919 + 13;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % below;
  };
}
