import type { AccessBundle, BundleComparison, BundleRequest } from "@lychgate/cli/bundle";
import { type DiffRow, namesOf, notesOn, RISKS, type Risk, riskOf, witnessText } from "@lychgate/cli/diff";
import type { DiffChange, DiffWitness } from "@lychgate/evaluation";
import { useSignal } from "@preact/signals";
import { curlCommand, explainCommand } from "../access/commands.ts";
import { Badge, Method, type Tone } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { whyHref } from "../why/why-state.ts";
import { Sides } from "./sides.tsx";

const TONES = {
  sensitive: "bad",
  gained: "bad",
  widened: "mixed",
  narrowed: "plain",
  lost: "plain",
} as const satisfies Record<Risk, Tone>;

const DECISIONS = {
  allowed: "allowed",
  explicitDeny: "denied by a statement",
  implicitDeny: "allowed by nothing",
} as const satisfies Record<DiffChange["before"], string>;

interface ChangeProps {
  row: DiffRow;
  bundle: AccessBundle;
  comparison: BundleComparison;
}

export function keyOfRow({ change, groups }: DiffRow): string {
  const { method, route, change: kind, onlyTrailingSlash, sids, witness } = change;
  return JSON.stringify([groups, change.with, method, route, kind, onlyTrailingSlash, sids, witness.path]);
}

/** One change; what proves it is made when it is opened. */
export function Change({ row, ...sides }: ChangeProps) {
  const isOpen = useSignal(false);
  const { change } = row;
  return (
    <li>
      <details
        class="change"
        onToggle={({ currentTarget }) => {
          isOpen.value = currentTarget.open;
        }}
      >
        <summary>
          <Summary {...row} />
        </summary>
        {isOpen.value && (
          <div class="change-proof">
            <Witnesses row={row} />
            <Sides change={change} {...sides} />
          </div>
        )}
      </details>
    </li>
  );
}

function Summary({ change, groups }: DiffRow) {
  const { method, route, terms } = change;
  const risk = riskOf(change);
  const notes = notesOn(change);
  return (
    <span class="change-summary">
      <Badge tone={TONES[risk]}>{RISKS[risk]}</Badge>
      <span>
        <b>{namesOf(groups)}</b>
        {change.with !== undefined && (
          <>
            {" "}
            in <b>{change.with}</b> too
          </>
        )}{" "}
        <Method name={method} /> <code>{route}</code>
        {notes.length > 0 && <small> ({notes.join(", ")})</small>}
      </span>
      <span class="change-terms">
        {terms.before} <span aria-hidden="true">→</span>
        <span class="unseen">becomes</span> {terms.after}
      </span>
    </span>
  );
}

function Witnesses({ row: { change, groups } }: { row: DiffRow }) {
  const { gainedWitness, lostWitness, witness } = change;
  const both = gainedWitness && lostWitness;
  return (
    <>
      {both ? (
        <>
          <Witness label="Let in now" witness={gainedWitness} change={change} groups={groups} />
          <Witness label="Shut out now" witness={lostWitness} change={change} groups={groups} />
        </>
      ) : (
        <Witness
          label={`Before ${DECISIONS[change.before]}, now ${DECISIONS[change.after]}`}
          witness={witness}
          change={change}
          groups={groups}
        />
      )}
    </>
  );
}

interface WitnessProps {
  label: string;
  witness: DiffWitness;
  change: DiffChange;
  groups: readonly string[];
}

function Witness({ label, witness, change, groups }: WitnessProps) {
  const request = requestOf(witness, change, groups);
  return (
    <section class="change-witness">
      <h2>{label}</h2>
      <p>
        <code>{witnessText(witness, change)}</code>{" "}
        <a
          href={whyHref(request)}
          aria-label={`Why, as the policies are now: ${witness.method} ${witness.path}`}
        >
          Why, as the policies are now?
        </a>
      </p>
      <CodeBlock label="lychgate explain" code={explainCommand(request)} />
      <CodeBlock label="curl" code={curlCommand(request)} />
    </section>
  );
}

/** The request of one who is in the groups that the change is for. */
function requestOf(
  { method, path, context }: DiffWitness,
  change: DiffChange,
  [group = change.group]: readonly string[],
): BundleRequest {
  const groups = change.with === undefined ? [group] : [group, change.with];
  return { groups, method, path, context };
}
