import {
  type CoveredStatement,
  coverStatements,
  type Expectation,
  type JudgedMutant,
  judgeMutants,
  type Mutant,
  type Notices,
  type ReachLevel,
  scoreOf,
} from "@lychgate/evaluation";
import { nameOfOperation } from "@lychgate/policy";
import { lineOfStatement, type Repository } from "../repository.ts";
import { groupReaches } from "./group-reach.ts";
import { type Share, shareOf } from "./share.ts";
import { suggestedTest } from "./suggested-test.ts";

/** How much of a repository's contract, policies and possible mistakes its tests know of. */
export interface CoverageReport {
  routes: Share & { operations: CoveredRoute[] };
  statements: Share & { all: Placed<CoveredStatement>[] };
  mutation: Share & { byOutcome: ReturnType<typeof scoreOf>["byOutcome"]; mutants: ReportedMutant[] };
}

export interface CoveredRoute {
  route: string;
  /** The groups that reach it in some circumstances. */
  groups: { group: string; level: Exclude<ReachLevel, "no">; condition?: string }[];
}

export type Placed<T> = T & { file: string; line: number };

/** A change to a statement, and what noticed it. */
export type ReportedMutant = Placed<Pick<Mutant, "group" | "sid" | "kind" | "detail">> & {
  outcome: JudgedMutant["judgement"]["outcome"];
  /** Of one that nothing noticed: a test that would. */
  suggestion?: string;
};

export interface ReportOptions {
  expectations: readonly Expectation[];
  notices?: Notices;
  onJudged?: (done: number, total: number) => void;
}

/** Holds a repository against what its policy tests expect. */
export function coverageReport(repository: Repository, options: ReportOptions): CoverageReport {
  const { policies, contract } = repository;
  const operations = coverRoutes(repository);
  const statements = coverStatements(policies, options.expectations, contract);
  const judged = judgeMutants({ policies, contract, ...options });
  const { noticed, total, byOutcome } = scoreOf(judged);
  const place = placeIn(repository);
  return {
    routes: {
      ...shareOf(operations.filter(({ groups }) => groups.length > 0).length, operations.length),
      operations,
    },
    statements: {
      ...shareOf(statements.filter(({ exercised }) => exercised).length, statements.length),
      all: statements.map((statement) => ({ ...statement, ...place(statement) })),
    },
    mutation: {
      ...shareOf(noticed, total),
      byOutcome,
      mutants: judged.map((each) => ({ ...reported(each, repository), ...place(each.mutant) })),
    },
  };
}

function coverRoutes(repository: Repository): CoveredRoute[] {
  const reaches = groupReaches(repository);
  return repository.contract.operations.map((operation, index) => {
    const groups = reaches.flatMap((ofGroup) => {
      const { group, level, condition } = ofGroup[index] ?? {};
      if (group === undefined || level === undefined || level === "no") return [];
      return [{ group, level, ...(condition === undefined ? {} : { condition }) }];
    });
    return { route: nameOfOperation(operation), groups };
  });
}

function reported(
  { mutant, judgement }: JudgedMutant,
  repository: Repository,
): Omit<ReportedMutant, "file" | "line"> {
  const { group, sid, kind, detail } = mutant;
  const suggestion =
    judgement.outcome === "survived" ? suggestedTest(group, judgement, repository) : undefined;
  const { outcome } = judgement;
  return { group, sid, kind, detail, outcome, ...(suggestion === undefined ? {} : { suggestion }) };
}

function placeIn({
  policies,
}: Repository): (of: { group: string; sid: string }) => { file: string; line: number } {
  const byGroup = new Map(policies.map((policy) => [policy.compiled.group, policy]));
  return ({ group, sid }) => {
    const policy = byGroup.get(group);
    return policy ? { file: policy.file, line: lineOfStatement(policy.module, sid) } : { file: "", line: 1 };
  };
}
