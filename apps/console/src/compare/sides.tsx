import type { AccessBundle, BundleComparison, BundlePolicy } from "@lychgate/cli/bundle";
import type { DiffChange } from "@lychgate/evaluation";
import { SourceText } from "../ui/source.tsx";
import { linesOfStatement } from "../why/statement-lines.ts";
import { sidesOf } from "./changed-policies.ts";

interface SidesProps {
  change: DiffChange;
  bundle: AccessBundle;
  comparison: BundleComparison;
}

/** The module that a change stands in, before and now, with the statements responsible marked. */
export function Sides({ change, bundle, comparison }: SidesProps) {
  const { before, now } = sidesOf(change, bundle, comparison);
  return (
    <div class="change-sides">
      <Side label={`Before, in ${comparison.base.name}`} policy={before} sids={change.sids} />
      <Side label={`Now, in ${bundle.revision.name}`} policy={now} sids={change.sids} />
    </div>
  );
}

function Side({
  label,
  policy,
  sids,
}: {
  label: string;
  policy: BundlePolicy | undefined;
  sids: readonly string[];
}) {
  return (
    <section>
      <h2>{label}</h2>
      {policy ? (
        <>
          <p class="change-file">
            <code>{policy.file}</code>
          </p>
          <SourceText file={policy.file} source={policy.source} marks={marksOf(policy, sids)} />
        </>
      ) : (
        <p class="change-file">There is no such policy.</p>
      )}
    </section>
  );
}

function marksOf({ source, lines }: BundlePolicy, sids: readonly string[]): ReadonlyMap<number, string> {
  const marked = sids.flatMap((sid) => {
    const line = Object.hasOwn(lines, sid) ? lines[sid] : undefined;
    return line === undefined ? [] : linesOfStatement(source, line).map((each) => [each, sid] as const);
  });
  return new Map(marked);
}
