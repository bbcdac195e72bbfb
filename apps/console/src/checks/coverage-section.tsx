import type { BundleCoverage } from "@lychgate/cli/bundle";
import { Empty } from "../ui/empty.tsx";
import { Prose } from "../ui/prose.tsx";
import { type Gap, percentText } from "./shown-checks.ts";

const SHARES = [
  ["routes", "routes that a group reaches"],
  ["statements", "statements that a policy test uses"],
  ["mutations", "changes that something would notice"],
] as const;

export function CoverageSection({
  coverage,
  gaps,
}: {
  coverage: BundleCoverage | undefined;
  gaps: readonly Gap[];
}) {
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">Coverage</h2>
      {coverage ? <Shares {...coverage} /> : <NoCoverage />}
      {coverage && gaps.length === 0 && (
        <Empty>{coverage.gaps.length === 0 ? "No gaps." : "No gap is of this kind."}</Empty>
      )}
      <ul class="checks">
        {gaps.map(({ text, file, line }) => (
          <li key={`${file}:${line} ${text}`} class="check-item check-gap">
            <div>
              <Prose text={text} />
              {file !== undefined && (
                <p class="check-place">
                  <code>
                    {file}
                    {line !== undefined && `:${line}`}
                  </code>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoCoverage() {
  return (
    <Empty>
      The policies' tests were not run for this bundle: <code>lychgate bundle --coverage</code> runs them.
    </Empty>
  );
}

function Shares(coverage: BundleCoverage) {
  return (
    <ul class="shares">
      {SHARES.map(([name, words]) => {
        const { covered, total } = coverage[name];
        return (
          <li key={name} class="share">
            <b>{percentText(coverage[name])}</b>
            <span>
              {covered} of {total} {words}
            </span>
            <meter min={0} max={Math.max(1, total)} value={total === 0 ? 1 : covered} aria-label={words} />
          </li>
        );
      })}
    </ul>
  );
}
