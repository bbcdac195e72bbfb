import "../styles/compare.css";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { RISKS } from "@lychgate/cli/diff";
import { useMemo } from "preact/hooks";
import { changesText } from "../change-counts.ts";
import { goTo } from "../location.ts";
import { count } from "../ui/count.ts";
import { Empty } from "../ui/empty.tsx";
import { TextField } from "../ui/field.tsx";
import type { ViewProps } from "../view.ts";
import { Change, keyOfRow } from "./change.tsx";
import { COMPARE, type CompareState, LOOKS } from "./compare-state.ts";
import { type ShownChanges, shownChanges } from "./shown-changes.ts";

/** What a change of the policies lets in and shuts out. */
export function View({ bundle, place }: ViewProps) {
  const { comparison } = bundle;
  if (!comparison) return <NothingCompared />;
  return <Comparison bundle={bundle} comparison={comparison} state={COMPARE.read(place.parameters)} />;
}

function NothingCompared() {
  return (
    <>
      <h1>Compare</h1>
      <Empty>
        These policies are compared with nothing: <code>lychgate bundle --base &lt;git ref&gt;</code> compares
        them, and the local stack does from its start on.
      </Empty>
    </>
  );
}

/** So many are shown; who looks for one of more than that has the filter. */
const MOST_SHOWN = 200;

interface ComparisonProps {
  bundle: AccessBundle;
  comparison: NonNullable<AccessBundle["comparison"]>;
  state: CompareState;
}

function Comparison({ bundle, comparison, state }: ComparisonProps) {
  const { base, changes } = comparison;
  const { risk, q } = state;
  const shown = useMemo(() => shownChanges(changes, { risk, q }), [changes, risk, q]);
  return (
    <>
      <h1>Compare</h1>
      <p class="lead">
        From <b>{base.name}</b> to <b>{bundle.revision.name}</b>: {changesText(changes)}. What is not listed
        has not changed: this is proved, not sampled.
      </p>
      {changes.length > 0 && <Filter state={state} counts={shown.counts} />}
      {shown.rows.length === 0 && (
        <Empty>
          {changes.length === 0 ? "Nothing is let in or shut out." : "No change fits the filter."}
        </Empty>
      )}
      <ul class="changes" aria-label="Changes">
        {shown.rows.slice(0, MOST_SHOWN).map((row) => (
          <Change key={keyOfRow(row)} row={row} bundle={bundle} comparison={comparison} />
        ))}
      </ul>
      {shown.rows.length > MOST_SHOWN && (
        <Empty>{count(shown.rows.length - MOST_SHOWN, "more change")}: narrow the filter to see them.</Empty>
      )}
    </>
  );
}

function Filter({ state, counts }: { state: CompareState; counts: ShownChanges["counts"] }) {
  const change = (part: Partial<CompareState>) =>
    goTo({ view: "compare", path: "", parameters: COMPARE.write({ ...state, ...part }) }, { replace: true });
  return (
    <>
      <div class="toolbar">
        <TextField
          label="Groups, routes, statements"
          placeholder="owner delete"
          value={state.q}
          onText={(q) => change({ q })}
        />
      </div>
      <fieldset class="legend">
        <legend class="unseen">Show only changes that are</legend>
        {LOOKS.map((each) => (
          <button
            key={each}
            type="button"
            class="button"
            aria-pressed={state.risk === each}
            onClick={() => change({ risk: each })}
          >
            {each === "all" ? "all" : RISKS[each]} <b>{counts[each]}</b>
          </button>
        ))}
      </fieldset>
    </>
  );
}
