/** Requests to try a policy with: one for each operation of the contract. */
import { evaluate, prepare } from "@lychgate/evaluation";
import {
  bind,
  bindingOf,
  type CompiledPolicy,
  type Contract,
  formatNetwork,
  networkContains,
  type Operation,
  parseIp,
  parseNetwork,
  type UncheckedGroupPolicy,
} from "@lychgate/policy";

/** A request as policy tests write it. */
export interface SampleRequest {
  /** `GET /petstore/v1/pets/1` */
  request: string;
  /** Where it comes from; missing where that does not matter. */
  sourceIp?: string;
}

export interface SampleRequests {
  /** For each statement that lets something in, a request that it does let in. */
  allowed: readonly (SampleRequest & { sid: string })[];
  /** Requests that nothing lets in: from elsewhere, or to another route. */
  denied: readonly SampleRequest[];
}

/** Where a policy test's request comes from when it does not say. */
const USUAL_IP = "192.0.2.10";

/** Addresses of the networks that documentation may use. */
const ELSEWHERE = ["203.0.113.10", "198.51.100.10", "2001:db8::10"];

const STAGE = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/";

type Verdict = (request: SampleRequest) => readonly string[] | undefined;

/** Finds requests that a compiled policy allows and denies. Each is evaluated. */
export function sampleRequests(
  policy: UncheckedGroupPolicy,
  compiled: CompiledPolicy,
  contract: Contract,
): SampleRequests {
  const allowedBy = verdictsOf(compiled);
  const requests = contract.operations.map((operation) => ({ request: requestOf(operation) }));
  const allowed = policy.statements.flatMap(({ sid, effect, condition }) => {
    if (effect === "Deny") return [];
    const sourceIp = addressIn(condition?.IpAddress?.["aws:SourceIp"]);
    const candidates = requests.map((each) => ({ ...each, ...(sourceIp && { sourceIp }) }));
    const found = candidates.find((each) => allowedBy(each)?.includes(sid));
    return found ? [{ sid, ...found }] : [];
  });
  const elsewhere = allowed
    .slice(0, 1)
    .flatMap(({ request }) => ELSEWHERE.map((sourceIp) => ({ request, sourceIp })));
  const otherRoute = requests.map((each) => ({ ...each, ...sourceOf(allowed[0]) }));
  const denied = [otherRoute, elsewhere].flatMap((candidates) => {
    const found = candidates.find((each) => allowedBy(each) === undefined);
    return found ? [found] : [];
  });
  return { allowed, denied };
}

function sourceOf(request: SampleRequest | undefined): { sourceIp?: string } {
  return request?.sourceIp === undefined ? {} : { sourceIp: request.sourceIp };
}

/** The Sids of the statements that allow a request; `undefined` when it is denied. */
function verdictsOf({ document }: CompiledPolicy): Verdict {
  const binding = bindingOf(`${STAGE}GET/`) ?? { prefix: STAGE };
  const prepared = prepare([bind(document, binding)]);
  return ({ request, sourceIp = USUAL_IP }) => {
    const methodArn = STAGE + request.replace(" ", "");
    const { decision, statements } = evaluate(prepared, { methodArn, context: contextOf(sourceIp) });
    return decision === "allowed" ? statements.flatMap(({ sid }) => sid ?? []) : undefined;
  };
}

function contextOf(sourceIp: string): Record<string, string> {
  const now = Date.now();
  return {
    "aws:SourceIp": sourceIp,
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
  };
}

function requestOf({ method, template }: Operation): string {
  return `${method} ${template.replace(/\{[^{}]{1,130}\}/g, "1")}`;
}

/** An address of the first of some networks, which is not the network's own where there is another. */
function addressIn(networks: string | readonly string[] | undefined): string | undefined {
  const network = parseNetwork(typeof networks === "string" ? networks : (networks?.[0] ?? ""));
  if (!network) return undefined;
  const own = formatNetwork(network).replace(/\/.*$/, "");
  const next = own.endsWith("::") ? `${own}1` : own.replace(/\d+$/, (octet) => String(Number(octet) + 1));
  const address = parseIp(next);
  return address && networkContains(network, address) ? next : own;
}
