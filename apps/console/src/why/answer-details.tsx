import type { AccessBundle, BundlePolicy, BundleRequest } from "@lychgate/cli/bundle";
import type { Answer, GroupAnswer, StatementAnswer } from "../access/explain-request.ts";
import { groupText, routeText, statementText, verdictText } from "../access/words.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Prose } from "../ui/prose.tsx";
import { SourceText } from "../ui/source.tsx";
import { ExampleLinks } from "./example-links.tsx";
import { linesOfStatement } from "./statement-lines.ts";

interface AnswerProps {
  bundle: AccessBundle;
  request: BundleRequest;
  answer: Answer;
}

/** A verdict and what it rests on, group by group. */
export function AnswerDetails({ bundle, request, answer }: AnswerProps) {
  const route = routeText(answer);
  return (
    <>
      <Verdict request={request} answer={answer} />
      {route !== undefined && (
        <p class="lead">
          Route <Prose text={route} />
        </p>
      )}
      {answer.operation && <ExampleLinks bundle={bundle} request={request} />}
      {answer.groups.map((group) => (
        <GroupDetails key={group.group} {...group} />
      ))}
    </>
  );
}

function Verdict({ request, answer }: Omit<AnswerProps, "bundle">) {
  const { tone, sign, word } = verdictOf(answer);
  return (
    <p class={`verdict verdict-${tone}`} role="status">
      <b>
        <span aria-hidden="true">{sign} </span>
        {word}
      </b>{" "}
      <span>
        <Prose text={sentence(verdictText(answer, request))} />
      </span>
    </p>
  );
}

function verdictOf({ operation, otherApi, decision }: Answer) {
  if (otherApi !== undefined) return { tone: "mixed", sign: "?", word: "Not for policies" } as const;
  if (!operation) return { tone: "mixed", sign: "?", word: "No such route" } as const;
  return decision === "allowed"
    ? ({ tone: "good", sign: "●", word: "Allowed" } as const)
    : ({ tone: "bad", sign: "○", word: "Denied" } as const);
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function GroupDetails(answer: GroupAnswer) {
  const { group, policy, statements } = answer;
  return (
    <section class="card" aria-label={`Group ${group}`}>
      <h2>
        {group} <span class="card-note">{groupText(answer)}</span>
      </h2>
      {policy && <p class="lead">{policy.description}</p>}
      {policy && (
        <>
          <ul class="statements">
            {statements.map((statement) => (
              <StatementLine key={`${statement.sid} ${statement.isGuard}`} policy={policy} {...statement} />
            ))}
          </ul>
          <details open={statements.some(({ role }) => role === "decides" || role === "nearly")}>
            <summary>
              Source <code>{policy.file}</code>
            </summary>
            <SourceText file={policy.file} source={policy.source} marks={marksOf(policy, statements)} />
          </details>
        </>
      )}
    </section>
  );
}

const ROLES = {
  decides: { word: "decides", sign: "✓" },
  matches: { word: "matches", sign: "~" },
  nearly: { word: "nearly", sign: "✗" },
  other: { word: "no match", sign: "·" },
} as const satisfies Record<StatementAnswer["role"], { word: string; sign: string }>;

function StatementLine({ policy, ...statement }: StatementAnswer & { policy: BundlePolicy }) {
  const { sid, effect, isGuard, role, line } = statement;
  return (
    <li class={`statement statement-${role}`}>
      <span class="statement-role">
        <span aria-hidden="true">{ROLES[role].sign} </span>
        {ROLES[role].word}
      </span>
      <span>
        <Badge tone={toneOf(statement)}>{effect}</Badge> {isGuard && "guard of "}
        <b>{sid}</b> <Prose text={statementText(statement)} />{" "}
        <code class="statement-place">
          {policy.file}
          {line !== undefined && `:${line}`}
        </code>
      </span>
    </li>
  );
}

function toneOf({ role, effect }: StatementAnswer): Tone {
  if (role === "other" || role === "nearly") return "plain";
  return effect === "Allow" ? "good" : "bad";
}

/** The lines of the statements that decide, or nearly did; those that decide go before. */
function marksOf({ source }: BundlePolicy, statements: readonly StatementAnswer[]): Map<number, string> {
  const marks = statements.flatMap(({ role, line, sid }) =>
    role === "other" || line === undefined
      ? []
      : linesOfStatement(source, line).map((each): [number, string] => [each, `${sid} ${ROLES[role].word}`]),
  );
  return new Map(marks.reverse());
}
