import { lineOfStatement, type Repository, type RepositoryPolicy } from "../repository.ts";
import type { Source } from "../source.ts";
import type { BundlePolicy } from "./access-bundle.ts";

/** A repository's policies with the text of their modules. */
export function bundlePolicies({ policies }: Repository, source: Source): BundlePolicy[] {
  return policies.map((policy) => {
    const { group, description, revision, document } = policy.compiled;
    const { file } = policy;
    const text = source.read(file);
    return { group, description, file, source: text, revision, document, lines: linesOf(policy) };
  });
}

function linesOf({ compiled, module }: RepositoryPolicy): Record<string, number> {
  const sids = compiled.document.Statement.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  return Object.fromEntries(sids.map((sid) => [sid, lineOfStatement(module, sid)]));
}
