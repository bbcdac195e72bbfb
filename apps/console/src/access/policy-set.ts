/** A bundle's policies as the authorizer returns them for the groups of a caller, read once for each set of groups. */
import type { AccessBundle, BundlePolicy, BundleRequest } from "@lychgate/cli/bundle";
import {
  boundDocument,
  type EvaluationRequest,
  type PreparedPolicies,
  prepare,
  SAMPLE_BINDING,
} from "@lychgate/evaluation";
import { type CanonicalDocument, parseDate } from "@lychgate/policy";

export interface PreparedGroups {
  document: CanonicalDocument;
  prepared: PreparedPolicies;
}

const known = new WeakMap<AccessBundle, Map<string, PreparedGroups>>();

/** The one document of these groups. A group without a policy adds nothing; nobody is let in without any. */
export function preparedFor(bundle: AccessBundle, groups: readonly string[]): PreparedGroups {
  const ofBundle = known.get(bundle) ?? new Map<string, PreparedGroups>();
  known.set(bundle, ofBundle);
  const members = [...new Set(groups)].sort();
  const key = JSON.stringify(members);
  const made = ofBundle.get(key) ?? prepareGroups(bundle, members);
  ofBundle.set(key, made);
  return made;
}

function prepareGroups(bundle: AccessBundle, groups: readonly string[]): PreparedGroups {
  const documents = groups.flatMap((group) => policyOf(bundle, group)?.document ?? []);
  const document = boundDocument(documents, SAMPLE_BINDING);
  return { document, prepared: prepare([document]) };
}

export function policyOf(bundle: AccessBundle, group: string): BundlePolicy | undefined {
  return bundle.policies.find((policy) => policy.group === group);
}

/**
 * A request as the evaluator takes it, at an API and stage of no special name: made now unless it says when, and by
 * HTTPS, for API Gateway has nothing else.
 */
export function evaluationRequestOf(
  { method, path, context }: Omit<BundleRequest, "groups">,
  now = Date.now(),
): EvaluationRequest {
  const time = timeOf(context) ?? now;
  return {
    methodArn: `${SAMPLE_BINDING.prefix}${method}${path}`,
    context: {
      "aws:CurrentTime": new Date(time).toISOString(),
      "aws:EpochTime": String(Math.floor(time / 1000)),
      "aws:SecureTransport": "true",
      ...context,
    },
  };
}

/** When a request is made, where it says so. */
export function timeOf(context: BundleRequest["context"]): number | undefined {
  const text = context["aws:CurrentTime"] ?? context["aws:EpochTime"];
  return text === undefined ? undefined : parseDate(text);
}
