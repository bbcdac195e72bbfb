export { conditionText } from "./condition-text.ts";
export { type ExactAccess, findSurprise, type Surprise } from "./exact-access.ts";
export {
  decidingStatements,
  type ExactExpectation,
  type Expectation,
  expectationHolds,
  type RequestExpectation,
  type StatementName,
} from "./expectation.ts";
export { MUTANT_KINDS, type Mutant, type MutantKind, mutantsOf } from "./mutant.ts";
export {
  type JudgedMutant,
  type Judgement,
  judgeMutants,
  type MutationScore,
  type Notices,
  scoreOf,
} from "./mutation-score.ts";
export { plainRequests } from "./plain-requests.ts";
export { type Reach, type ReachLevel, reachOf } from "./reach.ts";
export { type CoveredStatement, coverStatements } from "./statement-coverage.ts";
