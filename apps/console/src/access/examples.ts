/** Requests that show what an answer depends on: one that is let in and one that is refused. */
import type { AccessBundle, BundleRequest } from "@lychgate/cli/bundle";
import {
  type Access,
  accessOf,
  contractSpace,
  EvaluationError,
  evaluate,
  findRequest,
  plainRequests,
  SAMPLE_BINDING,
} from "@lychgate/evaluation";
import { INVOKE_ACTION } from "@lychgate/policy";
import { contractOf, servingOperation } from "./contract.ts";
import { evaluationRequestOf, preparedFor } from "./policy-set.ts";

export interface Example {
  allowed: boolean;
  request: BundleRequest;
}

/** Addresses that read well: of the networks for documentation. */
const USUAL_IPS = ["192.0.2.10", "203.0.113.10", "198.51.100.10", "2001:db8::10"];

/**
 * For a request, one like it that is let in and one that is refused, as far as there are any: from another
 * address, at another time, or else of another path of the same route. That there is none of a kind is proved,
 * unless the policies cannot be decided as a whole: then the result is `undefined`.
 */
export function examplesOf(bundle: AccessBundle, request: BundleRequest): Example[] | undefined {
  try {
    return [true, false].flatMap((allowed) => {
      const found = usualExample(bundle, request, allowed) ?? provenExample(bundle, request, allowed);
      return found ? [{ allowed, request: found }] : [];
    });
  } catch (error) {
    // They can still be asked about one request.
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function usualExample(bundle: AccessBundle, request: BundleRequest, allowed: boolean) {
  const candidates = USUAL_IPS.map((ip) => ({
    ...request,
    context: { ...request.context, "aws:SourceIp": ip },
  }));
  return [request, ...candidates].find((each) => isAllowed(bundle, each) === allowed);
}

function isAllowed(bundle: AccessBundle, request: BundleRequest): boolean {
  const { prepared } = preparedFor(bundle, request.groups);
  return evaluate(prepared, evaluationRequestOf(request)).decision === "allowed";
}

function provenExample(
  bundle: AccessBundle,
  request: BundleRequest,
  allowed: boolean,
): BundleRequest | undefined {
  const operation = servingOperation(bundle, request);
  if (!operation) return undefined;
  const space = contractSpace(contractOf(bundle), SAMPLE_BINDING, (each) => each === operation);
  const access = accessOf([preparedFor(bundle, request.groups).document]);
  for (const scope of [...samePath(request), plainRequests(operation, SAMPLE_BINDING)]) {
    const found = findRequest(space, [scope, access], ([isIn, may]) => isIn === true && may === allowed);
    if (found) return simplest(bundle, { ...request, path: found.path, context: found.context }, request);
  }
  return undefined;
}

function samePath({ method, path }: BundleRequest): Access[] {
  if (/[*?$]/.test(path)) return [];
  const Resource = [`${SAMPLE_BINDING.prefix}${method}${path}`];
  return [
    accessOf([{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: INVOKE_ACTION, Resource }] }]),
  ];
}

/** Takes over what was asked, key by key, as long as that is decided in the same way. */
function simplest(bundle: AccessBundle, found: BundleRequest, asked: BundleRequest): BundleRequest {
  const decision = isAllowed(bundle, found);
  let simple = found;
  for (const key of new Set([...Object.keys(found.context), ...Object.keys(asked.context)])) {
    const { [key]: _, ...context } = simple.context;
    const value = asked.context[key];
    const simpler = { ...simple, context: value === undefined ? context : { ...context, [key]: value } };
    if (isAllowed(bundle, simpler) === decision) simple = simpler;
  }
  return simple;
}
