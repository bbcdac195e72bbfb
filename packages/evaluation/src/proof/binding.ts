import {
  type Binding,
  isHttpMethod,
  type PolicyDocument,
  parseExecuteApiArn,
  type Statement,
  toList,
} from "@lychgate/policy";
import { EvaluationError } from "../errors.ts";

/** A stage of no special name: what holds for it holds for every stage that no document names. */
export const SAMPLE_BINDING: Binding = {
  prefix: "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/",
};

/** Partition, region, account, API and stage, in that order. */
const SAMPLE = ["aws", "eu-west-1", "111122223333", "abcdef1234", "dev"] as const;

const MOST = 256;

/**
 * The APIs and stages that have to be looked at one by one: a stage of no special name, and each that the
 * documents name. For each of them, `bind` the documents and use a space of the same binding.
 *
 * @throws EvaluationError `Undecidable` for a Resource that names a part of an API's or a stage's name, and
 *   `TooLarge` when the documents name more than 256 combinations
 */
export function bindingsOf(documents: readonly PolicyDocument[]): readonly [Binding, ...Binding[]] {
  const names = SAMPLE.map((sample) => new Set<string>([sample]));
  for (const resource of resourcesOf(documents)) {
    for (const [index, name] of namesIn(resource).entries()) if (name !== "*") names[index]?.add(name);
  }
  const count = names.reduce((product, each) => product * each.size, 1);
  if (count > MOST) {
    throw new EvaluationError(
      "TooLarge",
      `the documents name ${count} APIs and stages, at most ${MOST} can be compared`,
    );
  }
  const combinations = names.reduce<string[][]>(
    (found, each) => found.flatMap((head) => [...each].map((name) => [...head, name])),
    [[]],
  );
  const [, ...others] = combinations.map(prefixOf);
  return [SAMPLE_BINDING, ...others];
}

function prefixOf([partition, region, account, apiId, stage]: readonly string[]): Binding {
  return { prefix: `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stage}/` };
}

function resourcesOf(documents: readonly PolicyDocument[]): string[] {
  const statements = documents.flatMap((document) => toList<Statement>(document.Statement));
  return statements.flatMap(({ Resource, NotResource }) => [
    ...toList<string>(Resource),
    ...toList<string>(NotResource),
  ]);
}

function namesIn(resource: string): string[] {
  const arn = parseExecuteApiArn(resource);
  if (!arn) return [];
  const [apiId = "*", stage = "*"] = arn.resource.split("/");
  const names = [arn.partition, arn.region, arn.account, apiId, isHttpMethod(stage) ? "*" : stage];
  if (names.some((name) => name !== "*" && /[*?]|\$\{/.test(name))) {
    throw new EvaluationError(
      "Undecidable",
      `\`${resource}\` names its API or stage in part, so no list of them is complete`,
    );
  }
  return names;
}
