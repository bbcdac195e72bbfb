/** From a policy module to the policy document that is stored. */
import { apiLanguage } from "./api-language.ts";
import { documentOf, textOf } from "./canonical.ts";
import type { Contract } from "./contract.ts";
import { draftOf, statementOf } from "./draft.ts";
import { checkDeny, guardsOf } from "./exactness.ts";
import type { UncheckedGroupPolicy } from "./group-policy.ts";
import type { CanonicalDocument } from "./policy-document.ts";
import { revisionOf } from "./revision.ts";

/** A compiled group policy, as it is stored. */
export interface CompiledPolicy {
  group: string;
  description: string;
  usageTier?: string;
  document: CanonicalDocument;
  /** The canonical JSON of `document`. */
  text: string;
  /** The SHA-256 of `text`, in hexadecimal. */
  revision: string;
}

/**
 * Compiles a validated policy so that it admits exactly the routes that it names, and proves it against the
 * contract. IAM's `*` crosses `/`, so `GET /pets/*` alone would admit `GET /pets/1/owner` too; where the
 * contract has such a route, a Deny is added that takes it back.
 *
 * @throws PolicyError `InvalidPolicy` for a route that no API has, `NotExact` with the request that would
 *   slip through where no document says exactly what the module says, `TooLarge`
 */
export function compile(policy: UncheckedGroupPolicy, contract: Contract): CompiledPolicy {
  const language = apiLanguage(contract);
  const drafts = policy.statements.map((statement) => draftOf(statement, contract, language));
  for (const draft of drafts) if (draft.statement.effect === "Deny") checkDeny(draft, language);
  const statements = drafts.flatMap((draft) => [
    statementOf(draft),
    ...guardsOf(draft, drafts, language, contract),
  ]);
  const document = documentOf(statements);
  const text = textOf(document);
  const { group, description, usageTier } = policy;
  const compiled = { group, description, document, text, revision: revisionOf(text) };
  return usageTier === undefined ? compiled : { ...compiled, usageTier };
}
