import "../styles/matrix.css";
import { type Signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { goTo } from "../location.ts";
import { ACCESS, AccessMark, LEVELS } from "../ui/access-mark.tsx";
import { count } from "../ui/count.ts";
import { Empty } from "../ui/empty.tsx";
import { TextField } from "../ui/field.tsx";
import type { ViewProps } from "../view.ts";
import { accessText } from "./cell-words.ts";
import type { GridPlace } from "./grid-move.ts";
import { MatrixGrid } from "./matrix-grid.tsx";
import { MATRIX, type MatrixState } from "./matrix-state.ts";
import { type ShownMatrix, shownMatrix } from "./shown-matrix.ts";

/** Who may do what: groups × operations. */
export function View({ bundle: { matrix }, place }: ViewProps) {
  const state = MATRIX.read(place.parameters);
  const shown = useMemo(() => shownMatrix(matrix, state), [matrix, place]);
  const pointed = useSignal<GridPlace | undefined>(undefined);
  const change = (part: Partial<MatrixState>) =>
    goTo({ view: "matrix", path: "", parameters: MATRIX.write({ ...state, ...part }) }, { replace: true });
  const isFiltered = MATRIX.write(state).size > 0;
  const isEmpty = shown.operations.length === 0 || shown.groups.length === 0;
  return (
    <>
      <h1>Who may do what</h1>
      <p class="lead">
        What each group may do with each operation, whatever the circumstances. A cell leads to the reason.
      </p>
      <div class="toolbar">
        <TextField
          label="Operations"
          placeholder="delete pets"
          value={state.q}
          onText={(q) => change({ q })}
        />
        <TextField label="Groups" placeholder="owner" value={state.g} onText={(g) => change({ g })} />
        <label class="check">
          <input
            type="checkbox"
            checked={state.sensitive}
            onChange={({ currentTarget }) => change({ sensitive: currentTarget.checked })}
          />
          Sensitive only
        </label>
        {isFiltered && (
          <button type="button" class="button" onClick={() => change(MATRIX.usual)}>
            Show all
          </button>
        )}
      </div>
      <Legend counts={shown.counts} level={state.level} onChange={(level) => change({ level })} />
      <p class="matrix-size" role="status">
        {count(shown.operations.length, "operation")}, {count(shown.groups.length, "group")}
        {isFiltered && ` of ${matrix.rows.length} and ${matrix.groups.length}`}
      </p>
      {isEmpty ? (
        <Empty>{isFiltered ? "No operation and group fit the filter." : "There are no policies yet."}</Empty>
      ) : (
        <>
          <MatrixGrid
            shown={shown}
            level={state.level}
            onPoint={(to) => {
              pointed.value = to;
            }}
          />
          <Pointed shown={shown} pointed={pointed} />
        </>
      )}
    </>
  );
}

interface LegendProps {
  counts: ShownMatrix["counts"];
  level: readonly string[];
  onChange: (level: readonly string[]) => void;
}

/** What the signs mean, how many of each there are, and a filter by them. */
function Legend({ counts, level, onChange }: LegendProps) {
  return (
    <fieldset class="legend">
      <legend class="unseen">Show only cells that are</legend>
      {LEVELS.map((each) => {
        const isChosen = level.includes(each);
        return (
          <button
            key={each}
            type="button"
            class="button"
            aria-pressed={isChosen}
            title={ACCESS[each].meaning}
            onClick={() => onChange(isChosen ? level.filter((other) => other !== each) : [...level, each])}
          >
            <AccessMark level={each} /> {ACCESS[each].word} <b>{counts[each].toLocaleString("en")}</b>
          </button>
        );
      })}
    </fieldset>
  );
}

/** Says in full what a cell is about; screen readers have it from the cell. */
function Pointed({ shown, pointed }: { shown: ShownMatrix; pointed: Signal<GridPlace | undefined> }) {
  const { row = -1, column = -1 } = pointed.value ?? {};
  const [operation, group] = [shown.operations[row], shown.groups[column]];
  return (
    <p class="matrix-pointed" aria-hidden="true">
      {operation && group ? (
        <>
          <b>{group.name}</b> {operation.method} {operation.route}: <b>{accessText(operation, group)}</b>
        </>
      ) : (
        "Point at a cell, or walk with the arrow keys; Enter tells why."
      )}
    </p>
  );
}
