import { withClaimNames } from "../claim-symbol.ts";
import type { Witness } from "../proof/index.ts";
import type { LintCode } from "./rules.ts";

/** Keys and indexes from the root of what was linted. */
export type Path = readonly (string | number)[];

/** A request that shows what a finding says. */
export type LintWitness = Pick<Witness, "method" | "path" | "context"> & {
  /** As `evaluate` takes it; missing where routing alone is shown. */
  methodArn?: string;
};

/** What a rule has to say about one place. */
export interface LintFinding {
  code: LintCode;
  path: Path;
  /** Of the statement that it is about. */
  sid?: string;
  message: string;
  witness?: LintWitness;
  /** The part of the source that may be taken out, where that is the right answer. */
  removable?: Path;
}

export function lintWitness({ method, path, context, request }: Witness): LintWitness {
  return { method, path, context, methodArn: withClaimNames(request.methodArn) };
}
