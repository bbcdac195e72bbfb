import { EvaluationError, type Reach, reachOf } from "@lychgate/evaluation";
import { CliError } from "../errors.ts";
import type { Repository } from "../repository.ts";

/**
 * What each group may do with each operation of the contract.
 * @throws CliError `InvalidPolicies` with the file of a policy of which it cannot be decided
 */
export function groupReaches({ policies, contract }: Repository): Reach[][] {
  return policies.map(({ file, compiled }) => {
    try {
      return reachOf(compiled, contract);
    } catch (cause) {
      if (!(cause instanceof EvaluationError)) throw cause;
      throw new CliError("InvalidPolicies", `${file}: ${cause.message}`, { cause });
    }
  });
}
