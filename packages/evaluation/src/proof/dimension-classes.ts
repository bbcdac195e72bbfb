/** Cuts a dimension into the classes that some tests tell apart. */
import { conditionHolds } from "../condition.ts";
import { sampleAddresses } from "./addresses.ts";
import type { Dimension, Test } from "./circumstance.ts";
import { sampleTexts } from "./texts.ts";
import { sampleTimes } from "./times.ts";

/** Requests that no test tells apart, by the context of one of them. */
export interface DimensionClass {
  /** The condition keys of the dimension; none where it is absent. */
  readonly context: Readonly<Record<string, string>>;
  readonly isAbsent: boolean;
  /** The ids of the tests that hold. */
  readonly holding: ReadonlySet<number>;
}

const SAMPLES: Record<Dimension, (tests: readonly Test[]) => Iterable<Record<string, string> | undefined>> = {
  "aws:SourceIp": sampleAddresses,
  "aws:SourceVpc": (tests) => sampleTexts("aws:SourceVpc", tests),
  "aws:SourceVpce": (tests) => sampleTexts("aws:SourceVpce", tests),
  time: sampleTimes,
  "aws:UserAgent": (tests) => sampleTexts("aws:UserAgent", tests),
  "aws:Referer": (tests) => sampleTexts("aws:Referer", tests),
};

const MOST_KEPT = 5_000;
const known = new Map<string, readonly DimensionClass[]>();

/**
 * The classes of a dimension, each with a sample that `evaluate`'s own tests are asked about. A request
 * without the key is a class of its own, for that may say something about other dimensions.
 *
 * @throws PolicyError `TooLarge` when the texts of the tests have too many joint states
 */
export function classesOf(dimension: Dimension, tests: readonly Test[]): readonly DimensionClass[] {
  const key = `${dimension} ${tests.map(({ id }) => id).join()}`;
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MOST_KEPT) known.clear();
  const classes = new Map<string, DimensionClass>();
  for (const sample of SAMPLES[dimension](tests)) {
    const each = classOf(sample, tests);
    const name = `${each.isAbsent} ${[...each.holding].join()}`;
    if (!classes.has(name)) classes.set(name, each);
  }
  const list = [...classes.values()];
  known.set(key, list);
  return list;
}

function classOf(sample: Record<string, string> | undefined, tests: readonly Test[]): DimensionClass {
  const context = sample ?? {};
  const holding = tests.filter(({ condition }) => conditionHolds(condition, context)).map(({ id }) => id);
  return { context, isAbsent: sample === undefined, holding: new Set(holding) };
}
